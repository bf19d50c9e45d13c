"""The moves of a training session, and of the trainer's assignment."""

from collections.abc import Mapping
from enum import StrEnum

from cic_events.events.states import EventState
from cic_events.kernel.errors import N_, DomainError

_E = EventState

MOVES: Mapping[EventState, frozenset[EventState]] = {
    _E.DRAFT: frozenset({_E.SCHEDULED, _E.CANCELLED}),
    _E.SCHEDULED: frozenset({_E.OPEN, _E.POSTPONED, _E.CANCELLED}),
    _E.OPEN: frozenset({_E.CONFIRMED, _E.POSTPONED, _E.CANCELLED}),
    _E.CONFIRMED: frozenset({_E.RUNNING, _E.POSTPONED, _E.CANCELLED}),
    _E.RUNNING: frozenset({_E.HELD}),
    _E.HELD: frozenset({_E.EVALUATED}),
    _E.EVALUATED: frozenset({_E.CLOSED}),
    _E.POSTPONED: frozenset({_E.SCHEDULED, _E.CANCELLED}),
}

EDITABLE = frozenset({_E.DRAFT, _E.SCHEDULED, _E.OPEN, _E.CONFIRMED, _E.POSTPONED})
UPCOMING = frozenset({_E.DRAFT, _E.SCHEDULED, _E.OPEN, _E.CONFIRMED})


class AssignmentState(StrEnum):
    """Where the trainer stands."""

    PROPOSED = "proposed"
    REQUESTED = "requested"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    CONFIRMED = "confirmed"
    DELIVERED = "delivered"
    REPORTED = "reported"


_A = AssignmentState
ENDED_ASSIGNMENTS = frozenset({_A.DECLINED, _A.EXPIRED})
GIVES = frozenset({_A.CONFIRMED, _A.DELIVERED, _A.REPORTED})  # whose session it is

ASSIGNMENT_MOVES: Mapping[AssignmentState, frozenset[AssignmentState]] = {
    _A.PROPOSED: frozenset({_A.REQUESTED}),
    _A.REQUESTED: frozenset({_A.ACCEPTED, _A.DECLINED, _A.EXPIRED}),
    _A.ACCEPTED: frozenset({_A.CONFIRMED, _A.DECLINED}),
    _A.CONFIRMED: frozenset({_A.DELIVERED, _A.DECLINED}),
    _A.DELIVERED: frozenset({_A.REPORTED}),
}


class IllegalMove(DomainError):
    sentence = N_("A session that is “%(now)s” cannot become “%(then)s”.")


def check_move(now: EventState, then: EventState) -> None:
    if then not in MOVES.get(now, frozenset()):
        raise IllegalMove(now=now.value, then=then.value)


class AssignmentIllegalMove(DomainError):
    sentence = N_("The trainer's part is “%(now)s” and cannot become “%(then)s”.")


def check_assignment(now: AssignmentState, then: AssignmentState) -> None:
    """Refuse a move that the table does not hold."""
    if then not in ASSIGNMENT_MOVES.get(now, frozenset()):
        raise AssignmentIllegalMove(now=now.value, then=then.value)
