"""Places under lock: the event's row first, then registrations; conditional UPDATEs keep `taken` within capacity."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from cic_events.events.allocation import EVERYBODY, allocate, alone
from cic_events.events.models import Event, Registration
from cic_events.events.states import EventState, RegistrationState
from cic_events.kernel.db import session, wait_in_line
from cic_events.kernel.errors import NotFound


@dataclass(frozen=True)
class Standing:
    """Where the event stands while its row is locked."""

    capacity: int
    taken: int
    waiting: int
    queued: int
    state: EventState
    starts_at: datetime | None
    closes_at: datetime | None
    pooled: bool = False

    @property
    def closing(self) -> datetime | None:
        return self.closes_at or self.starts_at


_COLUMNS = (
    Event.capacity, Event.taken, Event.waiting, Event.queued, Event.state, Event.starts_at, Event.closes_at,
    Event.pooled,
)  # fmt: skip
_QUIET = {"synchronize_session": False}


def draw_number(event_id: int) -> tuple[Event, Standing]:
    """Lock the event and draw the next queue number, which is `queued`; it is never given twice.

    The event comes with it. Raises NotFound when this actor may not see the event.
    """
    wait_in_line(Event, event_id)
    drawn = session().scalars(
        update(Event).where(Event.id == event_id).values(queued=Event.queued + 1).returning(Event),
        execution_options={**_QUIET, "populate_existing": True},
    )
    if (event := drawn.one_or_none()) is None:
        raise NotFound
    return event, Standing(*(getattr(event, column.key) for column in _COLUMNS))


def lock(event_id: int) -> Standing:
    """Lock the event's row until the end of the transaction."""
    row = session().execute(select(*_COLUMNS).where(Event.id == event_id).with_for_update(of=Event)).one_or_none()
    if row is None:
        raise NotFound
    return Standing(*row)


def take(event_id: int) -> bool:
    """Take one place, if one is left: the guard that holds whatever the rules said."""
    took = session().execute(
        update(Event)
        .where(Event.id == event_id, Event.taken < Event.capacity)
        .values(taken=Event.taken + 1)
        .returning(Event.id),
        execution_options=_QUIET,
    )
    return took.one_or_none() is not None


def count(event_id: int, *, taken: int = 0, waiting: int = 0) -> None:
    """Move the two counters by so many; the row is locked by the caller."""
    session().execute(
        update(Event).where(Event.id == event_id).values(taken=Event.taken + taken, waiting=Event.waiting + waiting),
        execution_options=_QUIET,
    )


def next_in_line(event_id: int, standing: Standing) -> list[Registration]:
    """Who of those waiting gets a place now, in the order of their numbers."""
    waiting_ones = (alone(n) for n in range(standing.waiting))
    winners = allocate(waiting_ones, {EVERYBODY: standing.capacity - standing.taken})
    if not winners:
        return []
    waiting = (
        select(Registration)
        .where(Registration.event_id == event_id, Registration.state == RegistrationState.WAITLISTED)
        .order_by(Registration.queue_number)
        .limit(len(winners))
        .with_for_update(of=Registration)
        .execution_options(populate_existing=True)
    )
    return list(session().scalars(waiting))


def offered(event_id: int) -> list[Registration]:
    """Who was offered a place and has not answered."""
    offers = select(Registration).where(
        Registration.event_id == event_id, Registration.state == RegistrationState.OFFERED
    )
    return list(session().scalars(offers.order_by(Registration.queue_number)))
