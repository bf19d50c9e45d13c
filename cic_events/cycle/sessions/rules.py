"""What a session must have before its next state. Plain values in, refusals out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cic_events.cycle.sessions.states import AssignmentState
from cic_events.kernel.errors import N_, DomainError, FieldRefused

PRE_TEST_BEFORE = timedelta(days=7)


class NoReason(FieldRefused):
    sentence = N_("Say why this session is outside the plan, or open it from an item of the plan.")


class ItemNotRetained(DomainError):
    sentence = N_("A session is opened from an item that the approved plan retains.")


class ReasonWanted(FieldRefused):
    sentence = N_("Write the reason: everybody who is registered will read it.")


class TooFewPeople(DomainError):
    sentence = N_("%(confirmed)s people are confirmed; the session needs at least %(minimum)s.")


class TrainerNotConfirmed(DomainError):
    sentence = N_("The trainer has not been confirmed yet.")


class Incomplete(DomainError):
    """`missing` names what lacks, in words that the page translates and lists."""

    sentence = N_("This session cannot go on yet: complete first what it lacks.")

    def __init__(self, missing: Sequence[str]) -> None:
        self.missing = tuple(missing)
        super().__init__()


@dataclass(frozen=True)
class Sheet:
    """What is known about a session, as far as the guards ask."""

    parts: int
    trainer: bool
    place: bool
    objectives: bool
    audience: bool
    prerequisites: bool
    assessment: bool
    cost: bool


_TO_SCHEDULE = {"parts": N_("dates"), "trainer": N_("trainer"), "place": N_("place")}
_TO_OPEN = {
    **_TO_SCHEDULE,
    "objectives": N_("objectives"),
    "audience": N_("audience"),
    "prerequisites": N_("prerequisites"),
    "assessment": N_("how learning is assessed"),
    "cost": N_("cost"),
}


def missing_to_schedule(sheet: Sheet) -> list[str]:
    """What lacks before dates can be announced to colleagues."""
    return [word for field, word in _TO_SCHEDULE.items() if not getattr(sheet, field)]


def missing_to_open(sheet: Sheet) -> list[str]:
    """What lacks before the public may read it and register."""
    return [word for field, word in _TO_OPEN.items() if not getattr(sheet, field)]


def check_schedule(sheet: Sheet) -> None:
    if missing := missing_to_schedule(sheet):
        raise Incomplete(missing)


def check_open(sheet: Sheet) -> None:
    if missing := missing_to_open(sheet):
        raise Incomplete(missing)


def check_confirm(*, confirmed: int, minimum: int, trainer: AssignmentState | None) -> None:
    """A session is confirmed with enough people and a trainer who said yes and was confirmed."""
    if confirmed < minimum:
        raise TooFewPeople(confirmed=confirmed, minimum=minimum)
    if trainer is not AssignmentState.CONFIRMED:
        raise TrainerNotConfirmed


def check_origin(*, plan_item_id: int | None, off_plan_reason: str) -> None:
    """Each session has its item of the plan, or a written reason."""
    if plan_item_id is None and not off_plan_reason.strip():
        raise NoReason("off_plan_reason")


def check_reason(reason: str) -> None:
    if len(reason.strip()) < 3:
        raise ReasonWanted("reason")


def pre_test_opens(starts_at: datetime) -> datetime:
    return starts_at - PRE_TEST_BEFORE
