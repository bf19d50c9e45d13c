"""What the pages about sessions show: frozen answers, one statement a part."""

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select

from cic_events.cycle.sessions import rules
from cic_events.cycle.sessions.desk import tasks
from cic_events.cycle.sessions.listing import (
    COLUMNS,
    Filters,
    Listing,
    OnDay,
    SessionRow,
    listing,
    month,
    row,
    upcoming,
)
from cic_events.cycle.sessions.models import TrainingSession
from cic_events.cycle.sessions.states import EDITABLE, MOVES, AssignmentState
from cic_events.events.models import EventPart
from cic_events.events.states import EventState
from cic_events.kernel.audit import AuditEvent
from cic_events.kernel.db import session
from cic_events.kernel.errors import NotFound
from cic_events.kernel.names import Named
from cic_events.kernel.texts import Texts
from cic_events.people.models import Organisation, Person

__all__ = [
    "Filters",
    "LastChange",
    "Listing",
    "OnDay",
    "Part",
    "SessionPage",
    "SessionRow",
    "last_change",
    "listing",
    "month",
    "parts_of",
    "row",
    "show",
    "tasks",
    "threshold",
    "upcoming",
]

PREPARING = (EventState.DRAFT, EventState.DATE_POLL, EventState.SCHEDULED)


@dataclass(frozen=True)
class Part:
    day: date
    start: time
    end: time
    zone: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class SessionPage:
    """A session with its parts, for its page and its forms."""

    row: SessionRow
    host_slug: str | None
    description: Texts
    objectives: Texts
    prerequisites: Texts
    assessment: Texts
    cost: Texts
    online_url: str | None
    languages: list[str]
    theme: str | None
    minimum: int
    plan_item_id: int | None
    off_plan_reason: str
    trainer_id: int | None
    trainer_state: AssignmentState | None
    reason: str
    attendance_threshold: int
    pass_mark: int
    version: int
    parts: list[Part]

    @property
    def owner_id(self) -> int:
        return self.row.owner_id

    @property
    def sheet(self) -> rules.Sheet:
        return rules.Sheet(
            parts=len(self.parts),
            trainer=self.trainer_id is not None or bool(self.row.led_by),
            place=bool(self.row.place) or bool(self.online_url),
            objectives=bool(self.objectives),
            audience=self.row.audience is not None,
            prerequisites=bool(self.prerequisites),
            assessment=bool(self.assessment),
            cost=bool(self.cost),
        )

    @property
    def missing(self) -> list[str]:
        """What lacks before it can open; nothing once it is open."""
        return rules.missing_to_open(self.sheet) if self.row.state in PREPARING else []

    @property
    def published(self) -> bool:
        """Whether the public feeds hold it."""
        return self.row.state not in PREPARING and bool(self.parts)

    @property
    def moves(self) -> frozenset[EventState]:
        return MOVES.get(self.row.state, frozenset())

    @property
    def editable(self) -> bool:
        return self.row.state in EDITABLE


def show(id: int) -> SessionPage:
    """The session, if this actor may see it; raises NotFound otherwise. Two statements."""
    told = TrainingSession
    found = session().execute(
        select(
            *COLUMNS, Organisation.slug, told.description, told.objectives, told.prerequisites,
            told.assessment, told.cost, told.online_url, told.languages, told.theme, told.minimum, told.plan_item_id,
            told.off_plan_reason, told.trainer_id, told.trainer_state, told.reason,
            told.attendance_threshold, told.pass_mark, told.version,
        )
        .select_from(told)
        .join(Organisation, Organisation.id == told.owner_id)
        .where(told.id == id)
    ).one_or_none()  # fmt: skip
    if found is None:
        raise NotFound
    cut = len(COLUMNS)
    values = tuple(found)
    return SessionPage(SessionRow(*values[:cut]), *values[cut:], parts_of(id))  # type: ignore[call-arg]


def threshold(id: int) -> int:
    """The percentage of the minutes that makes somebody present in this session."""
    return session().scalar(select(TrainingSession.attendance_threshold).where(TrainingSession.id == id)) or 100


def parts_of(id: int) -> list[Part]:
    part = EventPart
    rows = session().execute(
        select(part.day, part.start, part.end, part.zone, part.starts_at, part.ends_at)
        .where(part.event_id == id)
        .order_by(part.starts_at)
    )
    return [Part(*row) for row in rows]


@dataclass(frozen=True)
class LastChange(Named):
    at: datetime
    fields: tuple[str, ...] = ()


def last_change(id: int) -> LastChange | None:
    """Who saved this session last, and when."""
    found = (
        session()
        .execute(
            select(Person.name_latin, Person.name_ar, AuditEvent.at)
            .join(Person, Person.id == AuditEvent.actor_id)
            .where(AuditEvent.entity == TrainingSession.__tablename__, AuditEvent.entity_id == id)
            .order_by(AuditEvent.id.desc())
            .limit(1)
        )
        .one_or_none()
    )
    return LastChange(*found) if found else None
