"""An officer's week: what happens day by day, what is to be done, who waits for an answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cic_events.calendar import kept
from cic_events.calendar.holidays import WEEKDAYS, Advice, days_off
from cic_events.cycle.needs import queries as needs
from cic_events.cycle.needs.queries import NeedRow
from cic_events.cycle.sessions import agenda
from cic_events.cycle.sessions.agenda import Closing, DueItem, Sitting, TrainerWaiting
from cic_events.events import contacts
from cic_events.events.contacts import Wish
from cic_events.events.unreached import Unreached, unreached
from cic_events.kernel import clock
from cic_events.kernel.tasks import Task
from cic_events.people import queries as people
from cic_events.people.permissions import Actor
from cic_events.people.queries import Surroundings
from cic_events.reporting import today

DAYS = 7


@dataclass(frozen=True)
class Day:
    """A day with all that stands on it."""

    date: date
    off: tuple[Advice, ...]
    market: bool
    sittings: tuple[Sitting, ...]
    closings: tuple[Closing, ...]
    items: tuple[DueItem, ...]
    needs: tuple[NeedRow, ...]

    @property
    def busy(self) -> bool:
        return bool(self.sittings or self.closings or self.items or self.needs)


@dataclass(frozen=True)
class Week:
    """Monday to Sunday. What is to be done and who waits is empty for a week that is over."""

    days: tuple[Day, ...]
    tasks: tuple[Task, ...]
    later: int  # tasks that are due after this week
    trainers: Sequence[TrainerWaiting]
    people: Sequence[Unreached]
    calls: Sequence[Wish] = ()

    @property
    def first(self) -> date:
        return self.days[0].date

    @property
    def last(self) -> date:
        return self.days[-1].date

    @property
    def busy(self) -> bool:
        return any(day.busy for day in self.days)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def week(actor: Actor, *, of: date, at: datetime) -> Week:
    """The week of that day for this actor, as things stand at this instant. A fixed number of statements."""
    first = monday_of(of)
    last, now = first + timedelta(days=DAYS - 1), clock.wall_from_utc(at, "Africa/Casablanca").day
    days = _days(actor, first, last)
    if last < now:
        return Week(days, (), 0, (), ())
    tasks, later = _tasks(today.tasks(actor, as_of=now), first=first, last=last, now=now)
    return Week(days, tasks, later, agenda.trainers(actor, as_of=now), unreached(as_of=at), contacts.wishes(as_of=at))


def _tasks(every: Iterable[Task], *, first: date, last: date, now: date) -> tuple[tuple[Task, ...], int]:
    """Those that fall due in the week, with the late ones when it is the present week; how many come after it."""
    since = date.min if first <= now else first
    dated = [(task.due or now, task) for task in every]
    return tuple(task for due, task in dated if since <= due <= last), sum(due > last for due, _ in dated)


def _days(actor: Actor, first: date, last: date) -> tuple[Day, ...]:
    around = people.surroundings(actor)
    sittings = agenda.sittings(actor, first=first, last=last)
    closings = agenda.closings(actor, first=first, last=last)
    items = agenda.due_items(actor, first=first, last=last)
    wanted = needs.wanted(actor, first=first, last=last)
    return tuple(
        Day(
            day,
            tuple(_off(day, around)),
            WEEKDAYS[day.weekday()] in around.market_days,
            tuple(one for one in sittings if one.day == day),
            tuple(one for one in closings if one.day == day),
            tuple(one for one in items if one.day == day),
            tuple(one for one in wanted if one.wanted_by == day),
        )
        for day in (first + timedelta(days=n) for n in range(DAYS))
    )


def _off(day: date, around: Surroundings) -> list[Advice]:
    return days_off(day, countries=around.countries, religious=kept.of_morocco())
