"""Hours in words, on both clocks whenever they differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from cic_events.kernel.clock import offset_of


@dataclass(frozen=True)
class Clock:
    """A place and its zone: ("Belfaa", "Africa/Casablanca")."""

    place: str
    zone: str


def hours_at(starts: datetime, ends: datetime, clock: Clock) -> str:
    """09:00-12:00 Belfaa (UTC+0)."""
    zone = ZoneInfo(clock.zone)
    first, last = starts.astimezone(zone), ends.astimezone(zone)
    return f"{first:%H:%M}-{last:%H:%M} {clock.place} ({offset_of(starts, clock.zone)})"


def both_clocks(starts: datetime, ends: datetime, clocks: Sequence[Clock]) -> str:
    """09:00-12:00 Belfaa (UTC+0) / 10:00-13:00 Bruxelles (UTC+1); a clock that shows the same is not repeated."""
    said, seen = [], set()
    for clock in clocks:
        if (shift := offset_of(starts, clock.zone)) not in seen:
            said.append(hours_at(starts, ends, clock))
            seen.add(shift)
    return " / ".join(said)
