"""The clock, and wall times: the truth of a meeting is its local time and its zone; the instant is derived."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cic_events.kernel.errors import N_, DomainError

_moved: datetime | None = None
_ahead = timedelta()


def now() -> datetime:
    """The present instant, in UTC."""
    return _moved or datetime.now(UTC) + _ahead


def go_ahead(by: timedelta) -> None:
    """Run ahead of the real clock for the life of this process: a rehearsal of a later day."""
    global _ahead
    _ahead = by


def today(zone: str = "Africa/Casablanca") -> date:
    """The day it is in a zone."""
    return now().astimezone(ZoneInfo(zone)).date()


@contextmanager
def travel(instant: datetime) -> Iterator[None]:
    """Stand at this instant; seen by every thread of the process. Raises ValueError for one without a zone."""
    global _moved
    if instant.tzinfo is None:
        raise ValueError("the clock stands at an instant: give it a zone")
    before, _moved = _moved, instant.astimezone(UTC)
    try:
        yield
    finally:
        _moved = before


class NonexistentTime(DomainError):
    sentence = N_(
        "%(time)s does not exist on %(day)s in %(zone)s: the clock jumps forward. Choose %(before)s or %(after)s."
    )


class AmbiguousTime(DomainError):
    sentence = N_("%(time)s comes twice on %(day)s in %(zone)s: the clock goes back. Choose %(before)s or %(after)s.")


def place_of(zone: str) -> str:
    """The town of a zone: Africa/Casablanca -> Casablanca."""
    return zone.rpartition("/")[2].replace("_", " ")


@dataclass(frozen=True, order=True)
class WallTime:
    """A local day and time in an IANA zone."""

    day: date
    time: time
    zone: str

    @property
    def instant(self) -> datetime:
        """The UTC instant. Raises NonexistentTime or AmbiguousTime, whose sentences offer the alternatives."""
        zone = ZoneInfo(self.zone)
        local = datetime.combine(self.day, self.time, zone)
        early, late = local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)
        if early == late:
            return early
        jump = abs(late - early)
        refusal = NonexistentTime if late < early else AmbiguousTime
        raise refusal(
            time=f"{self.time:%H:%M}",
            day=self.day.isoformat(),
            zone=place_of(self.zone),
            before=self._in_words(self.local - jump),
            after=self._in_words(self.local + jump),
        )

    def _in_words(self, other: datetime) -> str:
        """The hour, with its day when that is another one."""
        return f"{other:%H:%M}" if other.date() == self.day else f"{other:%Y-%m-%d %H:%M}"

    @property
    def offset(self) -> str:
        return offset_of(self.instant, self.zone)

    @property
    def local(self) -> datetime:
        """The naive local date-time."""
        return datetime.combine(self.day, self.time)


def wall_from_utc(instant: datetime, zone: str) -> WallTime:
    """What the clock on the wall shows at this instant."""
    local = instant.astimezone(ZoneInfo(zone))
    return WallTime(local.date(), local.time().replace(tzinfo=None), zone)


def offset_of(instant: datetime, zone: str) -> str:
    """UTC+0, UTC+1, UTC+5:30."""
    shift = instant.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
    minutes = int(shift.total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


def within_reach(day: date) -> bool:
    """Whether a page may leaf to this day and on from it: no calendar of ours goes further."""
    return date(2000, 1, 1) < day < date(2100, 1, 1)
