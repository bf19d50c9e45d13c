"""What is to be done now about sessions, for the first page."""

from datetime import date, timedelta

from sqlalchemy import select

from cic_events.cycle.sessions.states import UPCOMING
from cic_events.events.models import Event
from cic_events.events.states import EventKind, EventState
from cic_events.kernel.db import session
from cic_events.kernel.errors import N_
from cic_events.kernel.tasks import Task
from cic_events.people.permissions import Action, Actor, may

OPENED_BEFORE = timedelta(days=31)
CONFIRMED_BEFORE = timedelta(days=15)
LOOKED_AT = timedelta(days=60)


def tasks(actor: Actor, as_of: date) -> list[Task]:
    """Sessions of the actor's organisations to open, to fill and to confirm, each with its date. One statement."""
    if not may(actor, Action.SESSIONS_PLAN):
        return []
    mine = [] if actor.reach.everything else [Event.owner_id.in_(sorted(actor.reach.organisations))]
    rows = session().execute(
        select(Event.id, Event.state, Event.title, Event.first_day, Event.taken, Event.minimum)
        .where(
            Event.kind == EventKind.TRAINING,
            Event.state.in_(UPCOMING),
            Event.first_day.between(as_of, as_of + LOOKED_AT),
            *mine,
        )
        .order_by(Event.first_day, Event.id)
    )
    found = [
        _task(id, state, title.best(actor.language), first_day, taken, minimum, as_of)
        for id, state, title, first_day, taken, minimum in rows
        if first_day is not None
    ]
    return [task for task in found if task is not None]


def _task(
    id: int, state: EventState, title: str, first_day: date, taken: int, minimum: int, as_of: date
) -> Task | None:
    where = {"url_endpoint": "sessions.show", "url_args": {"id": id}}
    if state in (EventState.DRAFT, EventState.SCHEDULED):
        sentence, due, icon = N_("Open “%(title)s” for registration"), first_day - OPENED_BEFORE, "calendar-plus"
    elif state is EventState.OPEN and as_of >= first_day - LOOKED_AT / 2 and taken < minimum:
        sentence, due, icon = N_("Find people for “%(title)s”"), first_day - CONFIRMED_BEFORE, "users"
    elif state is EventState.OPEN and taken >= minimum:
        sentence, due, icon = N_("Confirm “%(title)s”"), first_day - CONFIRMED_BEFORE, "badge-check"
    else:
        return None
    return Task(title=sentence, due=due, params={"title": title}, icon=icon, **where)  # type: ignore[arg-type]
