"""Registrations as people and officers read them, and the officers' counts."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from cic_events.events import links
from cic_events.events.models import Event, EventPart, Registration, RegistrationStep
from cic_events.events.states import ACTIVE, Answer, EventState, RegistrationState
from cic_events.kernel.db import elevated, session
from cic_events.kernel.errors import NotFound
from cic_events.kernel.texts import Texts
from cic_events.people.models import Language, Organisation, Person

_NAME = func.coalesce(func.nullif(Person.name_latin, ""), Person.name_ar)


@dataclass(frozen=True)
class Counts:
    """What an outside check reads. `persons`: different people confirmed, from the rows themselves."""

    capacity: int
    confirmed: int
    waiting: int
    persons: int


def counts(event_id: int) -> Counts:
    """Counted from the registrations, not from the event's counters; raises NotFound."""
    capacity = session().scalar(select(Event.capacity).where(Event.id == event_id))
    if capacity is None:
        raise NotFound
    rows = session().execute(
        select(Registration.state, func.count(), func.count(Registration.person_id.distinct()))
        .where(Registration.event_id == event_id)
        .group_by(Registration.state)
    )
    by_state = {state: (n, persons) for state, n, persons in rows}
    confirmed, persons = by_state.get(RegistrationState.CONFIRMED, (0, 0))
    return Counts(capacity, confirmed, by_state.get(RegistrationState.WAITLISTED, (0, 0))[0], persons)


@dataclass(frozen=True)
class Mine:
    """One's own registration, as its mailed link opens it."""

    id: int
    state: RegistrationState
    partstat: Answer
    name_latin: str
    name_ar: str
    language: Language
    event_id: int
    title: Texts
    place: Texts
    commune: Texts
    online_url: str | None
    event_state: EventState
    reason: str
    zone: str
    starts_at: datetime | None
    ahead: int
    queue_number: int
    changed_at: datetime

    @property
    def name(self) -> str:
        return self.name_latin or self.name_ar

    @property
    def alive(self) -> bool:
        return self.state in ACTIVE


def id_of_link(token: str) -> int:
    """The registration that a mailed link opens; raises NotFound, whoever asks."""
    with elevated():
        id = session().scalar(select(Registration.id).where(Registration.link_hash == links.digest(token)))
    if id is None:
        raise NotFound
    return id


def mine(id: int) -> Mine:
    """The registration with its event; raises NotFound when this actor may not see it. One statement."""
    before = aliased(Registration)
    ahead = (
        select(func.count())
        .select_from(before)
        .where(
            before.event_id == Registration.event_id,
            before.state == RegistrationState.WAITLISTED,
            before.queue_number < Registration.queue_number,
        )
        .correlate(Registration)
        .scalar_subquery()
    )
    seen = session().scalar(select(Registration.id).where(Registration.id == id))
    if seen is None:
        raise NotFound
    with elevated():
        row = session().execute(
            select(
                Registration.id, Registration.state, Registration.partstat, Person.name_latin, Person.name_ar,
                Person.language, Event.id, Event.title, Event.place, Organisation.name, Event.online_url, Event.state,
                Event.reason, Event.zone, Event.starts_at, ahead, Registration.queue_number,
                Registration.changed_at,
            )
            .join(Event, Event.id == Registration.event_id)
            .join(Organisation, Organisation.id == Event.owner_id)
            .join(Person, Person.id == Registration.person_id)
            .where(Registration.id == id)
        ).one()  # fmt: skip
    return Mine(*tuple(row))


def days_of(mine: Mine) -> list[tuple[date, datetime, datetime]]:
    """The parts of the event of one's own registration: each day, from when to when."""
    part = EventPart
    with elevated():
        rows = session().execute(
            select(part.day, part.starts_at, part.ends_at)
            .where(part.event_id == mine.event_id)
            .order_by(part.starts_at)
        )
    return [(day, starts, ends) for day, starts, ends in rows]


@dataclass(frozen=True)
class RosterLine:
    """One registration as the officer's list shows it."""

    id: int
    state: RegistrationState
    partstat: Answer
    queue_number: int
    name_latin: str
    name_ar: str
    function: str
    organisation: Texts | None
    email: str | None
    phone: str | None
    on_behalf: bool
    changed_at: datetime

    @property
    def name(self) -> str:
        return self.name_latin or self.name_ar

    @property
    def alive(self) -> bool:
        return self.state in ACTIVE


def roster(event_id: int) -> list[RosterLine]:
    """Everybody of the event that this actor sees, those who hold a place first. One statement."""
    seen = Registration
    rows = session().execute(
        select(
            seen.id, seen.state, seen.partstat, seen.queue_number, Person.name_latin, Person.name_ar, seen.function,
            Organisation.name, Person.email, Person.phone, seen.made_by_id.is_not(None), seen.changed_at,
        )
        .join(Person, Person.id == seen.person_id)
        .outerjoin(Organisation, Organisation.id == seen.organisation_id)
        .where(seen.event_id == event_id)
        .order_by(seen.state.not_in(ACTIVE), seen.state == RegistrationState.WAITLISTED, seen.queue_number, seen.id)
    )  # fmt: skip
    return [RosterLine(*tuple(row)) for row in rows]


@dataclass(frozen=True)
class StepLine:
    at: datetime
    before: str | None
    after: RegistrationState
    by: str | None
    reason: str
    told: str


def history(registration_id: int) -> list[StepLine]:
    """Every move of one registration, oldest first."""
    rows = session().execute(
        select(
            RegistrationStep.at,
            RegistrationStep.before,
            RegistrationStep.after,
            _NAME,
            RegistrationStep.reason,
            RegistrationStep.told,
        )
        .join(Registration, Registration.id == RegistrationStep.registration_id)
        .outerjoin(Person, Person.id == RegistrationStep.by_id)
        .where(RegistrationStep.registration_id == registration_id)
        .order_by(RegistrationStep.id)
    )
    return [StepLine(*row) for row in rows]
