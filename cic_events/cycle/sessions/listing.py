"""Sessions in lists: the filters of the address, the rows, the month."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, false, func, or_, select

from cic_events.events.models import Event, EventPart
from cic_events.events.states import TAKES_REGISTRATIONS, Audience, EventKind, EventState
from cic_events.kernel.db import session
from cic_events.kernel.errors import NotFound
from cic_events.kernel.names import fold
from cic_events.kernel.texts import Texts
from cic_events.people.models import Organisation
from cic_events.people.permissions import Actor

GONE = (EventState.CANCELLED, EventState.POSTPONED)
_AUDIENCES = {audience.value: audience for audience in Audience}
_KINDS = {kind.value: kind for kind in EventKind}


@dataclass(frozen=True)
class Filters:
    """What the address asks for; the default hides what is past and what is cancelled."""

    q: str = ""
    commune: str = ""
    audience: str = ""
    theme: str = ""
    kind: str = ""
    available: bool = False
    past: bool = False
    code: str = ""

    def active(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if value}

    def without(self, name: str) -> dict[str, Any]:
        return {key: value for key, value in self.active().items() if key != name}


@dataclass(frozen=True)
class SessionRow:
    """One line of the list."""

    id: int
    kind: EventKind
    state: EventState
    title: Texts
    place: Texts
    activity_code: str | None
    led_by: str
    audience: Audience | None
    zone: str
    first_day: date | None
    last_day: date | None
    day_start: time | None
    day_end: time | None
    part_count: int
    starts_at: datetime | None
    ends_at: datetime | None
    closes_at: datetime | None
    capacity: int
    taken: int
    waiting: int
    commune: Texts
    owner_id: int
    pooled: bool
    eligibility: dict[str, Any]

    @property
    def free(self) -> int:
        """Places that a newcomer can have: none while somebody waits."""
        return 0 if self.waiting else max(0, self.capacity - self.taken)

    def takes_registrations(self, now: datetime) -> bool:
        closing = self.closes_at or self.starts_at
        return self.state in TAKES_REGISTRATIONS and closing is not None and now < closing

    def is_past(self, now: datetime) -> bool:
        return self.ends_at is not None and self.ends_at < now


COLUMNS: tuple[Any, ...] = (
    Event.id, Event.kind, Event.state, Event.title, Event.place, Event.activity_code, Event.led_by, Event.audience,
    Event.zone, Event.first_day, Event.last_day, Event.day_start, Event.day_end, Event.part_count, Event.starts_at,
    Event.ends_at, Event.closes_at, Event.capacity, Event.taken, Event.waiting, Organisation.name, Event.owner_id,
    Event.pooled, Event.eligibility,
)  # fmt: skip


@dataclass(frozen=True)
class Listing:
    rows: list[SessionRow]
    total: int


def listing(filters: Filters, *, as_of: datetime, limit: int = 30, offset: int = 0) -> Listing:
    """Sessions in the order of their dates; the newest first when the past is shown. One statement."""
    order = Event.starts_at.desc().nulls_first() if filters.past else Event.starts_at.asc().nulls_last()
    statement = (
        select(func.count().over(), *COLUMNS)
        .join(Organisation, Organisation.id == Event.owner_id)
        .where(*_conditions(filters, as_of))
        .order_by(order, Event.id)
        .limit(limit)
        .offset(offset)
    )
    rows: list[Row[Any]] = list(session().execute(statement))
    return Listing([SessionRow(*tuple(row)[1:]) for row in rows], rows[0][0] if rows else 0)


def nearest(filters: Filters, *, as_of: datetime, most: int) -> list[SessionRow]:
    """What is to come, the nearest first, then what is past, the newest first. One statement."""
    past = func.coalesce(Event.ends_at < as_of, false())
    statement = (
        select(*COLUMNS)
        .join(Organisation, Organisation.id == Event.owner_id)
        .where(*_conditions(filters, as_of))
        .order_by(past, case((past, None), else_=Event.starts_at).asc(), Event.starts_at.desc(), Event.id)
        .limit(most)
    )
    return [SessionRow(*row) for row in session().execute(statement)]


def _conditions(filters: Filters, as_of: datetime) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if not filters.past:
        wanted += [or_(Event.ends_at >= as_of, Event.ends_at.is_(None)), Event.state.not_in(GONE)]
    for word in fold(filters.q).split():
        wanted.append(Event.search_key.contains(word, autoescape=True))
    if filters.commune:
        wanted.append(Organisation.slug == filters.commune)
    if audience := _AUDIENCES.get(filters.audience):
        wanted.append(Event.audience.in_([audience, Audience.MIXED]))
    if filters.theme:
        wanted.append(Event.theme == filters.theme)
    if filters.code:
        wanted.append(Event.activity_code == filters.code)
    if kind := _KINDS.get(filters.kind):
        wanted.append(Event.kind == kind)
    if filters.available:
        open_now = and_(Event.state.in_(TAKES_REGISTRATIONS), Event.taken < Event.capacity, Event.waiting == 0)
        wanted.append(and_(open_now, func.coalesce(Event.closes_at, Event.starts_at) > as_of))
    return wanted


@dataclass(frozen=True)
class OnDay:
    """One part on one day of the month view."""

    id: int
    kind: EventKind
    state: EventState
    title: Texts
    day: date
    start: time


def month(filters: Filters, *, first: date, last: date, as_of: datetime) -> list[OnDay]:
    """What stands on the days from first to last, past days included. One statement."""
    shown = _conditions(Filters(**{**vars(filters), "past": True}), as_of)
    statement = (
        select(Event.id, Event.kind, Event.state, Event.title, EventPart.day, EventPart.start)
        .join(EventPart, EventPart.event_id == Event.id)
        .join(Organisation, Organisation.id == Event.owner_id)
        .where(EventPart.day.between(first, last), Event.state.not_in((EventState.POSTPONED,)), *shown)
        .order_by(EventPart.starts_at, Event.id)
    )
    return [OnDay(*row) for row in session().execute(statement)]


def row(id: int) -> SessionRow:
    """One event as a line, if this actor may see it; raises NotFound otherwise. One statement."""
    found = (
        session()
        .execute(select(*COLUMNS).join(Organisation, Organisation.id == Event.owner_id).where(Event.id == id))
        .one_or_none()
    )
    if found is None:
        raise NotFound
    return SessionRow(*found)


def upcoming(actor: Actor, *, as_of: date, most: int = 5) -> list[SessionRow]:
    """The next sessions that this actor may see."""
    midnight = datetime.combine(as_of, time(), tzinfo=UTC)
    return listing(Filters(), as_of=midnight, limit=most).rows
