"""All that the papers of a session print, gathered once into plain values: a fixed number of statements."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from cic_events.cycle.sessions.models import TrainerAssignment, TrainingSession
from cic_events.cycle.sessions.states import GIVES
from cic_events.events import appointments, links
from cic_events.events.models import Registration
from cic_events.events.states import RegistrationState
from cic_events.kernel import clock
from cic_events.kernel.db import elevated, one, session
from cic_events.kernel.texts import LANGUAGES, Texts
from cic_events.messages import config
from cic_events.people.models import Organisation, Person

USUAL = {"MA": ("fr", "ar"), "BE": ("fr", "nl")}


@dataclass(frozen=True)
class Half:
    """One part, in the wall time of the place, and on the clock of the other side where that differs."""

    id: int
    number: int
    day: date
    start: time
    end: time
    zone: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Guest:
    """Somebody who holds a place. `languages`: one when known, else those of the person's commune."""

    registration_id: int
    name_latin: str
    name_ar: str
    function: str
    organisation: Texts
    languages: tuple[str, ...]
    email: str
    phone: str
    link: str


@dataclass(frozen=True)
class Gathered:
    """A session as its papers say it."""

    session_id: int
    owner_id: int
    house: str
    title: Texts
    place: Texts
    online_url: str
    host: Texts
    country: str
    objectives: Texts
    programme: Texts
    trainer: str
    halves: tuple[Half, ...]
    guests: tuple[Guest, ...]
    at: datetime
    today: date

    def clocks(self, half: Half, language: str) -> list[dict[str, str]]:
        """The hours at the place; those of the other side follow when they differ."""
        said: list[dict[str, str]] = []
        for there in appointments.clocks(self.host, half.zone, language):
            walls = [clock.wall_from_utc(at, there.zone).time for at in (half.starts_at, half.ends_at)]
            hours = f"{walls[0]:%H:%M} – {walls[1]:%H:%M}"
            if hours not in [one_["hours"] for one_ in said]:
                said.append({"hours": hours, "place": there.place})
        return said


def gathered(session_id: int) -> Gathered:
    """The session with everybody who holds a place, in the order of the attendance sheet. Raises NotFound."""
    planned = one(TrainingSession, session_id)
    house, now = config.current(), clock.now()
    with elevated():
        host = planned.host
        return Gathered(
            session_id=planned.id,
            owner_id=planned.owner_id,
            house=house.product,
            title=planned.title,
            place=planned.place,
            online_url=planned.online_url or "",
            host=host.name,
            country=host.country,
            objectives=planned.objectives,
            programme=planned.description,
            trainer=_trainer(planned),
            halves=_halves(planned),
            guests=_guests(planned, host),
            at=now,
            today=clock.today(planned.zone),
        )


def _halves(planned: TrainingSession) -> tuple[Half, ...]:
    parts = sorted(planned.parts, key=lambda part: (part.starts_at, part.id))
    return tuple(
        Half(part.id, number, part.day, part.start, part.end, part.zone, part.starts_at, part.ends_at)
        for number, part in enumerate(parts, start=1)
    )


def _trainer(planned: TrainingSession) -> str:
    gives = (TrainerAssignment.session_id == planned.id, TrainerAssignment.state.in_(sorted(GIVES)))
    rows = session().execute(
        select(Person.name_latin, Person.name_ar)
        .join(TrainerAssignment, TrainerAssignment.person_id == Person.id)
        .where(*gives)
        .order_by(TrainerAssignment.id)
    )
    return ", ".join(latin or arabic for latin, arabic in rows) or planned.led_by


def _guests(planned: TrainingSession, host: Organisation) -> tuple[Guest, ...]:
    home = aliased(Organisation)
    rows: Any = session().execute(
        select(
            Registration.id, Person.name_latin, Person.name_ar, Registration.function, home.name, home.country,
            home.languages, Person.language, Person.email, Person.phone, Registration.link_seed,
        )
        .join(Person, Person.id == Registration.person_id)
        .outerjoin(home, home.id == Registration.organisation_id)
        .where(Registration.event_id == planned.id, Registration.state == RegistrationState.CONFIRMED)
        .order_by(Person.search_key, Registration.id)
    )  # fmt: skip
    base = config.current().base_url
    return tuple(
        Guest(
            id,
            latin or arabic,
            arabic,
            function,
            name or Texts(),
            _languages(language.value, spoken or [], country or host.country),
            email or "",
            phone or "",
            f"{base}/my/registration/{links.token(seed)}",
        )
        for id, latin, arabic, function, name, country, spoken, language, email, phone, seed in rows
    )


def _languages(language: str, at_home: list[str], country: str) -> tuple[str, ...]:
    """The person's own language; when it is not known, two of the commune, French first as a letter shows them."""
    if language in LANGUAGES:
        return (language,)
    known = tuple(code for code in LANGUAGES if code in at_home)[:2]
    return known or USUAL.get(country, USUAL["MA"])
