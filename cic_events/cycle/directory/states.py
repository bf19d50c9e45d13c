"""Where a trainer's entry stands. Dormant is computed: a year without "still right?"."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from cic_events.kernel.errors import N_, DomainError

STILL_RIGHT = timedelta(days=365)


class TrainerState(StrEnum):
    PROPOSED = "proposed"
    CHECKED = "checked"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


_S = TrainerState
MOVES: Mapping[TrainerState, frozenset[TrainerState]] = {
    _S.PROPOSED: frozenset({_S.CHECKED, _S.WITHDRAWN}),
    _S.CHECKED: frozenset({_S.PUBLISHED, _S.WITHDRAWN}),
    _S.PUBLISHED: frozenset({_S.WITHDRAWN}),
    _S.WITHDRAWN: frozenset({_S.PROPOSED}),
}


class IllegalMove(DomainError):
    sentence = N_("A trainer's entry that is “%(now)s” cannot become “%(then)s”.")


def check_move(now: TrainerState, then: TrainerState) -> None:
    """Refuse a move that the table does not hold."""
    if then not in MOVES[now]:
        raise IllegalMove(now=now.value, then=then.value)


def is_dormant(*, confirmed_on: date | None, as_of: date) -> bool:
    """Whether nobody said "still right" for a year."""
    return confirmed_on is None or as_of - confirmed_on > STILL_RIGHT
