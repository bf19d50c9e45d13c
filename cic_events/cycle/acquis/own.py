"""What one person sees of the own tests and results, and what an answer page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from cic_events.cycle.acquis.models import Acquis
from cic_events.cycle.acquis.records import Objective, Row, objectives, rows_where
from cic_events.cycle.acquis.states import AcquisState
from cic_events.cycle.sessions.models import TrainingSession
from cic_events.cycle.sessions.objectives import SUBJECT
from cic_events.events.models import Registration
from cic_events.kernel.db import elevated, session
from cic_events.kernel.errors import NotFound
from cic_events.kernel.texts import Texts
from cic_events.questionnaires import links
from cic_events.questionnaires.models import Attempt, EvaluationWave
from cic_events.questionnaires.states import AttemptState, Phase, WaveState


@dataclass(frozen=True)
class OwnTest:
    phase: Phase
    token: str
    open: bool
    sent: bool


@dataclass(frozen=True)
class Own:
    """One's own tests and, once the trainer has validated them, one's own results."""

    tests: Sequence[OwnTest]
    rows: Sequence[tuple[Objective, Row]]
    waits: bool  # the tests are counted, the trainer has not validated them yet
    pass_mark: int

    def __bool__(self) -> bool:
        return bool(self.tests or self.rows or self.waits)


def own(registration_id: int) -> Own:
    """For the holder of the registration; raises NotFound when this actor may not see it. Five statements."""
    row = session().execute(
        select(Registration.event_id, Registration.person_id).where(Registration.id == registration_id)
    ).one_or_none()  # fmt: skip
    if row is None:
        raise NotFound
    session_id, person_id = row
    with elevated():
        pass_mark = session().scalar(select(TrainingSession.pass_mark).where(TrainingSession.id == session_id))
        tests = session().execute(
            select(EvaluationWave.phase, Attempt.link_seed, EvaluationWave.state, Attempt.state)
            .join(Attempt, Attempt.wave_id == EvaluationWave.id)
            .where(
                EvaluationWave.subject_kind == SUBJECT,
                EvaluationWave.subject_id == session_id,
                Attempt.person_id == person_id,
                Attempt.state != AttemptState.VOID,
            )
            .order_by(EvaluationWave.id)
        ).all()  # fmt: skip
    found = rows_where(Acquis.registration_id == registration_id)
    known = {objective.id: objective for objective in objectives(session_id)} if found else {}
    seen = [(known[row.objective_id], row) for row in found if row.objective_id in known]
    return Own(
        tests=[
            OwnTest(
                phase,
                links.token(seed),
                open=wave is WaveState.OPEN,
                sent=state in (AttemptState.SUBMITTED, AttemptState.SCORED),
            )
            for phase, seed, wave, state in tests
        ],
        rows=[(objective, row) for objective, row in seen if row.state is not AcquisState.DRAFT],
        waits=any(row.state is AcquisState.DRAFT for _, row in seen),
        pass_mark=pass_mark or 0,
    )


@dataclass(frozen=True)
class About:
    """The session that a test is about, as the answer page says it."""

    title: Texts
    first_day: date | None
    zone: str


def about(session_id: int) -> About:
    """Whoever asks: the link of a test opens it. One statement."""
    with elevated():
        row = session().execute(
            select(TrainingSession.title, TrainingSession.first_day, TrainingSession.zone).where(
                TrainingSession.id == session_id
            )
        ).one_or_none()  # fmt: skip
    if row is None:
        raise NotFound
    return About(*row)
