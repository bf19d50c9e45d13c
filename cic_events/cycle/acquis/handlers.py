"""What acquis hears and does later: tests that open and close by themselves."""

from datetime import datetime
from typing import Any

from cic_events.cycle.acquis import rules, waves
from cic_events.cycle.sessions.models import TrainingSession
from cic_events.cycle.sessions.objectives import PRE_TEST_DUE, SUBJECT
from cic_events.events.states import EventState
from cic_events.kernel import clock, facts, jobs
from cic_events.kernel.db import transaction
from cic_events.people.permissions import SYSTEM
from cic_events.questionnaires import handlers as merging
from cic_events.questionnaires.models import EvaluationWave
from cic_events.questionnaires.states import Phase, WaveState

__all__ = ["merging"]


@jobs.handles(PRE_TEST_DUE)
def open_pre_test(payload: dict[str, Any]) -> None:
    """A week before: open the test, unless the date moved or the session does not take place."""
    with transaction() as db:
        planned = db.get(TrainingSession, payload["session_id"])
        if planned is None or planned.starts_at != datetime.fromisoformat(payload["starts_at"]):
            return
        takes_place = planned.state in (EventState.OPEN, EventState.CONFIRMED)
        if takes_place and waves.wave_of(planned.id, Phase.PRE).state is not WaveState.CLOSED:
            waves.open_wave(planned.id, Phase.PRE, by=SYSTEM)


@facts.on("session.held")
def open_post_test(session_id: int) -> None:
    """The sheets are locked: everybody who was present is asked again, nobody who was absent."""
    try:
        waves.open_wave(session_id, Phase.POST, by=SYSTEM)
    except rules.NobodyPresent:
        waves.close_unused(session_id)
    except rules.NoTest:
        return


@jobs.handles(waves.NEWCOMERS)
def invite_newcomers(payload: dict[str, Any]) -> None:
    """Invite who registered since, as long as the test before is open."""
    with transaction() as db:
        wave = db.get(EvaluationWave, payload["wave_id"])
        if wave is None or wave.state is not WaveState.OPEN or wave.subject_kind != SUBJECT:
            return
        planned = db.get(TrainingSession, wave.subject_id)
        if planned is not None and planned.state in waves.BEFORE:
            waves.open_wave(planned.id, Phase.PRE, by=SYSTEM)


@jobs.handles(waves.CLOSES)
def close_on_its_date(payload: dict[str, Any]) -> None:
    with transaction() as db:
        wave = db.get(EvaluationWave, payload["wave_id"])
        if wave is not None and wave.state is WaveState.OPEN and wave.closes_at and wave.closes_at <= clock.now():
            waves.close(wave)
