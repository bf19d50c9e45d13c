"""The capacity-building cycle, in the order in which a commune lives it.

needs      what hinders people's work, said before any training is named: R3.2, R3.3, R3.6, R4.2
directory  the common directory of trainings and trainers: R3.9
plans      what will be given, for which needs, on which activity and with what money: R3.7, R4.4, R5.2
sessions   a planned training, given: the evidence of RA3, RA4 and RA5
acquis     what was learnt, before and after (R3.8); gaps become needs again

Each stage stores what people decide and computes the rest: a need is planned when an approved plan holds seats for it.
A later stage may import an earlier one, never the reverse; so the chain of a need is read from the plans upward.
Each item of a plan carries exactly one activity code: that is what makes a figure of RA1..RA7 traceable to a need.
"""
