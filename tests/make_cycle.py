"""Needs and plans for tests, made by the verbs that people use."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from cic_events.cycle.needs import service as needs
from cic_events.cycle.needs.models import TrainingNeed
from cic_events.cycle.needs.service import NeedDraft
from cic_events.cycle.plans import service as plans
from cic_events.cycle.plans.lines import BudgetDraft, NeedSeats
from cic_events.cycle.plans.models import PlanItem, TrainingPlan
from cic_events.cycle.plans.service import ItemDraft
from cic_events.cycle.plans.states import Currency, PlanScope
from cic_events.kernel.db import reading
from cic_events.kernel.reach import acting_as
from cic_events.kernel.texts import Texts
from cic_events.people.models import Organisation, Person, Role
from cic_events.people.permissions import SYSTEM, Actor, actor_for
from cic_events.programme import service as programme
from tests import make_people

PROBLEM = "Nobody follows the files when the officer is away"


def framework() -> None:
    """The activities of the programme, so that their codes are known."""
    programme.load_framework(by=SYSTEM)


def actor(role: Role = Role.SAS_OFFICER, *, at: Organisation, person: Person | None = None) -> Actor:
    """Somebody with that role in that commune."""
    who = person or make_people.person(role=role, at=at)
    return actor_for(who.id, who.name, who.language, {role: frozenset({at.id})}, frozenset())


@contextmanager
def acting(actor: Actor) -> Iterator[Actor]:
    """See only what this actor may see."""
    with acting_as(actor.reach):
        yield actor


def need_draft(problem: str = PROBLEM, **changes: Any) -> NeedDraft:
    return replace(NeedDraft(problem=Texts(en=problem), persons=6, severity=4), **changes)


def need(
    at: Organisation, problem: str = PROBLEM, *, qualified: bool = False, by: Actor = SYSTEM, **changes: Any
) -> TrainingNeed:
    made = needs.record(at.id, draft=need_draft(problem, **changes), by=by)
    if qualified:
        made = needs.qualify(made.id, theme="hr_basics", activity_code="R3.5", version=made.version, by=by)
    return made


def budget(planned: int = 10_000, *, source: str = "Commune", **changes: Any) -> BudgetDraft:
    return replace(BudgetDraft(source, Currency.MAD, Decimal(planned)), **changes)


def item_draft(title: str = "Basics of human resources", **changes: Any) -> ItemDraft:
    """An item that lacks nothing but a need."""
    whole = ItemDraft(
        title=Texts(en=title),
        seats=12,
        activity_code="R3.2",
        starts_on=date(2026, 9, 1),
        due_on=date(2026, 11, 30),
        without_need_reason="Asked by the programme",
        budget=(budget(),),
    )
    return replace(whole, **changes)


def plan(
    at: Organisation,
    *,
    items: Sequence[ItemDraft] = (),
    scope: PlanScope = PlanScope.SAS,
    year: int = 2026,
    by: Actor = SYSTEM,
) -> TrainingPlan:
    made = plans.make_plan(at.id, scope=scope, starts_on=date(year, 1, 1), ends_on=date(year, 12, 31), by=by)
    for draft in items:
        plans.add_item(made.id, draft=draft, by=by)
    return again(made)


def item(plan: TrainingPlan, draft: ItemDraft | None = None, *, by: Actor = SYSTEM) -> PlanItem:
    return plans.add_item(plan.id, draft=draft or item_draft(), by=by)


def submitted(plan: TrainingPlan, *, by: Actor = SYSTEM) -> TrainingPlan:
    return plans.submit(plan.id, version=again(plan).version, by=by)


def approved(plan: TrainingPlan, *, by: Actor = SYSTEM) -> TrainingPlan:
    """Submitted if it was not, and approved."""
    if again(plan).state in plans.EDITABLE:
        submitted(plan)
    return plans.approve(plan.id, version=again(plan).version, deed="Deed 12/2026", by=by)


def answering(need: TrainingNeed, seats: int | None = None) -> NeedSeats:
    return NeedSeats(need.id, seats)


def again(row: Any) -> Any:
    """The row as it is stored now."""
    with reading() as db:
        return db.get_one(type(row), row.id)
