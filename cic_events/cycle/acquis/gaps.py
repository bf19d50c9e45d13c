"""A gap left over becomes a need of the next cycle, once. A verb is one transaction."""

from collections.abc import Sequence

from sqlalchemy import select

from cic_events.competences.models import LearningObjective
from cic_events.cycle.acquis import rules, words
from cic_events.cycle.acquis.models import Acquis
from cic_events.cycle.acquis.states import AcquisState
from cic_events.cycle.needs import service as needs
from cic_events.cycle.needs.models import TrainingNeed
from cic_events.cycle.needs.service import NeedDraft
from cic_events.cycle.needs.states import NeedOrigin
from cic_events.cycle.sessions.models import TrainingSession
from cic_events.kernel import audit
from cic_events.kernel.db import elevated, one, session, transaction
from cic_events.people.permissions import Action, Actor, require

SEVERITY = 3  # of a need that nobody has weighed yet


def to_need(session_id: int, objective_id: int, *, by: Actor) -> int:
    """Record the gap of one objective as a need, or find the one that it became; the need's id.

    Raises NotValidatedYet, NoGap.
    """
    with transaction():
        planned = one(TrainingSession, session_id, lock=True)
        require(by, Action.NEEDS_RECORD, planned.owner_id)
        require(by, Action.ACQUIS_SEE, planned.owner_id)  # the need says how many have the gap
        rows = _rows(session_id, objective_id)
        if any(row.state is AcquisState.DRAFT for row in rows):
            raise rules.NotValidatedYet
        left = [row for row in rows if row.verdict in rules.WENT_WRONG]
        known = next((row.need_id for row in rows if row.need_id is not None), None)
        if known is None and not left:
            raise rules.NoGap
        need_id = known or _record(planned, objective_id, len(left), by).id
        for row in left:
            row.need_id = need_id
        return need_id


def _rows(session_id: int, objective_id: int) -> Sequence[Acquis]:
    with elevated():
        return (
            session()
            .scalars(
                select(Acquis)
                .where(Acquis.session_id == session_id, Acquis.learning_objective_id == objective_id)
                .order_by(Acquis.id)
            )
            .all()
        )


def _record(planned: TrainingSession, objective_id: int, n: int, by: Actor) -> TrainingNeed:
    with elevated():
        objective = one(LearningObjective, objective_id)
    need = needs.record(
        planned.owner_id,
        draft=NeedDraft(
            problem=words.gap(title=planned.title, objective=objective.text, n=n, day=planned.last_day),
            persons=n,
            severity=SEVERITY,
            theme=planned.theme,
            audience=planned.audience,
            origin=NeedOrigin.GAP,
        ),
        by=by,
    )
    need.activity_code = planned.activity_code
    audit.record("acquis.gap_recorded", planned, detail={"need": need.id, "objective": objective_id})
    return need
