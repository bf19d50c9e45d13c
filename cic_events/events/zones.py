"""When a country changes its clock: the walls stay, the instants move, people are told once an officer agrees."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from cic_events.events import changes
from cic_events.events.models import Event, EventPart
from cic_events.events.states import EventState
from cic_events.kernel import clock, zones
from cic_events.kernel.db import reading, transaction
from cic_events.kernel.texts import Texts

_OVER = (EventState.CANCELLED, EventState.CLOSED, EventState.EVALUATED)


@dataclass(frozen=True)
class Shifted:
    """A future part whose instant is another in the table of today."""

    event_id: int
    title: Texts
    part_id: int
    wall: clock.WallTime
    was: datetime
    now: datetime


def shifted() -> list[Shifted]:
    """The future parts that a new zone table moves; nothing is written."""
    with reading() as db:
        rows = db.execute(
            select(Event.id, Event.title, EventPart)
            .join(EventPart, EventPart.event_id == Event.id)
            .where(EventPart.starts_at > clock.now(), Event.state.not_in(_OVER))
            .order_by(EventPart.starts_at)
        )
        found = []
        for event_id, title, part in rows:
            wall = clock.WallTime(part.day, part.start, part.zone)
            if wall.instant != part.starts_at:
                found.append(Shifted(event_id, title, part.id, wall, part.starts_at, wall.instant))
        return found


def refresh() -> list[Shifted]:
    """Move the instants, raise each SEQUENCE once and tell those registered; as the system, all or nothing."""
    found = shifted()
    with transaction() as db:
        for event_id in sorted({one.event_id for one in found}):
            event = db.get_one(Event, event_id, with_for_update=True)
            before = changes.seen(event)
            for part in event.parts:
                part.starts_at = clock.WallTime(part.day, part.start, part.zone).instant
                part.ends_at = clock.WallTime(part.day, part.end, part.zone).instant
                part.tz_version = zones.tz_version()
            event.starts_at = min(part.starts_at for part in event.parts)
            event.ends_at = max(part.ends_at for part in event.parts)
            changes.publish(event, before, clock_moved=True)
    return found
