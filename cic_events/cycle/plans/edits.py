"""Changing and deciding the items of a plan. A verb is one transaction."""

from sqlalchemy.orm.attributes import flag_modified

from cic_events.cycle.needs import history
from cic_events.cycle.plans import rules
from cic_events.cycle.plans.lines import put_budget, put_needs
from cic_events.cycle.plans.models import PlanItem, TrainingPlan
from cic_events.cycle.plans.service import ItemDraft, check_item, renew, written
from cic_events.cycle.plans.states import UNDER_DECISION, ItemState
from cic_events.kernel.db import one, transaction
from cic_events.kernel.errors import Conflict
from cic_events.kernel.names import clean
from cic_events.people.permissions import Action, Actor, require


def edit_item(item_id: int, *, draft: ItemDraft, version: int, by: Actor) -> PlanItem:
    """Save a changed item, its needs and its money. Raises Conflict when somebody saved since `version`."""
    with transaction():
        item = one(PlanItem, item_id, lock=True)
        plan = written(item.plan_id, by=by)
        if item.version != version:
            raise Conflict
        check_item(plan, draft)
        changed = history.write(item, draft.values())
        changed += ["needs"] if put_needs(item, draft.needs) else []
        changed += ["budget"] if put_budget(item, draft.budget) else []
        flag_modified(item, "seats")  # a new version, even when only its needs or its money changed
        renew(plan)
        history.note("plan_item.edited", item, changed=changed)
        return item


def remove_item(item_id: int, *, by: Actor) -> TrainingPlan:
    """Take an item out of a plan that is being written."""
    with transaction() as db:
        item = one(PlanItem, item_id, lock=True)
        plan = written(item.plan_id, by=by)
        history.note("plan_item.removed", item, code=item.activity_code)
        db.delete(item)
        renew(plan)
        return plan


def decide_item(item_id: int, *, state: ItemState, by: Actor, reason: str = "") -> PlanItem:
    """Retain, put off or refuse an item while its plan waits for approval; the reason is kept."""
    if state is not ItemState.RETAINED:
        rules.check_reason(reason)
    with transaction():
        item = one(PlanItem, item_id, lock=True)
        plan = one(TrainingPlan, item.plan_id, lock=True)
        require(by, Action.PLANS_APPROVE, plan.owner_id)
        if plan.state not in UNDER_DECISION:
            raise rules.NotUnderDecision
        rules.check_decides(by_id=by.person_id, submitted_by_id=plan.submitted_by_id)
        item.state, item.decision_reason = state, clean(reason)[:500]
        history.note("plan_item.decided", item, changed=["state"], state=state.value)
        return item
