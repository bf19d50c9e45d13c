"""The moves of a plan and of its items."""

from collections.abc import Mapping
from enum import StrEnum

from cic_events.kernel.errors import N_, DomainError


class PlanScope(StrEnum):
    """For whom a plan is: the words of the rules of R3.7, R4.4 and R5.2."""

    SAS = "sas"
    LOCAL_ACTORS = "local_actors"
    ELECTED = "elected"


class PlanState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ENDORSED = "endorsed"
    APPROVED = "approved"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    CLOSED = "closed"


class Step(StrEnum):
    """What somebody did on the way of a plan."""

    SUBMITTED = "submitted"
    RETURNED = "returned"
    ENDORSED = "endorsed"
    APPROVED = "approved"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    CLOSED = "closed"


class ItemState(StrEnum):
    """What the approver decided."""

    PROPOSED = "proposed"
    RETAINED = "retained"
    DEFERRED = "deferred"
    REFUSED = "refused"


class Progress(StrEnum):
    """How far an item is, from its sessions and the day."""

    TO_SCHEDULE = "to_schedule"
    SCHEDULED = "scheduled"
    RUNNING = "running"
    LATE = "late"
    DONE = "done"


class Currency(StrEnum):
    MAD = "MAD"
    EUR = "EUR"


_S = PlanState
MOVES: Mapping[PlanState, frozenset[PlanState]] = {
    _S.DRAFT: frozenset({_S.SUBMITTED}),
    _S.RETURNED: frozenset({_S.SUBMITTED}),
    _S.SUBMITTED: frozenset({_S.RETURNED, _S.ENDORSED, _S.APPROVED}),
    _S.ENDORSED: frozenset({_S.RETURNED, _S.APPROVED}),
    _S.APPROVED: frozenset({_S.IN_FORCE, _S.SUPERSEDED, _S.CLOSED}),
    _S.IN_FORCE: frozenset({_S.SUPERSEDED, _S.CLOSED}),
}
EDITABLE = frozenset({_S.DRAFT, _S.RETURNED})
UNDER_DECISION = frozenset({_S.SUBMITTED, _S.ENDORSED})
DECIDED = frozenset({_S.APPROVED, _S.IN_FORCE, _S.SUPERSEDED, _S.CLOSED})
REVISABLE = frozenset({_S.APPROVED, _S.IN_FORCE})
GIVEN = frozenset({ItemState.PROPOSED, ItemState.RETAINED})


class IllegalMove(DomainError):
    sentence = N_("A plan that is “%(now)s” cannot become “%(then)s”.")


def check_move(now: PlanState, then: PlanState) -> None:
    """Refuse a move that the table does not hold."""
    if then not in MOVES.get(now, frozenset()):
        raise IllegalMove(now=now.value, then=then.value)
