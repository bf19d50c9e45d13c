"""What stands on the days of a week: sessions, ends of registration, items that fall due; and trainers asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from cic_events.cycle.plans.coverage import holds_on
from cic_events.cycle.plans.models import PlanItem, TrainingPlan
from cic_events.cycle.plans.states import ItemState
from cic_events.cycle.sessions.models import TrainingSession
from cic_events.cycle.sessions.states import UPCOMING, AssignmentState
from cic_events.events.models import Event, EventPart
from cic_events.events.states import TAKES_REGISTRATIONS, EventState
from cic_events.kernel import clock
from cic_events.kernel.db import session
from cic_events.kernel.texts import Texts
from cic_events.people.models import Organisation
from cic_events.people.permissions import Actor

A_DAY = timedelta(days=1)
LOOKED_AT = timedelta(days=60)
_T: Any = TrainingSession.__table__
STILL_OPEN = (
    AssignmentState.PROPOSED,
    AssignmentState.REQUESTED,
    AssignmentState.ACCEPTED,
    AssignmentState.DECLINED,
    AssignmentState.EXPIRED,
)


def own(column: Any, actor: Actor) -> list[Any]:
    """The rows of the actor's organisations; all for who reads everything."""
    return [] if actor.reach.everything else [column.in_(sorted(actor.reach.organisations))]


@dataclass(frozen=True)
class Sitting:
    """One part of a session, on its day."""

    day: date
    start: time
    end: time
    event_id: int
    title: Texts
    place: Texts
    online: bool
    commune: Texts
    state: EventState
    capacity: int
    taken: int
    waiting: int
    led_by: str
    trainer: AssignmentState | None


def sittings(actor: Actor, *, first: date, last: date) -> list[Sitting]:
    """The parts on these days, those of cancelled sessions too, in the order of their hours. One statement."""
    part = EventPart
    rows: Any = session().execute(
        select(
            part.day, part.start, part.end, Event.id, Event.title, Event.place, Event.online_url.is_not(None),
            Organisation.name, Event.state, Event.capacity, Event.taken, Event.waiting, Event.led_by,
            _T.c.trainer_state,
        )
        .join(Event, Event.id == part.event_id)
        .join(Organisation, Organisation.id == Event.owner_id)
        .outerjoin(_T, _T.c.id == Event.id)
        .where(part.day.between(first, last), Event.state != EventState.POSTPONED, *own(Event.owner_id, actor))
        .order_by(part.starts_at, Event.id)
    )  # fmt: skip
    return [Sitting(*row) for row in rows]


@dataclass(frozen=True)
class Closing:
    """The end of the registration for a session."""

    day: date
    hour: time
    event_id: int
    title: Texts
    taken: int
    capacity: int


def closings(actor: Actor, *, first: date, last: date) -> list[Closing]:
    """Registrations that close on these days, before the session begins. One statement."""
    begin, end = (datetime.combine(day, time(), tzinfo=UTC) for day in (first - A_DAY, last + 2 * A_DAY))
    rows: Any = session().execute(
        select(Event.closes_at, Event.zone, Event.id, Event.title, Event.taken, Event.capacity)
        .where(
            Event.closes_at.between(begin, end), Event.state.in_(TAKES_REGISTRATIONS), *own(Event.owner_id, actor)
        )
        .order_by(Event.closes_at, Event.id)
    )  # fmt: skip
    walls = [(clock.wall_from_utc(at, zone), rest) for at, zone, *rest in rows]
    return [Closing(wall.day, wall.time, *rest) for wall, rest in walls if first <= wall.day <= last]


@dataclass(frozen=True)
class DueItem:
    """An item of an approved plan whose day has come; `planned`: a session was made from it."""

    day: date
    id: int
    plan_id: int
    title: Texts
    activity_code: str
    commune: Texts
    planned: bool


def due_items(actor: Actor, *, first: date, last: date) -> list[DueItem]:
    """The retained items that fall due on these days. One statement."""
    item, other = PlanItem, aliased(PlanItem)
    same = func.coalesce(other.first_item_id, other.id) == func.coalesce(item.first_item_id, item.id)
    planned = exists(
        select(_T.c.id)
        .join(Event, Event.id == _T.c.id)
        .join(other, other.id == _T.c.plan_item_id)
        .where(same, Event.state != EventState.CANCELLED)
        .correlate(item)
    )
    rows: Any = session().execute(
        select(item.due_on, item.id, item.plan_id, item.title, item.activity_code, Organisation.name, planned)
        .join(TrainingPlan, TrainingPlan.id == item.plan_id)
        .join(Organisation, Organisation.id == item.owner_id)
        .where(
            item.due_on.between(first, last),
            item.state == ItemState.RETAINED,
            holds_on(clock.today()),
            *own(item.owner_id, actor),
        )
        .order_by(item.due_on, item.id)
    )
    return [DueItem(*row) for row in rows]


@dataclass(frozen=True)
class TrainerWaiting:
    """A session whose trainer is not settled yet."""

    event_id: int
    title: Texts
    first_day: date
    led_by: str
    trainer: AssignmentState


def trainers(actor: Actor, *, as_of: date, most: int = 20) -> Sequence[TrainerWaiting]:
    """Who was asked to train in the next weeks and is not confirmed, the nearest session first. One statement."""
    rows: Any = session().execute(
        select(Event.id, Event.title, Event.first_day, Event.led_by, _T.c.trainer_state)
        .join(_T, _T.c.id == Event.id)
        .where(
            Event.first_day.between(as_of, as_of + LOOKED_AT),
            Event.state.in_(UPCOMING),
            _T.c.trainer_state.in_(STILL_OPEN),
            *own(Event.owner_id, actor),
        )
        .order_by(Event.first_day, Event.id)
        .limit(most)
    )
    return [TrainerWaiting(*row) for row in rows]
