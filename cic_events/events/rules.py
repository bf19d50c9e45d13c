"""Who gets a place, until when one may register, and when the parts stand. Plain values in, plain values out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from cic_events.events.states import TAKES_REGISTRATIONS, Audience, Condition, EventState
from cic_events.kernel.errors import N_, DomainError, FieldRefused

MAILS_PER_TRAINING = 3
"""More parts than this are told in one summary mail (calendar-and-mail I5)."""


class NotOpen(DomainError):
    sentence = N_("Registration for this session is not open.")


class RegistrationClosed(DomainError):
    sentence = N_("Registration for this session is closed.")


class EventCancelled(DomainError):
    sentence = N_("This session is cancelled.")


class HasBegun(DomainError):
    sentence = N_("This session has begun: ask the organiser.")


class AlreadyRegistered(DomainError):
    sentence = N_("This person is already registered.")


class NotWaiting(DomainError):
    sentence = N_("Only a person who waits can be given a place.")


class OfferOver(DomainError):
    sentence = N_("This offer has ended: ask to be put back at the end of the line.")


class NotOffered(DomainError):
    sentence = N_("No place is offered to you at the moment.")


class LineNotLeft(DomainError):
    sentence = N_("Only after an offer that has ended can you ask to be put back in the line.")


class SessionFull(DomainError):
    sentence = N_("All places are taken. Raise the capacity first, or let the waiting list do its work.")


class CapacityBelowTaken(FieldRefused):
    sentence = N_("%(taken)s places are taken already: the capacity cannot be less.")


class MinimumAboveCapacity(FieldRefused):
    sentence = N_("The minimum cannot be more than the capacity.")


class PartsOverlap(FieldRefused):
    sentence = N_("Two parts of the session overlap, on %(day)s.")


class EndsBeforeItStarts(FieldRefused):
    sentence = N_("The end must come after the start, on %(day)s.")


class NotTheAudience(FieldRefused):
    sentence = N_("This session is for another audience.")


class PrerequisitesNotRead(FieldRefused):
    sentence = N_("Say that you meet the prerequisites.")


class MeetsAnother(DomainError):
    sentence = N_("This person has a place in another session at the same time.")


class Doubt(FieldRefused):
    """Not refused: asked once more, with the reason."""


class DoubtAudience(Doubt):
    sentence = N_("This session is meant for another audience. Tick this box to register all the same.")


class DoubtPrerequisites(Doubt):
    sentence = N_("You did not say that the prerequisites are met. Tick this box to register all the same.")


class DoubtOverlap(Doubt):
    sentence = N_(
        "This person has a place in another session at the same time. Tick this box to register all the same."
    )


def refused(condition: Condition) -> DomainError:
    """The refusal for a condition that is not met."""
    if condition is Condition.AUDIENCE:
        return NotTheAudience("audience")
    return PrerequisitesNotRead("acknowledged") if condition is Condition.PREREQUISITES else MeetsAnother()


def doubt(condition: Condition) -> Doubt:
    """The question for a condition that is not met."""
    asked = {Condition.AUDIENCE: DoubtAudience, Condition.PREREQUISITES: DoubtPrerequisites}
    return asked.get(condition, DoubtOverlap)("sure")


def belongs(wanted: Audience | None, has: Audience | None) -> bool:
    """Whether somebody of this audience is meant."""
    return wanted in (None, Audience.MIXED) or wanted is has


@dataclass(frozen=True)
class Span:
    """One part as an officer writes it, with its two instants."""

    day: str
    starts_at: datetime
    ends_at: datetime


def has_begun(starts_at: datetime | None, now: datetime) -> bool:
    return starts_at is not None and now >= starts_at


def is_offered(starts_at: datetime, *, now: datetime, days: int) -> bool:
    """So near the start a free place is offered, not given: who waits may have made other plans."""
    return now >= starts_at - timedelta(days=days)


def check_open(state: EventState, *, closes_at: datetime, now: datetime) -> None:
    """Refuse a registration that comes too early or too late."""
    if state is EventState.CANCELLED:
        raise EventCancelled
    if now >= closes_at:
        raise RegistrationClosed
    if state not in TAKES_REGISTRATIONS:
        raise NotOpen


def check_on_the_spot(state: EventState, *, capacity: int, taken: int) -> None:
    """Who comes without a registration is added while the event runs, to a free place."""
    if state not in (EventState.CONFIRMED, EventState.RUNNING):
        raise NotOpen
    if taken >= capacity:
        raise SessionFull


def check_withdrawal(*, starts_at: datetime | None, now: datetime) -> None:
    if starts_at is not None and now >= starts_at:
        raise HasBegun


def check_places(*, capacity: int, minimum: int, taken: int = 0) -> None:
    if capacity < taken:
        raise CapacityBelowTaken("capacity", taken=taken)
    if minimum > capacity:
        raise MinimumAboveCapacity("minimum")


def check_spans(spans: Sequence[Span]) -> None:
    """Refuse parts that end before they start, or that overlap."""
    for span in spans:
        if span.ends_at <= span.starts_at:
            raise EndsBeforeItStarts("parts", day=span.day)
    ordered = sorted(spans, key=lambda span: span.starts_at)
    for before, after in pairwise(ordered):
        if after.starts_at < before.ends_at:
            raise PartsOverlap("parts", day=after.day)


def reminder_at(starts_at: datetime) -> datetime:
    return starts_at - timedelta(days=1)


def told_part_by_part(parts: int) -> bool:
    """One invitation per part, as long as they are few."""
    return parts <= MAILS_PER_TRAINING
