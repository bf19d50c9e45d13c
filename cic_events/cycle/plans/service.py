"""Writing a plan and deciding about it. A verb is one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from cic_events.cycle.needs import history
from cic_events.cycle.plans import rules
from cic_events.cycle.plans.lines import BudgetDraft, NeedSeats, known_activity, mandate_of, put_budget, put_needs
from cic_events.cycle.plans.models import PlanApproval, PlanItem, TrainingPlan
from cic_events.cycle.plans.states import EDITABLE, ItemState, PlanScope, PlanState, Step, check_move
from cic_events.events.states import Audience
from cic_events.kernel import clock
from cic_events.kernel.db import Visibility, one, refusing_duplicates, session, transaction
from cic_events.kernel.errors import Conflict
from cic_events.kernel.names import clean
from cic_events.kernel.texts import Texts
from cic_events.people.permissions import Action, Actor, require

__all__ = ["BudgetDraft", "ItemDraft", "NeedSeats"]


@dataclass(frozen=True)
class ItemDraft:
    """One training of a plan, as an officer writes it."""

    title: Texts
    seats: int
    activity_code: str | None = None
    starts_on: date | None = None
    due_on: date | None = None
    priority: int = 2
    theme: str | None = None
    audience: Audience | None = None
    attendance_threshold: int = 80
    needs: Sequence[NeedSeats] = ()
    without_need_reason: str = ""
    budget: Sequence[BudgetDraft] = ()

    def values(self) -> dict[str, Any]:
        """What the columns of the item hold. Raises NotAnActivity."""
        return {
            "title": Texts({code: clean(text) for code, text in self.title.items()}),
            "activity_code": known_activity(self.activity_code),
            "starts_on": self.starts_on,
            "due_on": self.due_on,
            "seats": self.seats,
            "priority": self.priority,
            "attendance_threshold": self.attendance_threshold,
            "without_need_reason": clean(self.without_need_reason)[:500],
            "theme": self.theme or None,
            "audience": self.audience,
        }


def make_plan(owner_id: int, *, scope: PlanScope, starts_on: date, ends_on: date, by: Actor) -> TrainingPlan:
    """Open a draft plan for a period."""
    require(by, Action.PLANS_EDIT, owner_id)
    rules.check_period(starts_on=starts_on, ends_on=ends_on)
    with transaction() as db:
        plan = TrainingPlan(
            owner_id=owner_id, scope=scope, starts_on=starts_on, ends_on=ends_on, created_on=clock.today()
        )
        with refusing_duplicates(rules.PlanExists()):
            db.add(plan)
        history.note("plan.made", plan)
        return plan


def written(plan_id: int, *, by: Actor) -> TrainingPlan:
    """The plan, locked, while its officers write it. Raises NotEditable."""
    plan = one(TrainingPlan, plan_id, lock=True)
    require(by, Action.PLANS_EDIT, plan.owner_id)
    if plan.state not in EDITABLE:
        raise rules.NotEditable
    return plan


def renew(plan: TrainingPlan) -> None:
    """Give the plan a new version: who decides about it decides about all its items."""
    flag_modified(plan, "scope")


def check_item(plan: TrainingPlan, draft: ItemDraft) -> None:
    """An item may be incomplete in a draft, never contradictory."""
    rules.check_item(
        title=draft.title,
        seats=draft.seats,
        starts_on=draft.starts_on,
        due_on=draft.due_on,
        period=(plan.starts_on, plan.ends_on),
    )


def add_item(plan_id: int, *, draft: ItemDraft, by: Actor) -> PlanItem:
    """Add a training to a plan that is being written, with the needs it answers and its money."""
    with transaction() as db:
        plan = written(plan_id, by=by)
        check_item(plan, draft)
        item = PlanItem(plan_id=plan.id, owner_id=plan.owner_id, **draft.values())
        put_needs(item, draft.needs)
        put_budget(item, draft.budget)
        db.add(item)
        renew(plan)
        history.note("plan_item.added", item, plan=plan.id, needs=sorted(n.need_id for n in draft.needs))
        return item


def facts_of(plan: TrainingPlan, language: str = "fr") -> list[rules.ItemFacts]:
    """The items, as far as the guard of submission asks."""
    return [
        rules.ItemFacts(
            title=item.title.best(language),
            code=bool(item.activity_code),
            need_or_reason=bool(item.needs or item.without_need_reason),
            budget=any(line.source and line.planned > 0 for line in item.budget),
            due=item.due_on is not None,
        )
        for item in plan.items
    ]


def _decided(plan_id: int, then: PlanState, *, action: Action, version: int, by: Actor) -> TrainingPlan:
    plan = one(TrainingPlan, plan_id, lock=True)
    require(by, action, plan.owner_id)
    if plan.version != version:
        raise Conflict
    check_move(plan.state, then)
    if then is not PlanState.SUBMITTED:
        rules.check_decides(by_id=by.person_id, submitted_by_id=plan.submitted_by_id)
    return plan


def step(plan: TrainingPlan, then: PlanState, *, by: Actor, text: str = "", deed: str = "") -> None:
    """Move the plan; keep who did it, under which mandate, with what words."""
    plan.state = then
    session().add(
        PlanApproval(
            plan_id=plan.id,
            step=Step(then.value),
            who_id=by.person_id,
            mandate_id=mandate_of(by.person_id, plan.owner_id, on=clock.today()),
            at=clock.now(),
            text=clean(text, lines=True)[:2000],
            deed=clean(deed)[:200],
        )
    )
    history.note(f"plan.{then.value}", plan, changed=["state"])


def submit(plan_id: int, *, version: int, by: Actor) -> TrainingPlan:
    """Ask for a decision. Raises Incomplete with a sentence for each lack."""
    with transaction():
        plan = _decided(plan_id, PlanState.SUBMITTED, action=Action.PLANS_SUBMIT, version=version, by=by)
        rules.check_submit(facts_of(plan, by.language.value))
        plan.submitted_by_id, plan.submitted_on = by.person_id, clock.today()
        step(plan, PlanState.SUBMITTED, by=by)
        return plan


def endorse(plan_id: int, *, version: int, by: Actor) -> TrainingPlan:
    """The director confirms that the means are there."""
    with transaction():
        plan = _decided(plan_id, PlanState.ENDORSED, action=Action.PLANS_ENDORSE, version=version, by=by)
        step(plan, PlanState.ENDORSED, by=by)
        return plan


def approve(plan_id: int, *, version: int, by: Actor, deed: str = "") -> TrainingPlan:
    """Approve the plan: sessions can be planned from its items; the edition before it is superseded."""
    with transaction():
        plan = _decided(plan_id, PlanState.APPROVED, action=Action.PLANS_APPROVE, version=version, by=by)
        plan.visibility, plan.approved_on = Visibility.PROGRAMME, clock.today()
        for item in plan.items:
            if item.state is ItemState.PROPOSED:
                item.state, item.visibility = ItemState.RETAINED, Visibility.PROGRAMME
        step(plan, PlanState.APPROVED, by=by, deed=deed)
        if plan.supersedes is not None:
            _supersede(plan.supersedes, by=by)
        return plan


def _supersede(plan: TrainingPlan, *, by: Actor) -> None:
    """The next edition was approved: this one no longer holds and stays readable."""
    check_move(plan.state, PlanState.SUPERSEDED)
    plan.superseded_on = clock.today()
    step(plan, PlanState.SUPERSEDED, by=by)


def return_(plan_id: int, *, text: str, version: int, by: Actor) -> TrainingPlan:
    """Give the plan back with what must change."""
    rules.check_return(text)
    with transaction():
        plan = _decided(plan_id, PlanState.RETURNED, action=Action.PLANS_APPROVE, version=version, by=by)
        step(plan, PlanState.RETURNED, by=by, text=text)
        return plan
