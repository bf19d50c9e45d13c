"""Where a need stands: what people decided of it, and what follows from plans and results."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from cic_events.kernel.errors import N_, DomainError


class NeedState(StrEnum):
    """What people decided."""

    CAPTURED = "captured"
    QUALIFIED = "qualified"
    PRIORITISED = "prioritised"
    CLOSED_OTHERWISE = "closed_otherwise"


class Standing(StrEnum):
    """What a page shows: the decision, or what came of it."""

    CAPTURED = "captured"
    QUALIFIED = "qualified"
    PRIORITISED = "prioritised"
    PLANNED = "planned"
    PARTLY_SERVED = "partly_served"
    SERVED = "served"
    CLOSED_OTHERWISE = "closed_otherwise"


class NeedOrigin(StrEnum):
    """How the need came to be known."""

    OFFICE = "office"
    INTERVIEW = "interview"
    CAMPAIGN = "campaign"
    REVIEW = "review"
    COUNCIL = "council"
    GAP = "gap"


class NotTraining(StrEnum):
    """What is missing when it is not a training that is missing."""

    TOOL = "tool"
    ORGANISATION = "organisation"
    STAFFING = "staffing"
    OTHER = "other"


class CampaignState(StrEnum):
    """Where a needs collection stands."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    ANALYSED = "analysed"


_C = CampaignState
CAMPAIGN_MOVES: Mapping[CampaignState, frozenset[CampaignState]] = {
    _C.DRAFT: frozenset({_C.OPEN}),
    _C.OPEN: frozenset({_C.CLOSED}),
    _C.CLOSED: frozenset({_C.ANALYSED}),
}


class CampaignIllegalMove(DomainError):
    sentence = N_("A needs collection that is “%(now)s” cannot become “%(then)s”.")


def check_campaign(now: CampaignState, then: CampaignState) -> None:
    """Refuse a move that the table does not hold."""
    if then not in CAMPAIGN_MOVES.get(now, frozenset()):
        raise CampaignIllegalMove(now=now.value, then=then.value)


_S = NeedState
MOVES: Mapping[NeedState, frozenset[NeedState]] = {
    _S.CAPTURED: frozenset({_S.QUALIFIED, _S.CLOSED_OTHERWISE}),
    _S.QUALIFIED: frozenset({_S.QUALIFIED, _S.PRIORITISED, _S.CLOSED_OTHERWISE}),
    _S.PRIORITISED: frozenset({_S.QUALIFIED, _S.CLOSED_OTHERWISE}),
}
OPEN = frozenset(MOVES)
PLANNABLE = frozenset({_S.QUALIFIED, _S.PRIORITISED})


class IllegalMove(DomainError):
    sentence = N_("A need that is “%(now)s” cannot become “%(then)s”.")


def check_move(now: NeedState, then: NeedState) -> None:
    """Refuse a move that the table does not hold."""
    if then not in MOVES.get(now, frozenset()):
        raise IllegalMove(now=now.value, then=then.value)


def standing_of(state: NeedState, *, persons: int, seats: int, served: int = 0) -> Standing:
    """What came of a need: seats in an approved plan make it planned, people who acquired it make it served."""
    if state is NeedState.CLOSED_OTHERWISE:
        return Standing.CLOSED_OTHERWISE
    if served:
        return Standing.SERVED if served >= persons else Standing.PARTLY_SERVED
    return Standing.PLANNED if seats else Standing(state.value)


def state_on(day: date, *, qualified_on: date | None, prioritised_on: date | None, closed_on: date | None) -> NeedState:
    """What had been decided of a need by that day."""
    if closed_on is not None and closed_on <= day:
        return NeedState.CLOSED_OTHERWISE
    reached = [
        (when, state)
        for when, state in ((qualified_on, NeedState.QUALIFIED), (prioritised_on, NeedState.PRIORITISED))
        if when is not None and when <= day
    ]
    return max(reached, key=lambda step: step[0])[1] if reached else NeedState.CAPTURED
