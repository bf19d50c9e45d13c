"""How long somebody was there, and when a sheet is marked, signed and corrected. Plain values in, plain values out."""

from datetime import date, datetime, time, timedelta

from cic_events.events.states import EventState, Presence
from cic_events.kernel.errors import N_, DomainError, FieldRefused
from cic_events.kernel.names import fold

OPENS_BEFORE = timedelta(minutes=30)
MARKABLE = frozenset({EventState.CONFIRMED, EventState.RUNNING})
PARTLY = frozenset({Presence.LATE, Presence.LEFT_EARLY})


class NotUnderWay(DomainError):
    sentence = N_("Attendance is marked once the session is confirmed, and until it is over and signed.")


class TooEarly(DomainError):
    sentence = N_("This part begins on %(day)s at %(time)s: its sheet opens half an hour before.")


class SheetLocked(DomainError):
    sentence = N_("This sheet is signed and locked. Ask for a correction, with its reason.")


class SheetNotLocked(DomainError):
    sentence = N_("This sheet is not signed yet: mark it, instead of asking for a correction.")


class NotOnTheSheet(DomainError):
    sentence = N_("Somebody marked here is not registered for this session any more. Open the sheet again.")


class MinutesWanted(FieldRefused):
    sentence = N_("Say how many minutes were missed: from 1 to %(most)s.")


class Unmarked(DomainError):
    sentence = N_("Not everybody is marked yet; still open: %(count)s.")


class NotThisName(FieldRefused):
    sentence = N_("Type your name as it stands above: %(name)s.")


class CorrectionWantsReason(FieldRefused):
    sentence = N_("Write the reason of the correction: it stays beside the mark.")


class SecondPersonWanted(DomainError):
    sentence = N_("A correction is decided by somebody else than who asked for it.")


class CorrectionDecided(DomainError):
    sentence = N_("This correction has been decided already.")


class CorrectionChangesNothing(DomainError):
    sentence = N_("The sheet says this already.")


class RecordsClosed(DomainError):
    sentence = N_("This session is closed: its records do not change any more.")


def length_of(starts_at: datetime, ends_at: datetime) -> int:
    """The minutes of a part."""
    return int((ends_at - starts_at).total_seconds() // 60)


def minutes_present(status: Presence, *, length: int, lost: int = 0) -> int:
    """Present is the whole part; late and gone early lose their minutes; excused and absent are none.

    Raises MinutesWanted.
    """
    if status is Presence.PRESENT:
        return length
    if status not in PARTLY:
        return 0
    if not 1 <= lost < length:
        raise MinutesWanted("minutes", most=length - 1)
    return length - lost


def percent(minutes: int, of: int) -> int:
    """Whole percents, rounded down, so that nobody reaches a threshold by rounding."""
    return 100 * minutes // of if of else 0


def opens_at(starts_at: datetime) -> datetime:
    return starts_at - OPENS_BEFORE


def check_time(*, starts_at: datetime, now: datetime, day: date, start: time) -> None:
    """Nobody is marked before people can have come; `day` and `start` are the clock of the place."""
    if now < opens_at(starts_at):
        raise TooEarly(day=day.isoformat(), time=f"{start:%H:%M}")


def check_markable(state: EventState, *, locked: bool) -> None:
    if locked:
        raise SheetLocked
    if state not in MARKABLE:
        raise NotUnderWay


def check_signed_by(typed: str, *names: str) -> None:
    """The name typed must be one of these, whatever the order, case and marks. Raises NotThisName."""
    given = sorted(fold(typed).split())
    if not given or given not in [sorted(fold(name).split()) for name in names if name]:
        raise NotThisName("name", name=next(filter(None, names), ""))


def check_correction(*, reason: str, locked: bool, closed: bool) -> None:
    if closed:
        raise RecordsClosed
    if not locked:
        raise SheetNotLocked
    if len(reason.strip()) < 3:
        raise CorrectionWantsReason("reason")


def check_second(*, asked_by: int | None, second: int | None) -> None:
    if second is None or asked_by == second:
        raise SecondPersonWanted
