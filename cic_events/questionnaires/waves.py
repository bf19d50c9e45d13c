"""The life of a wave: planned, opened to people, closed. The caller, who knows the subject, has checked who asks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from cic_events.kernel import audit, clock
from cic_events.kernel.db import elevated, session, transaction
from cic_events.questionnaires import links
from cic_events.questionnaires.models import Attempt, EvaluationWave, Questionnaire
from cic_events.questionnaires.states import AttemptState, Phase, WaveState, check_attempt, check_wave


@dataclass(frozen=True)
class Subject:
    """What a wave is about, in the words of the caller, and whose it is."""

    kind: str
    id: int
    owner_id: int


def plan(questionnaire: Questionnaire, subject: Subject, phases: Iterable[Phase]) -> None:
    """Plan the waves that are not planned yet."""
    known = {wave.phase for wave in of_subject(subject.kind, subject.id)}
    for phase in phases:
        if phase not in known:
            session().add(
                EvaluationWave(
                    owner_id=subject.owner_id,
                    subject_kind=subject.kind,
                    subject_id=subject.id,
                    questionnaire_id=questionnaire.id,
                    phase=phase,
                )
            )
    session().flush()


def forget(kind: str, id: int) -> None:
    """Drop waves that were only planned."""
    session().execute(
        delete(EvaluationWave).where(
            EvaluationWave.subject_kind == kind,
            EvaluationWave.subject_id == id,
            EvaluationWave.state == WaveState.PLANNED,
        )
    )


def of_subject(kind: str, id: int, *, lock: bool = False) -> list[EvaluationWave]:
    """The waves about this subject, whoever asks."""
    statement = (
        select(EvaluationWave)
        .where(EvaluationWave.subject_kind == kind, EvaluationWave.subject_id == id)
        .order_by(EvaluationWave.id)
    )
    if lock:
        statement = statement.with_for_update(of=EvaluationWave).execution_options(populate_existing=True)
    with elevated():
        return list(session().scalars(statement))


def open_to(wave: EvaluationWave, people: Iterable[int], *, closes_at: datetime | None) -> list[Attempt]:
    """Open the wave if it was only planned, and invite those who were not; the new invitations."""
    with transaction():
        if wave.state is WaveState.PLANNED:
            check_wave(wave.state, WaveState.OPEN)
            wave.state, wave.opens_at, wave.closes_at = WaveState.OPEN, clock.now(), closes_at
            audit.record("wave.opened", wave)
        return invite(wave, people)


def invite(wave: EvaluationWave, people: Iterable[int]) -> list[Attempt]:
    """One living attempt for each person; the new ones."""
    db = session()
    with elevated():
        known = set(
            db.scalars(select(Attempt.person_id).where(Attempt.wave_id == wave.id, Attempt.state != AttemptState.VOID))
        )
    made = [_attempt(wave, person_id) for person_id in dict.fromkeys(people) if person_id not in known]
    db.add_all(made)
    db.flush()
    return made


def drop_others(wave: EvaluationWave, people: Iterable[int]) -> None:
    """The links of those who do not take part any more, and have not answered, open nothing."""
    unsent = (AttemptState.INVITED, AttemptState.STARTED)
    gone = select(Attempt).where(
        Attempt.wave_id == wave.id, Attempt.state.in_(unsent), Attempt.person_id.not_in(sorted(set(people)))
    )
    with elevated():
        for attempt in session().scalars(gone.order_by(Attempt.id)):
            check_attempt(attempt.state, AttemptState.VOID)
            attempt.state = AttemptState.VOID


def _attempt(wave: EvaluationWave, person_id: int) -> Attempt:
    seed = links.new_seed()
    return Attempt(
        owner_id=wave.owner_id,
        wave=wave,
        person_id=person_id,
        link_seed=seed,
        link_hash=links.digest(links.token(seed)),
        invited_at=clock.now(),
    )


def close(wave: EvaluationWave) -> bool:
    """Close it and count what was sent; whether it was open."""
    if wave.state is not WaveState.OPEN:
        return False
    with transaction() as db, elevated():
        check_wave(wave.state, WaveState.CLOSED)
        now = clock.now()
        first = wave.opens_at + timedelta(seconds=1) if wave.opens_at else now
        wave.state, wave.closes_at = WaveState.CLOSED, max(first, now)
        sent = select(Attempt).where(Attempt.wave_id == wave.id, Attempt.state == AttemptState.SUBMITTED)
        for attempt in db.scalars(sent.order_by(Attempt.id)):
            check_attempt(attempt.state, AttemptState.SCORED)
            attempt.state = AttemptState.SCORED
        audit.record("wave.closed", wave)
    return True
