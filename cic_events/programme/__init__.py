"""The operational plan: expected results RA1..RA7, their activities, targets, and the state of each on any day.

framework (the file, read strictly) -> models (editable rows) -> rules over evidence rows -> states -> queries.
"""
