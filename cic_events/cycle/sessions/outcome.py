"""What still lacks before a session counts as evaluated."""

from sqlalchemy import select

from cic_events.cycle.sessions.models import TrainerAssignment, TrainingSession
from cic_events.cycle.sessions.states import AssignmentState
from cic_events.kernel.db import session
from cic_events.questionnaires.models import EvaluationWave
from cic_events.questionnaires.states import Phase, WaveState

AFTERWARDS = (Phase.POST, Phase.HOT)
TO_COME = (WaveState.PLANNED, WaveState.OPEN)


def reported(session_id: int) -> bool:
    """Whether a trainer has filed the report."""
    filed = (TrainerAssignment.session_id == session_id, TrainerAssignment.state == AssignmentState.REPORTED)
    return session().scalar(select(TrainerAssignment.id).where(*filed).limit(1)) is not None


def awaits_answers(session_id: int) -> bool:
    """Whether a wave at the end of the session is still planned or open."""
    waits = (
        EvaluationWave.subject_kind == TrainingSession.__tablename__,
        EvaluationWave.subject_id == session_id,
        EvaluationWave.phase.in_(AFTERWARDS),
        EvaluationWave.state.in_(TO_COME),
    )
    return session().scalar(select(EvaluationWave.id).where(*waits).limit(1)) is not None
