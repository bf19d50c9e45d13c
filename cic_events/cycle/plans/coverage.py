"""What plans do for needs: seats in approved plans on a day, and the chain from a need to the activity it serves."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from cic_events.cycle.needs.models import TrainingNeed
from cic_events.cycle.needs.states import Standing, standing_of, state_on
from cic_events.cycle.plans.models import PlanItem, PlanItemNeed, TrainingPlan
from cic_events.cycle.plans.states import ItemState, PlanScope, PlanState
from cic_events.kernel.db import session
from cic_events.kernel.errors import NotFound
from cic_events.kernel.texts import Texts
from cic_events.programme.models import Activity
from cic_events.programme.plan import id_on


def holds_on(day: date) -> ColumnElement[bool]:
    """The plan was approved by that day and no later edition was in force."""
    return and_(
        TrainingPlan.approved_on <= day, or_(TrainingPlan.superseded_on.is_(None), TrainingPlan.superseded_on > day)
    )


def seats_of(need_ids: Collection[int], *, as_of: date) -> dict[int, int]:
    """Seats that approved plans held for these needs on that day; needs without seats are left out. One statement."""
    rows = session().execute(
        select(PlanItemNeed.need_id, func.sum(PlanItemNeed.seats_planned))
        .join(PlanItem, PlanItem.id == PlanItemNeed.item_id)
        .join(TrainingPlan, TrainingPlan.id == PlanItem.plan_id)
        .where(PlanItemNeed.need_id.in_(sorted(need_ids)), PlanItem.state == ItemState.RETAINED, holds_on(as_of))
        .group_by(PlanItemNeed.need_id)
    )
    return {need_id: int(seats) for need_id, seats in rows}


def lineage(item_ids: Collection[int]) -> dict[int, int]:
    """Every edition of these items -> the one asked for: a session given from an older edition still counts."""
    wanted = aliased(PlanItem)
    first = func.coalesce(PlanItem.first_item_id, PlanItem.id)
    rows = session().execute(
        select(PlanItem.id, wanted.id)
        .join(wanted, func.coalesce(wanted.first_item_id, wanted.id) == first)
        .where(wanted.id.in_(sorted(item_ids)))
    )
    return {row[0]: row[1] for row in rows}


@dataclass(frozen=True)
class ItemLink:
    """An item that answers the need. `counts`: its plan held on the day, and retained it."""

    id: int
    title: Texts
    activity_code: str
    activity: Texts
    state: ItemState
    due_on: date | None
    seats: int
    of_seats: int
    plan_id: int
    scope: PlanScope
    year: int
    edition: int
    plan_state: PlanState
    approved_on: date | None
    counts: bool


@dataclass(frozen=True)
class Chain:
    """From a need to the plans and activities that it reaches, as it stood on a day."""

    need_id: int
    severity: int
    persons: int
    activity_code: str | None
    standing: Standing
    seats: int
    items: tuple[ItemLink, ...]

    @property
    def lacking(self) -> int:
        """Persons for whom no approved plan holds a seat."""
        return max(0, self.persons - self.seats)


def chain(need_id: int, *, as_of: date) -> Chain:
    """Raises NotFound when this actor may not see the need, or when it was recorded later. Two statements."""
    need = session().execute(
        select(
            TrainingNeed.severity,
            TrainingNeed.persons,
            TrainingNeed.activity_code,
            TrainingNeed.qualified_on,
            TrainingNeed.prioritised_on,
            TrainingNeed.closed_on,
        ).where(TrainingNeed.id == need_id, TrainingNeed.recorded_on <= as_of)
    ).one_or_none()  # fmt: skip
    if need is None:
        raise NotFound
    items = _items(need_id, as_of)
    seats = sum(item.seats for item in items if item.counts)
    state = state_on(
        as_of, qualified_on=need.qualified_on, prioritised_on=need.prioritised_on, closed_on=need.closed_on
    )
    standing = standing_of(state, persons=need.persons, seats=seats)
    return Chain(need_id, need.severity, need.persons, need.activity_code, standing, seats, items)


def _items(need_id: int, as_of: date) -> tuple[ItemLink, ...]:
    item, plan = PlanItem, TrainingPlan
    rows: Any = session().execute(
        select(
            item.id, item.title, item.activity_code, Activity.labels, item.state, item.due_on,
            PlanItemNeed.seats_planned, item.seats, plan.id, plan.scope, plan.starts_on, plan.edition, plan.state,
            plan.approved_on, holds_on(as_of),
        )
        .join(PlanItemNeed, PlanItemNeed.item_id == item.id)
        .join(plan, plan.id == item.plan_id)
        .outerjoin(Activity, and_(Activity.code == item.activity_code, Activity.programme_id == id_on(as_of)))
        .where(PlanItemNeed.need_id == need_id, plan.created_on <= as_of)
        .order_by(plan.starts_on, plan.edition, item.id)
    )  # fmt: skip
    found = {
        id: ItemLink(
            id, title, code, activity or Texts(), state, due, seats, of, plan_id, scope, starts.year, edition,
            plan_state, approved, bool(holds) and state is ItemState.RETAINED,
        )
        for id, title, code, activity, state, due, seats, of, plan_id, scope, starts, edition, plan_state, approved,
        holds in rows
    }  # fmt: skip
    return tuple(found.values())
