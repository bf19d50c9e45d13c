"""The tests before and after a session: when they open, to whom, until when. A verb is one transaction."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from cic_events.cycle.acquis import notices, results, rules
from cic_events.cycle.sessions import service as sessions
from cic_events.cycle.sessions.models import TrainingSession
from cic_events.cycle.sessions.objectives import SUBJECT
from cic_events.cycle.sessions.trainer_access import check_trainer
from cic_events.events import presence
from cic_events.events.models import Registration
from cic_events.events.states import EventState, RegistrationState
from cic_events.kernel import clock, jobs
from cic_events.kernel.db import elevated, one, session, transaction
from cic_events.people.permissions import Action, Actor
from cic_events.questionnaires import waves
from cic_events.questionnaires.models import EvaluationWave
from cic_events.questionnaires.states import Phase, WaveState

CLOSES, NEWCOMERS = "learning.wave_closes", "learning.newcomers"
AGAIN = timedelta(hours=1)
BEFORE = frozenset({EventState.OPEN, EventState.CONFIRMED, EventState.RUNNING})
OVER = frozenset({EventState.HELD, EventState.EVALUATED})


def open_wave(session_id: int, phase: Phase, *, by: Actor) -> int:
    """Open a test by hand, or invite those who came since; how many were invited.

    Raises NoTest, PreTestTooEarly, PostTestTooEarly, NobodyPresent.
    """
    with transaction():
        planned = one(TrainingSession, session_id, lock=True)
        check_trainer(session_id, by, Action.QUESTIONNAIRES_EDIT)
        with elevated():
            return _open_pre(planned) if phase is Phase.PRE else _open_post(planned)


def close_wave(session_id: int, phase: Phase, *, by: Actor) -> None:
    """Close a test: what was sent is counted. After the second one, the verdicts are proposed."""
    with transaction():
        one(TrainingSession, session_id, lock=True)
        check_trainer(session_id, by, Action.QUESTIONNAIRES_EDIT)
        with elevated():
            close(wave_of(session_id, phase))


def wave_of(session_id: int, phase: Phase) -> EvaluationWave:
    """The wave, held for writing; raises NoTest."""
    for wave in waves.of_subject(SUBJECT, session_id, lock=True):
        if wave.phase is phase:
            return wave
    raise rules.NoTest


def close(wave: EvaluationWave) -> None:
    """Close and count. Closing the second test may be the last thing that a held session waits for."""
    if waves.close(wave) and wave.phase is Phase.POST:
        results.compute(wave.subject_id)
        session().flush()
        sessions.evaluate(wave.subject_id)


def close_unused(session_id: int) -> None:
    """Nobody was present: there is nobody to ask, and nothing to wait for."""
    with transaction(), elevated():
        wave = wave_of(session_id, Phase.POST)
        waves.open_to(wave, [], closes_at=None)
        close(wave)


def _open_pre(planned: TrainingSession) -> int:
    wave = wave_of(planned.id, Phase.PRE)
    if planned.state not in BEFORE or wave.state is WaveState.CLOSED:
        raise rules.PreTestTooEarly
    first = planned.parts[0].ends_at if planned.parts else None
    invited = _invite(wave, planned, _confirmed(planned.id), closes_at=first if first and first > clock.now() else None)
    _look_again(wave)
    return invited


def _open_post(planned: TrainingSession) -> int:
    wave = wave_of(planned.id, Phase.POST)
    if planned.state not in OVER and not _ending(planned):
        raise rules.PostTestTooEarly
    present = [id for id, total in presence.totals(planned.id).items() if total.minutes >= 1]
    people = [r for r in _confirmed(planned.id) if r.id in present]
    if not people:
        raise rules.NobodyPresent
    if wave.state is WaveState.CLOSED:
        return 0
    close(wave_of(planned.id, Phase.PRE))
    return _invite(wave, planned, people, closes_at=clock.now() + rules.POST_TEST_KEPT_OPEN)


def _ending(planned: TrainingSession) -> bool:
    """Whether its last half-day comes to an end."""
    ends = planned.ends_at
    return planned.state in BEFORE and ends is not None and clock.now() >= ends - rules.LAST_HOUR


def _confirmed(session_id: int) -> list[Registration]:
    return list(
        session().scalars(
            select(Registration)
            .where(Registration.event_id == session_id, Registration.state == RegistrationState.CONFIRMED)
            .options(joinedload(Registration.person))
            .order_by(Registration.queue_number)
        )
    )


def _invite(
    wave: EvaluationWave, planned: TrainingSession, people: Iterable[Registration], *, closes_at: datetime | None
) -> int:
    by_person = {registration.person_id: registration for registration in people}
    waves.drop_others(wave, by_person)
    planned_before = wave.state is WaveState.PLANNED
    made = waves.open_to(wave, by_person, closes_at=closes_at)
    for attempt in made:
        notices.of_test(attempt, by_person[attempt.person_id or 0], planned)
    if planned_before and wave.closes_at is not None:
        jobs.enqueue(CLOSES, {"wave_id": wave.id}, dedupe_key=f"{CLOSES}:{wave.id}", run_after=wave.closes_at)
    return len(made)


def _look_again(wave: EvaluationWave) -> None:
    """Who registers later is invited within the hour."""
    due = clock.now() + AGAIN
    jobs.enqueue(NEWCOMERS, {"wave_id": wave.id}, dedupe_key=f"{NEWCOMERS}:{wave.id}:{due:%Y%m%d%H}", run_after=due)
