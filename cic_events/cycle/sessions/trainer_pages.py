"""What the pages about trainers show: the askings of a session, and the trainer's own desk."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from cic_events.cycle.directory.models import Trainer
from cic_events.cycle.directory.states import TrainerState
from cic_events.cycle.sessions.models import TrainerAssignment, TrainingSession
from cic_events.cycle.sessions.states import GIVES, AssignmentState
from cic_events.cycle.sessions.trainer_access import Opened
from cic_events.events.models import EventPart
from cic_events.events.presence_rules import opens_at
from cic_events.events.states import Audience, EventState
from cic_events.kernel.db import elevated, session
from cic_events.kernel.errors import NotFound
from cic_events.kernel.names import fold
from cic_events.kernel.texts import Texts
from cic_events.people.models import Organisation, Person


def _called(person: type[Person]) -> object:
    return func.coalesce(func.nullif(person.name_latin, ""), person.name_ar)


@dataclass(frozen=True)
class TrainerLine:
    """Somebody who was asked, as the organiser sees it."""

    id: int
    session_id: int
    state: AssignmentState
    name: str
    email: str | None
    phone: str | None
    asked_at: datetime | None
    answer_by: datetime | None
    answered_at: datetime | None
    noted_by: str | None
    reason: str
    given: str
    difficulties: str
    advice: str

    @property
    def gives(self) -> bool:
        return self.state in GIVES

    @property
    def open(self) -> bool:
        """Whether an answer, a confirmation or a refusal may still come."""
        return self.state in (AssignmentState.REQUESTED, AssignmentState.ACCEPTED, AssignmentState.CONFIRMED)


_NOTER = aliased(Person)
_LINE = (
    TrainerAssignment.id, TrainerAssignment.session_id, TrainerAssignment.state, _called(Person), Person.email,
    Person.phone, TrainerAssignment.asked_at, TrainerAssignment.answer_by, TrainerAssignment.answered_at,
    _called(_NOTER), TrainerAssignment.reason, TrainerAssignment.given, TrainerAssignment.difficulties,
    TrainerAssignment.advice,
)  # fmt: skip


def asked(session_id: int) -> list[TrainerLine]:
    """Everybody asked for a session whom this actor may see, in the order of the asking. One statement."""
    rows = session().execute(
        select(*_LINE)  # type: ignore[call-overload]
        .join(Person, Person.id == TrainerAssignment.person_id)
        .outerjoin(_NOTER, _NOTER.id == TrainerAssignment.noted_by_id)
        .where(TrainerAssignment.session_id == session_id)
        .order_by(TrainerAssignment.id)
    )
    return [TrainerLine(*row) for row in rows]


def line(assignment_id: int) -> TrainerLine:
    """One asking; raises NotFound when this actor may not see it."""
    found = (
        session()
        .execute(
            select(*_LINE)  # type: ignore[call-overload]
            .join(Person, Person.id == TrainerAssignment.person_id)
            .outerjoin(_NOTER, _NOTER.id == TrainerAssignment.noted_by_id)
            .where(TrainerAssignment.id == assignment_id)
        )
        .one_or_none()
    )
    if found is None:
        raise NotFound
    return TrainerLine(*found)


def directory_choices() -> list[tuple[int, str]]:
    """(person, name) of the published trainers that this actor may see. One statement."""
    rows = session().execute(
        select(Trainer.person_id, _called(Person))  # type: ignore[call-overload]
        .join(Person, Person.id == Trainer.person_id)
        .where(Trainer.state == TrainerState.PUBLISHED, Person.merged_into_id.is_(None))
    )
    return sorted(((id, name) for id, name in rows), key=lambda row: fold(row[1]))


@dataclass(frozen=True)
class DeskPart:
    id: int
    number: int
    day: date
    starts_at: datetime
    ends_at: datetime
    zone: str
    locked_at: datetime | None

    def opened(self, now: datetime) -> bool:
        return now >= opens_at(self.starts_at)


@dataclass(frozen=True)
class Desk:
    """The trainer's own page: the asking, the session, what is to be done."""

    id: int
    person_id: int
    state: AssignmentState
    name_latin: str
    name_ar: str
    answer_by: datetime | None
    reason: str
    given: str
    difficulties: str
    advice: str
    session_id: int
    event_state: EventState
    event_reason: str
    title: Texts
    objectives: Texts
    description: Texts
    place: Texts
    online_url: str | None
    audience: Audience | None
    zone: str
    taken: int
    capacity: int
    commune: Texts
    parts: list[DeskPart]

    @property
    def name(self) -> str:
        return self.name_latin or self.name_ar

    @property
    def gives(self) -> bool:
        return self.state in GIVES


def desk(opened: Opened) -> Desk:
    """What the holder of this link sees. Two statements."""
    of, event = TrainerAssignment, TrainingSession
    with elevated():
        found = session().execute(
            select(
                of.id, of.person_id, of.state, Person.name_latin, Person.name_ar, of.answer_by, of.reason, of.given,
                of.difficulties, of.advice, event.id, event.state, event.reason, event.title, event.objectives,
                event.description, event.place, event.online_url, event.audience, event.zone, event.taken,
                event.capacity, Organisation.name,
            )
            .select_from(of)
            .join(Person, Person.id == of.person_id)
            .join(event, event.id == of.session_id)
            .join(Organisation, Organisation.id == event.owner_id)
            .where(of.id == opened.assignment_id)
        ).one()  # fmt: skip
        return Desk(*found, _parts(found[10]))  # type: ignore[call-arg, arg-type]


def _parts(session_id: int) -> list[DeskPart]:
    part = EventPart
    rows = session().execute(
        select(part.id, part.day, part.starts_at, part.ends_at, part.zone, part.locked_at)
        .where(part.event_id == session_id)
        .order_by(part.starts_at, part.id)
    )
    return [DeskPart(row[0], number, *row[1:]) for number, row in enumerate(rows, start=1)]
