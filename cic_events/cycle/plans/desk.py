"""What is to be done now about plans, for the first page."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from cic_events.cycle.plans.models import TrainingPlan
from cic_events.cycle.plans.states import UNDER_DECISION, PlanState
from cic_events.kernel.db import session
from cic_events.kernel.errors import N_
from cic_events.kernel.tasks import Task
from cic_events.people.models import Organisation
from cic_events.people.permissions import Action, Actor, may

DECIDED_WITHIN = timedelta(days=14)
_P = TrainingPlan


def tasks(actor: Actor, as_of: date) -> list[Task]:
    """Plans that wait for this actor's decision, and those that came back to be corrected. One statement."""
    waiting = (*UNDER_DECISION, PlanState.RETURNED)
    if not (may(actor, Action.PLANS_APPROVE) or may(actor, Action.PLANS_ENDORSE) or may(actor, Action.PLANS_SUBMIT)):
        return []
    rows: Any = session().execute(
        select(_P.id, _P.owner_id, _P.state, _P.submitted_by_id, _P.submitted_on, Organisation.name, _P.starts_on)
        .join(Organisation, Organisation.id == _P.owner_id)
        .where(_P.state.in_(waiting))
        .order_by(_P.submitted_on, _P.id)
    )
    found = []
    for id, owner_id, state, submitted_by, submitted_on, name, starts_on in rows:
        sentence = _asked(actor, state, owner_id, submitted_by)
        if sentence:
            params = {"commune": name.best(actor.language), "year": str(starts_on.year)}
            due = (submitted_on or as_of) + DECIDED_WITHIN
            found.append(Task(sentence, "plans.show", {"id": id}, due=due, params=params, icon="route"))
    return found


def _asked(actor: Actor, state: PlanState, owner_id: int, submitted_by: int | None) -> str:
    if state is PlanState.RETURNED:
        return N_("Correct the %(year)s plan of %(commune)s") if may(actor, Action.PLANS_SUBMIT, owner_id) else ""
    if actor.person_id is not None and actor.person_id == submitted_by:
        return ""
    if may(actor, Action.PLANS_APPROVE, owner_id):
        return N_("Approve or return the %(year)s plan of %(commune)s")
    if state is PlanState.SUBMITTED and may(actor, Action.PLANS_ENDORSE, owner_id):
        return N_("Endorse the %(year)s plan of %(commune)s")
    return ""
