"""A session is given: people are marked by the trainer's link, sheets are countersigned, reports are filed."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy import select

from cic_events.cycle.sessions import service, sheets, trainers
from cic_events.demo import cast, days, measuring
from cic_events.demo.agenda import SessionSpec
from cic_events.demo.material import as_of, people, tests
from cic_events.demo.stage import Stage, Step
from cic_events.events.attendance import Mark
from cic_events.events.models import EventPart, Registration
from cic_events.events.states import Presence, RegistrationState
from cic_events.kernel.db import reading
from cic_events.kernel.reach import SYSTEM_REACH, acting_as
from cic_events.people.models import Gender, Person
from cic_events.people.permissions import Actor, link_actor

USUALLY = 0.9  # of those registered come, where the data set says nothing
UNREPORTED = "s09"  # the session of today whose trainer still owes the report
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Seat:
    """Somebody on the sheet."""

    registration_id: int
    person_id: int
    gender: Gender
    reached: bool  # by mail


def steps(
    stage: Stage, session: SessionSpec, key: str, host: str, *, tested: bool, reported: date | None
) -> list[Step]:
    """Each half-day marked and signed; then the test after, the verdicts, and the report on the day it was filed."""
    found = []
    for number, part in enumerate(session.parts):
        start, end = part.start.hour + part.start.minute / 60, part.end.hour + part.end.minute / 60
        found.append(Step(_at(session, number, start + 0.75), partial(_mark, stage, session, key, number)))
        found.append(Step(_at(session, number, end), partial(_sign, stage, session, key, number)))
    if tested:
        found += measuring.afterwards(stage, session, key, host)
    if reported is not None:
        found.append(Step(days.at(reported, 11), partial(_report, stage, key)))
    return found


def reported_on(session: SessionSpec, *, era: str) -> date | None:
    """Within a week; in the history, what was only held on the day that it is told was reported after that day."""
    soon = session.last_day + 6 * A_DAY
    if era == "past":
        return soon if session.state == "evaluated" else max(soon, as_of() + 7 * A_DAY)
    return None if session.id == UNREPORTED else soon


def closed(stage: Stage, key: str, host: str, *, on: date) -> Step:
    """When a programme is over, the records of its sessions stand still."""

    def close() -> None:
        with stage.acting(host) as by:
            service.close(stage[key], by=by)

    return Step(days.at(on, 16), close)


def _at(session: SessionSpec, number: int, hour: float) -> datetime:
    return days.at(session.parts[number].day, hour, session.zone)


@contextmanager
def by_link(stage: Stage, key: str) -> Iterator[Actor]:
    """Act as the trainer who came by the mailed link."""
    holder = link_actor({("trainer_assignment", stage[f"{key}:trainer"]), ("event", stage[key])})
    with acting_as(holder.reach):
        yield holder


def sheet(session_id: int) -> list[Seat]:
    """Who holds a place, in the order of the queue."""
    with acting_as(SYSTEM_REACH), reading() as db:
        rows = db.execute(
            select(Registration.id, Registration.person_id, Person.gender, Person.email)
            .join(Person, Person.id == Registration.person_id)
            .where(Registration.event_id == session_id, Registration.state == RegistrationState.CONFIRMED)
            .order_by(Registration.queue_number)
        )
        return [Seat(id, person, gender, email is not None) for id, person, gender, email in rows]


def present(stage: Stage, session: SessionSpec, seats: Sequence[Seat]) -> set[int]:
    """The registrations of those who come: as many as the data set says, by sex where it says so."""
    named = {stage[f"person:{person.id}"] for person in people() if f"person:{person.id}" in stage}
    luck = stage.luck(f"present:{session.id}")
    ranked = sorted(seats, key=lambda seat: (seat.person_id not in named, luck.random()))
    many = session.attended or round(len(seats) * USUALLY)
    wanted = {Gender(sex): n for sex, n in session.extra.get("attended_by_gender", {}).items()}
    if not wanted:
        return {seat.registration_id for seat in ranked[:many]}
    chosen = [seat for sex, n in wanted.items() for seat in [s for s in ranked if s.gender is sex][:n]]
    return {seat.registration_id for seat in chosen}


def _mark(stage: Stage, session: SessionSpec, key: str, number: int) -> None:
    seats = sheet(stage[key])
    there, luck = present(stage, session, seats), stage.luck(f"{key}:{number}")
    marks = []
    for seat in seats:
        status, lost = _status(seat.registration_id in there, luck.random())
        marks.append(Mark(seat.registration_id, status, lost, key=f"demo-{number}"))
    with by_link(stage, key) as trainer:
        sheets.mark(_part(stage[key], number), marks=marks, by=trainer)


def _status(there: bool, luck: float) -> tuple[Presence, int]:
    """Most are there the whole time; some come late or go early, by minutes that leave them their certificate."""
    if not there:
        return (Presence.EXCUSED if luck > 0.5 else Presence.ABSENT), 0
    if luck < 0.08:
        return Presence.LATE, 10
    return (Presence.LEFT_EARLY, 15) if luck > 0.95 else (Presence.PRESENT, 0)


def _part(session_id: int, number: int) -> int:
    with acting_as(SYSTEM_REACH), reading() as db:
        of = select(EventPart.id).where(EventPart.event_id == session_id).order_by(EventPart.starts_at)
        return db.scalars(of).all()[number]


def _sign(stage: Stage, session: SessionSpec, key: str, number: int) -> None:
    name = cast.name_of(stage, session.trainer)
    with by_link(stage, key) as trainer:
        sheets.countersign(_part(stage[key], number), by=trainer, by_name=name)


def _report(stage: Stage, key: str) -> None:
    said = {name: texts["fr"] for name, texts in tests()["reports"].items()}
    with by_link(stage, key) as trainer:
        trainers.report(stage[f"{key}:trainer"], by=trainer, **said)
