"""What a calendar shows: one appointment per part of a meeting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Mailbox:
    name: str
    address: str


@dataclass(frozen=True)
class Appointment:
    """One part, as every calendar reads it: UTC instants; wall times stand in the description.

    `ends` is exclusive. `all_day`: only the days of `starts` and `ends` count. `changed_at` is the row's change time,
    never the moment of writing. Raises ValueError for one that ends before it has begun: one such event and a reader
    refuses the whole feed.
    """

    uid: str
    sequence: int
    starts: datetime
    ends: datetime
    summary: str
    changed_at: datetime
    organizer: Mailbox
    description: str = ""
    location: str = ""
    url: str = ""
    cancelled: bool = False
    categories: tuple[str, ...] = ()
    language: str = ""
    all_day: bool = False

    def __post_init__(self) -> None:
        if self.ends <= self.starts:
            raise ValueError(f"{self.uid} ends before it has begun")


@dataclass(frozen=True)
class Stretch:
    """Instants and the day on its own wall; `parts`: the places, in what was given, of the parts it is made of."""

    day: date
    starts: datetime
    ends: datetime
    parts: tuple[int, ...] = ()


def joined(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Half-days of one day that touch are one part for the calendar."""
    whole: list[Stretch] = []
    for stretch in sorted(stretches, key=lambda s: s.starts):
        if whole and whole[-1].day == stretch.day and whole[-1].ends == stretch.starts:
            first = whole[-1]
            whole[-1] = Stretch(stretch.day, first.starts, stretch.ends, first.parts + stretch.parts)
        else:
            whole.append(stretch)
    return whole
