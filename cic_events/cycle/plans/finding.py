"""Items of plans found by words or by activity code."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from cic_events.cycle.plans.models import PlanItem, TrainingPlan
from cic_events.cycle.plans.states import ItemState
from cic_events.kernel.db import session
from cic_events.kernel.names import fold
from cic_events.kernel.texts import Texts
from cic_events.people.models import Organisation


@dataclass(frozen=True)
class ItemHit:
    id: int
    plan_id: int
    title: Texts
    activity_code: str
    state: ItemState
    due_on: date | None
    year: int
    commune: Texts


def items(words: str, *, code: str = "", most: int) -> list[ItemHit]:
    """Items of plans that no later edition replaced, the newest plan first. One statement.

    Titles have no search key of their own: they are folded here, row by row, until enough are found.
    """
    item, plan = PlanItem, TrainingPlan
    statement = (
        select(
            item.id, item.plan_id, item.title, item.activity_code, item.state, item.due_on, plan.starts_on,
            Organisation.name,
        )
        .join(plan, plan.id == item.plan_id)
        .join(Organisation, Organisation.id == item.owner_id)
        .where(plan.superseded_on.is_(None))
        .order_by(plan.starts_on.desc(), item.due_on.asc().nulls_last(), item.id)
    )  # fmt: skip
    if code:
        statement = statement.where(item.activity_code == code)
    wanted, found = fold(words).split(), []
    rows: Any = session().execute(statement)
    for id, plan_id, title, of_code, state, due_on, starts_on, commune in rows:
        key = fold(" ".join(title.values()))
        if all(word in key for word in wanted):
            found.append(ItemHit(id, plan_id, title, of_code, state, due_on, starts_on.year, commune))
            if len(found) == most:
                break
    return found
