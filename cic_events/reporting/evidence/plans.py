"""Plans as evidence: the items that were approved, and the needs that they serve."""

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import func, select

from cic_events.cycle.needs.models import TrainingNeed
from cic_events.cycle.plans.models import PlanItem, PlanItemNeed, TrainingPlan
from cic_events.cycle.plans.states import ItemState, PlanScope
from cic_events.cycle.sessions.models import TrainingSession
from cic_events.events.states import Audience
from cic_events.kernel.db import session
from cic_events.programme import rows
from cic_events.programme.rows import Ref
from cic_events.reporting.evidence.people import homes
from cic_events.reporting.evidence.states import DROPPED, HELD

SCOPES = {
    Audience.OFFICER: PlanScope.SAS,
    Audience.ASSOCIATION: PlanScope.LOCAL_ACTORS,
    Audience.ELECTED_OFFICIAL: PlanScope.ELECTED,
}

_FIRST = func.coalesce(PlanItem.first_item_id, PlanItem.id)  # what the editions of an item have in common


def plan_items() -> tuple[rows.PlanItem, ...]:
    """The items that an approved plan retained and dated; held once all sessions of all their editions are."""
    sessions: dict[int, list[date | None]] = defaultdict(list)
    given = (
        select(_FIRST, TrainingSession.state, TrainingSession.last_day)
        .join(PlanItem, PlanItem.id == TrainingSession.plan_item_id)
        .where(TrainingSession.state.not_in(sorted(DROPPED)))
    )
    for first, state, last_day in session().execute(given):
        sessions[first].append(last_day if state in HELD else None)
    found = session().execute(
        _retained(PlanItem.id, _FIRST, TrainingPlan.owner_id, TrainingPlan.scope, PlanItem.due_on)
    )
    communes = homes()
    return tuple(
        rows.PlanItem(
            ref=Ref("plan_item", id),
            plan_scope=scope,
            commune=communes[owner].commune,
            due_on=due_on,
            since=approved_on,
            until=superseded_on,
            held_on=_all_held(sessions[first]),
        )
        for id, first, owner, scope, due_on, approved_on, superseded_on in found
    )


def _retained(*columns: Any) -> Any:
    """Dated items that an approved plan retained, with the days between which their edition holds."""
    return (
        select(*columns, TrainingPlan.approved_on, TrainingPlan.superseded_on)
        .select_from(PlanItem)
        .join(TrainingPlan, TrainingPlan.id == PlanItem.plan_id)
        .where(
            PlanItem.state == ItemState.RETAINED, PlanItem.due_on.is_not(None), TrainingPlan.approved_on.is_not(None)
        )
    )


def _all_held(days: list[date | None]) -> date | None:
    held = [day for day in days if day is not None]
    return max(held) if held and len(held) == len(days) else None


def plan_needs() -> tuple[rows.PlanNeed, ...]:
    """The needs that were made a priority; served from the day on which a plan with a dated item was approved."""
    served: dict[int, date] = {}
    links = _retained(PlanItemNeed.need_id).join(PlanItemNeed, PlanItemNeed.item_id == PlanItem.id)
    for need_id, approved_on, _ in session().execute(links):
        served[need_id] = min(served.get(need_id, approved_on), approved_on)
    communes = homes()
    needs = session().scalars(select(TrainingNeed).where(TrainingNeed.prioritised_on.is_not(None)))
    return tuple(
        rows.PlanNeed(
            ref=Ref("need_assessment", need.id),
            plan_scope=SCOPES.get(need.audience or Audience.MIXED, PlanScope.SAS),
            commune=communes[need.owner_id].commune,
            on=need.prioritised_on,
            until=need.closed_on,
            served_on=served.get(need.id),
        )
        for need in needs
        if need.prioritised_on is not None
    )
