"""Where a task that was given stands, and the moves between."""

from collections.abc import Mapping
from enum import StrEnum

from cic_events.kernel.errors import N_, DomainError


class ActionState(StrEnum):
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    DROPPED = "dropped"


_S = ActionState
LIVE = frozenset({_S.OPEN, _S.IN_PROGRESS})
MOVES: Mapping[ActionState, frozenset[ActionState]] = {
    _S.OPEN: frozenset({_S.IN_PROGRESS, _S.DONE, _S.DROPPED}),
    _S.IN_PROGRESS: frozenset({_S.DONE, _S.DROPPED}),
}


class IllegalMove(DomainError):
    sentence = N_("A task that is “%(now)s” cannot become “%(then)s”.")


def check_move(now: ActionState, then: ActionState) -> None:
    """Refuse a move that the table does not hold."""
    if then not in MOVES.get(now, frozenset()):
        raise IllegalMove(now=now.value, then=then.value)
