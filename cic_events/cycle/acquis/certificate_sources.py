"""What the records of a session say today of each person who was registered: minutes, half-days, verdicts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from cic_events.cycle.acquis import merits
from cic_events.cycle.acquis.models import Acquis
from cic_events.cycle.acquis.states import AcquisState, CertificateKind, Verdict
from cic_events.cycle.sessions.models import SessionObjective, TrainingSession
from cic_events.events import presence, presence_rules
from cic_events.events.models import Attendance, EventPart, Registration
from cic_events.events.states import EventState, RegistrationState
from cic_events.kernel.db import elevated, session
from cic_events.kernel.texts import Texts
from cic_events.messages import config
from cic_events.people.models import Organisation, Person

FORM = 1  # of the paper: what was issued under a form prints by it
_OF_THE_PAPER = {"form": 0, "issued_on": "", "house": ""}
GIVEN = frozenset({EventState.HELD, EventState.EVALUATED, EventState.CLOSED})


@dataclass(frozen=True)
class Judged:
    """One objective and what is said of one person."""

    text: Texts
    state: AcquisState
    verdict: Verdict | None


@dataclass(frozen=True)
class Source:
    """One registration and all that a certificate could say of it."""

    registration_id: int
    person: Person
    minutes: int
    parts: int
    judged: tuple[Judged, ...] = ()

    @property
    def verdicts(self) -> list[tuple[AcquisState, Verdict | None]]:
        return [(judged.state, judged.verdict) for judged in self.judged]


@dataclass(frozen=True)
class Course:
    """What every certificate of one session says alike."""

    session: TrainingSession
    host: Organisation
    trainer: str
    days: tuple[date, ...]
    minutes: int

    def earns(self, source: Source, kind: CertificateKind) -> bool:
        """Whether the person has earned this certificate, by the rules that stood when the session opened."""
        if kind is CertificateKind.ACQUIS:
            return merits.has_acquired(source.verdicts)
        threshold = self.session.attendance_threshold
        return self.session.state in GIVEN and merits.was_present(
            minutes=source.minutes, of=self.minutes, threshold=threshold
        )

    def is_settled(self, source: Source, kind: CertificateKind) -> bool:
        """Whether what earns this certificate waits for nobody's word."""
        return kind is CertificateKind.PARTICIPATION or merits.is_settled(source.verdicts)

    def says(self, source: Source, kind: CertificateKind, *, issued_on: date) -> dict[str, Any]:
        """All that the paper prints."""
        judged = source.judged if kind is CertificateKind.ACQUIS else ()
        return {
            "form": FORM,
            "kind": kind.value,
            "house": config.current().product,
            "names": {"latin": source.person.name_latin, "ar": source.person.name_ar},
            "title": dict(self.session.title),
            "host": dict(self.host.name),
            "country": self.host.country,
            "trainer": self.trainer,
            "days": [day.isoformat() for day in self.days],
            "parts": [source.parts, self.part_count],
            "minutes": source.minutes,
            "of": self.minutes,
            "threshold": self.session.attendance_threshold,
            "activity": self.session.activity_code or "",
            "objectives": [
                {"text": dict(one.text), "verdict": (one.verdict or Verdict.NOT_ASSESSED).value} for one in judged
            ],
            "issued_on": issued_on.isoformat(),
        }

    @property
    def part_count(self) -> int:
        return self.session.part_count


def still_true(said: Mapping[str, Any], today: Mapping[str, Any]) -> bool:
    """Whether a paper says what the records say today; its own date and the letterhead do not matter."""
    return {**said, **_OF_THE_PAPER} == {**today, **_OF_THE_PAPER}


def course(planned: TrainingSession) -> Course:
    """What is common to the certificates of a session. Two statements, a third when the trainer is known."""
    db = session()
    with elevated():
        host = db.get_one(Organisation, planned.owner_id)
        parts = db.execute(
            select(EventPart.day, EventPart.starts_at, EventPart.ends_at)
            .where(EventPart.event_id == planned.id)
            .order_by(EventPart.starts_at)
        ).all()
        trainer = db.get(Person, planned.trainer_id) if planned.trainer_id and not planned.led_by else None
    minutes = sum(presence_rules.length_of(starts, ends) for _, starts, ends in parts)
    days = tuple(dict.fromkeys(day for day, _, _ in parts))
    return Course(planned, host, planned.led_by or (trainer.name if trainer else ""), days, minutes)


def of_session(session_id: int, registrations: Sequence[int] = ()) -> list[Source]:
    """Everybody who holds a place, in the order of the list; only these registrations when some are named.

    Four statements, whatever their number.
    """
    chosen = [Registration.id.in_(registrations)] if registrations else []
    attended = (
        select(Attendance.registration_id, func.count(Attendance.id).label("parts"))
        .join(EventPart, EventPart.id == Attendance.part_id)
        .where(EventPart.event_id == session_id, Attendance.minutes > 0)
        .group_by(Attendance.registration_id)
        .subquery()
    )
    with elevated():
        totals = presence.totals(session_id)
        rows = (
            session()
            .execute(
                select(Registration.id, Person, func.coalesce(attended.c.parts, 0))
                .join(Person, Person.id == Registration.person_id)
                .outerjoin(attended, attended.c.registration_id == Registration.id)
                .where(Registration.event_id == session_id, Registration.state == RegistrationState.CONFIRMED, *chosen)
                .order_by(Registration.queue_number, Registration.id)
            )
            .all()
        )
        judged = _judged(session_id)
    return [Source(id, person, totals[id].minutes, int(parts), tuple(judged.get(id, ()))) for id, person, parts in rows]


def _judged(session_id: int) -> dict[int, list[Judged]]:
    rows = (
        session()
        .scalars(
            select(Acquis)
            .outerjoin(
                SessionObjective,
                (SessionObjective.session_id == Acquis.session_id)
                & (SessionObjective.learning_objective_id == Acquis.learning_objective_id),
            )
            .options(joinedload(Acquis.learning_objective))
            .where(Acquis.session_id == session_id)
            .order_by(SessionObjective.position, Acquis.id)
        )
        .all()
    )
    found: dict[int, list[Judged]] = {}
    for one in rows:
        objective = Judged(one.learning_objective.text, one.state, one.verdict)
        found.setdefault(one.registration_id, []).append(objective)
    return found
