"""The life of an approved plan: in force, revised, superseded, closed. A verb is one transaction."""

from sqlalchemy import select

from cic_events.cycle.needs import history
from cic_events.cycle.plans import rules
from cic_events.cycle.plans.models import BudgetLine, PlanItem, PlanItemNeed, TrainingPlan
from cic_events.cycle.plans.service import step
from cic_events.cycle.plans.states import REVISABLE, ItemState, PlanState, check_move
from cic_events.kernel import clock
from cic_events.kernel.db import one, refusing_duplicates, session, transaction
from cic_events.kernel.errors import Conflict
from cic_events.people.permissions import Action, Actor, require

COPIED = (
    "title", "activity_code", "theme", "audience", "priority", "starts_on", "due_on", "seats", "attendance_threshold",
    "without_need_reason", "training_id",
)  # fmt: skip
MONEY = ("source", "currency", "planned", "committed", "spent")


def put_in_force(plan_id: int, *, version: int, by: Actor) -> TrainingPlan:
    """Start to work by an approved plan."""
    with transaction():
        plan = _moving(plan_id, PlanState.IN_FORCE, version=version, by=by)
        step(plan, PlanState.IN_FORCE, by=by)
        return plan


def close(plan_id: int, *, version: int, by: Actor) -> TrainingPlan:
    """End a plan: nothing of it changes any more."""
    with transaction():
        plan = _moving(plan_id, PlanState.CLOSED, version=version, by=by)
        step(plan, PlanState.CLOSED, by=by)
        return plan


def _moving(plan_id: int, then: PlanState, *, version: int, by: Actor) -> TrainingPlan:
    plan = one(TrainingPlan, plan_id, lock=True)
    require(by, Action.PLANS_SUBMIT, plan.owner_id)
    if plan.version != version:
        raise Conflict
    check_move(plan.state, then)
    return plan


def revise(plan_id: int, *, by: Actor) -> TrainingPlan:
    """Open the next edition as a draft, with the items that were kept. The old one holds until that one is approved."""
    with transaction() as db:
        plan = one(TrainingPlan, plan_id, lock=True)
        require(by, Action.PLANS_EDIT, plan.owner_id)
        if plan.state not in REVISABLE:
            raise rules.NotYetApproved
        newest = TrainingPlan(
            owner_id=plan.owner_id,
            scope=plan.scope,
            starts_on=plan.starts_on,
            ends_on=plan.ends_on,
            edition=plan.edition + 1,
            supersedes_id=plan.id,
            created_on=clock.today(),
        )
        with refusing_duplicates(rules.AlreadyRevised()):
            db.add(newest)
        kept = session().scalars(
            select(PlanItem).where(PlanItem.plan_id == plan.id, PlanItem.state == ItemState.RETAINED)
        )
        for item in kept:
            db.add(_copy(item, newest))
        history.note("plan.revised", newest, of=plan.id)
        return newest


def _copy(item: PlanItem, plan: TrainingPlan) -> PlanItem:
    copied = PlanItem(plan_id=plan.id, owner_id=plan.owner_id, **{name: getattr(item, name) for name in COPIED})
    copied.first_item_id = item.first_item_id or item.id
    copied.needs = [PlanItemNeed(need_id=line.need_id, seats_planned=line.seats_planned) for line in item.needs]
    copied.budget = [BudgetLine(**{name: getattr(line, name) for name in MONEY}) for line in item.budget]
    return copied
