"""How far an item is on a day, and the weeks of its bar. Plain values in, plain values out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from cic_events.cycle.plans.states import Progress

WEEKS = 52
ASSUMED = timedelta(weeks=4)  # how long before its due date an item is drawn when nothing says when it starts


class Given(Protocol):
    """A session of the item, as far as progress asks."""

    @property
    def first_day(self) -> date | None: ...
    @property
    def last_day(self) -> date | None: ...
    @property
    def held(self) -> bool: ...


@dataclass(frozen=True)
class Bar:
    """A row of the calendar: weeks 1 to 52, both included; `state` in the words of the picture."""

    start: int
    end: int
    progress: Progress
    state: str
    percent: int | None
    milestones: tuple[int, ...]


LOOKS = {
    Progress.TO_SCHEDULE: "planned",
    Progress.SCHEDULED: "planned",
    Progress.RUNNING: "running",
    Progress.LATE: "late",
    Progress.DONE: "done",
}


def progress(*, due_on: date | None, sessions: Sequence[Given], as_of: date) -> Progress:
    """Done when every session was held; late once the due date is over before that."""
    if sessions and all(given.held for given in sessions):
        return Progress.DONE
    if due_on is not None and due_on < as_of:
        return Progress.LATE
    days = [given.first_day for given in sessions if given.first_day is not None]
    if not days:
        return Progress.TO_SCHEDULE
    return Progress.RUNNING if min(days) <= as_of else Progress.SCHEDULED


def share_held(sessions: Sequence[Given]) -> int | None:
    """Percent of the sessions that were held; None without a session."""
    return 100 * sum(given.held for given in sessions) // len(sessions) if sessions else None


def week(day: date, year: int) -> int:
    """The column of a day in the picture of a year; what lies outside stands at the edge."""
    if day.year != year:
        return 1 if day.year < year else WEEKS
    return min(WEEKS, (day.timetuple().tm_yday - 1) // 7 + 1)


def bar(
    *, starts_on: date | None, due_on: date | None, sessions: Sequence[Given], year: int, as_of: date
) -> Bar | None:
    """The bar of an item in that year; None when the item has no day in it."""
    held_on = [day for given in sessions for day in (given.first_day, given.last_day) if day is not None]
    days = [day for day in (starts_on, due_on, *held_on) if day is not None]
    if not days:
        return None
    first = min(days) if starts_on or held_on else min(days) - ASSUMED
    last = max(days)
    if last.year < year or first.year > year:
        return None
    reached = progress(due_on=due_on, sessions=sessions, as_of=as_of)
    return Bar(
        start=week(first, year),
        end=week(last, year),
        progress=reached,
        state=LOOKS[reached],
        percent=share_held(sessions),
        milestones=(week(due_on, year),) if due_on is not None and due_on.year == year else (),
    )
