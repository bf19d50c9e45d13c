"""The desk: what must I do now, then what is next. Gathered from the stages, for one actor on one day."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from cic_events.cycle.acquis import desk as acquis
from cic_events.cycle.needs import queries as needs
from cic_events.cycle.plans import desk as plans
from cic_events.cycle.sessions import call_desk, listing, presence_desk
from cic_events.cycle.sessions import desk as sessions
from cic_events.kernel.tasks import Task
from cic_events.people import queries as people
from cic_events.people.permissions import Actor
from cic_events.programme import action_queries as actions

MOST_TASKS = 5
LONG_PAST = timedelta(days=365)


@dataclass(frozen=True)
class Desk:
    """At most five dated tasks, and the next sessions."""

    tasks: tuple[Any, ...]
    upcoming: tuple[Any, ...]


def desk(actor: Actor, *, as_of: date) -> Desk:
    return Desk(tuple(tasks(actor, as_of=as_of)[:MOST_TASKS]), tuple(listing.upcoming(actor, as_of=as_of, most=5)))


def tasks(actor: Actor, *, as_of: date) -> list[Task]:
    """All that waits for this actor, late ones first, years of arrears last. A constant number of statements."""
    stages = (needs, plans, sessions, presence_desk, call_desk, acquis, actions)
    found = [task for stage in stages for task in stage.tasks(actor, as_of)]
    return sorted(found, key=lambda task: urgency(task.due, as_of))


def urgency(due: date | None, as_of: date) -> tuple[int, date]:
    """Years of old arrears would hide what can still be saved today."""
    if due is None:
        return 1, as_of
    return (2 if due < as_of - LONG_PAST else 0), due


def is_empty() -> bool:
    """Whether nobody has been set up yet."""
    return people.is_empty()
