"""The demonstration: a past of invented people and events, replayed through the verbs that the pages call.

Two programmes come out of one file: the history of 2017-2021 as written, and a current one around today, made of the
same material moved by whole weeks. Nothing of the past is sent, and no row is written behind the services' back.
"""
