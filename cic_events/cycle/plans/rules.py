"""What a plan must have before somebody decides about it. Plain values in, refusals out."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from cic_events.kernel.errors import N_, DomainError, FieldRefused
from cic_events.programme import codes

T = TypeVar("T")


class PlanExists(DomainError):
    sentence = N_("There is already a plan for these people that starts on this day.")


class NoTitle(FieldRefused):
    sentence = N_("Write a title in at least one language.")


class EndsBefore(FieldRefused):
    sentence = N_("The plan ends before it starts.")


class StartsAfterDue(FieldRefused):
    sentence = N_("The item starts after it is due.")


class DueOutside(FieldRefused):
    sentence = N_("The due date is outside the period of the plan.")


class NotAnActivity(FieldRefused):
    sentence = N_("“%(code)s” is not an activity of the programme; choose one of the list.")


class NoSeats(FieldRefused):
    sentence = N_("Say how many seats there are: at least one.")


class NoSource(FieldRefused):
    sentence = N_("Name who pays: an amount without a source cannot be approved.")


class NegativeAmount(FieldRefused):
    sentence = N_("An amount is zero or more.")


class NotEditable(DomainError):
    sentence = N_("This plan is no longer being written: its items do not change.")


class NeedNotQualified(DomainError):
    sentence = N_("Only qualified needs enter a plan.")


class OwnSubmission(DomainError):
    sentence = N_("You submitted this plan: somebody else decides about it.")


class TextWanted(FieldRefused):
    sentence = N_("Write what must change: who submitted the plan will read it.")


class NotYetApproved(DomainError):
    sentence = N_("Only a plan that was approved and still holds is revised.")


class AlreadyRevised(DomainError):
    sentence = N_("The next edition of this plan exists already.")


class WhyWanted(FieldRefused):
    sentence = N_("Write why: whoever proposed the item will read it.")


class NotUnderDecision(DomainError):
    sentence = N_("Items are decided while the plan waits for its approval.")


class Incomplete(DomainError):
    """`lacks` holds (sentence, params) for each lack, naming its item."""

    sentence = N_("This plan cannot be submitted yet.")

    def __init__(self, lacks: Sequence["Lack"]) -> None:
        self.lacks = tuple(lacks)
        super().__init__()


@dataclass(frozen=True)
class ItemFacts:
    """An item, as far as the guard of submission asks."""

    title: str
    code: bool
    need_or_reason: bool
    budget: bool
    due: bool


@dataclass(frozen=True)
class Lack:
    """Something that an item lacks: an English sentence with placeholders."""

    sentence: str
    params: Mapping[str, Any]

    def __str__(self) -> str:
        return self.sentence % self.params if self.params else self.sentence


_LACKS = (
    ("code", N_("“%(item)s” has no activity code.")),
    ("need_or_reason", N_("“%(item)s” serves no need: choose one, or say why there is none.")),
    ("budget", N_("“%(item)s” has no budget with a source.")),
    ("due", N_("“%(item)s” has no due date.")),
)
EMPTY = Lack(N_("The plan has no item yet."), {})


def lacks_of(items: Sequence[ItemFacts]) -> list[Lack]:
    """Everything that lacks before the plan can be submitted, item after item."""
    if not items:
        return [EMPTY]
    return [Lack(said, {"item": item.title}) for item in items for name, said in _LACKS if not getattr(item, name)]


def check_submit(items: Sequence[ItemFacts]) -> None:
    if lacks := lacks_of(items):
        raise Incomplete(lacks)


def check_reason(reason: str) -> None:
    """What is put off or refused says why."""
    if len(reason.strip()) < 3:
        raise WhyWanted("reason")


def check_decides(*, by_id: int | None, submitted_by_id: int | None) -> None:
    """Nobody decides about what they submitted."""
    if by_id is not None and by_id == submitted_by_id:
        raise OwnSubmission


def check_return(text: str) -> None:
    if len(text.strip()) < 3:
        raise TextWanted("text")


def check_period(*, starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise EndsBefore("ends_on")


def check_item(
    *, title: Mapping[str, str], seats: int, starts_on: date | None, due_on: date | None, period: tuple[date, date]
) -> None:
    """An item may be incomplete while the plan is a draft, never contradictory."""
    if not any(text.strip() for text in title.values()):
        raise NoTitle("title")
    if seats < 1:
        raise NoSeats("seats")
    if due_on is not None and not period[0] <= due_on <= period[1]:
        raise DueOutside("due_on")
    if starts_on is not None and due_on is not None and starts_on > due_on:
        raise StartsAfterDue("starts_on")


def activity(typed: str) -> str:
    """The code of an activity in its canonical writing; a result or an objective is not one."""
    try:
        code = codes.normalise(typed)
    except codes.NotACode as unknown:
        raise NotAnActivity("activity_code", code=typed) from unknown
    if codes.level(code) is not codes.Level.ACTIVITY:
        raise NotAnActivity("activity_code", code=typed)
    return code


def check_budget(*, source: str, amounts: Collection[Decimal]) -> None:
    if not source.strip():
        raise NoSource("source")
    if any(amount < 0 for amount in amounts):
        raise NegativeAmount("planned")


def spread(seats: int, needs: int) -> list[int]:
    """The seats of an item divided among its needs as evenly as whole seats allow, at least one each."""
    return [max(1, seats // needs + (1 if place < seats % needs else 0)) for place in range(needs)]


def agreed(said: Iterable[T | None]) -> T | None:
    """What all of them say; None when one says nothing or they differ."""
    different = set(said)
    return different.pop() if len(different) == 1 else None
