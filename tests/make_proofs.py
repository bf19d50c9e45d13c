"""Attendance and tests as rows, for tests that begin after the fact."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select, update

from cic_events.cycle.sessions.models import TrainingSession
from cic_events.events import service as events
from cic_events.events.models import Attendance, Event, EventPart, Registration
from cic_events.events.states import EventState, Presence, PresenceSource
from cic_events.kernel import clock
from cic_events.kernel.db import transaction
from cic_events.kernel.reach import SYSTEM_REACH, acting_as
from cic_events.kernel.texts import Texts
from cic_events.people.models import Organisation, Role
from cic_events.people.permissions import SYSTEM
from cic_events.questionnaires.models import Attempt, EvaluationWave, Questionnaire
from cic_events.questionnaires.states import AttemptState, Phase, QuestionnaireKind, WaveState
from tests import make_people


def held(session: TrainingSession, *, signed: bool = True, state: EventState = EventState.HELD) -> None:
    """The session took place; its sheets are countersigned unless said otherwise."""
    with acting_as(SYSTEM_REACH), transaction() as db:
        db.execute(update(Event).where(Event.id == session.id).values(state=state))
        if signed:
            locked = {"locked_at": clock.now(), "locked_by": "Jean-Luc Mertens"}
            db.execute(update(EventPart).where(EventPart.event_id == session.id).values(**locked))


def marked(registration: Registration, *minutes: int) -> None:
    """So many minutes there, part by part."""
    with acting_as(SYSTEM_REACH), transaction() as db:
        parts = db.scalars(
            select(EventPart.id).where(EventPart.event_id == registration.event_id).order_by(EventPart.starts_at)
        ).all()
        for part_id, there in zip(parts, minutes, strict=True):
            db.add(
                Attendance(
                    owner_id=registration.owner_id,
                    registration_id=registration.id,
                    part_id=part_id,
                    status=Presence.PRESENT if there else Presence.ABSENT,
                    minutes=there,
                    source=PresenceSource.TRAINER,
                    marked_at=clock.now(),
                )
            )


def corrected(registration: Registration, minutes: int) -> None:
    """The first sheet says otherwise after all."""
    with acting_as(SYSTEM_REACH), transaction() as db:
        row = db.scalars(
            select(Attendance).where(Attendance.registration_id == registration.id).order_by(Attendance.id)
        ).first()
        assert row is not None
        row.minutes, row.source = minutes, PresenceSource.CORRECTION


def measured(
    session: TrainingSession,
    before: Sequence[int],
    after: Sequence[int],
    *,
    state: WaveState = WaveState.CLOSED,
) -> None:
    """Scored answers of these people before and after the session."""
    with acting_as(SYSTEM_REACH), transaction() as db:
        asked = Questionnaire(owner_id=session.owner_id, kind=QuestionnaireKind.ACQUIS, title=Texts(fr="Test"))
        db.add(asked)
        db.flush()
        for phase, people in ((Phase.PRE, before), (Phase.POST, after)):
            wave = EvaluationWave(
                owner_id=session.owner_id,
                subject_kind="training_session",
                subject_id=session.id,
                questionnaire_id=asked.id,
                phase=phase,
                state=state,
                opens_at=clock.now() - timedelta(days=1),
                closes_at=clock.now(),
            )
            db.add(wave)
            db.flush()
            db.add_all(_attempt(wave, person) for person in people)


def _attempt(wave: EvaluationWave, person_id: int) -> Attempt:
    return Attempt(
        owner_id=wave.owner_id,
        wave_id=wave.id,
        person_id=person_id,
        state=AttemptState.SCORED,
        link_seed=f"{wave.id}-{person_id}",
        link_hash=f"{wave.id}-{person_id}",
        invited_at=clock.now(),
        points=3,
        possible=5,
    )


def moved(session: TrainingSession, day: date) -> None:
    """It was on that day, whatever the day on which it was planned."""
    with acting_as(SYSTEM_REACH), transaction() as db:
        db.execute(update(Event).where(Event.id == session.id).values(first_day=day, last_day=day))


def associations(session: TrainingSession, commune: Organisation, many: int) -> None:
    """So many associations of the commune, each with a member who was there all the time."""
    for number in range(many):
        home = make_people.association(f"Association {number}", under=commune)
        member = make_people.person(name=f"Membre {number}", role=Role.ASSOCIATION_CONTACT, at=home, account=False)
        made = events.register(session.id, person_id=member.id, organisation_id=home.id, by=SYSTEM)
        marked(made, 420)
