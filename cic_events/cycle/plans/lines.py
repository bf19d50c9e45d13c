"""What hangs on an item: the needs that it answers, each with its seats, and its money by source."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import or_, select

from cic_events.cycle.needs.models import TrainingNeed
from cic_events.cycle.needs.states import PLANNABLE
from cic_events.cycle.plans import rules
from cic_events.cycle.plans.models import BudgetLine, PlanItem, PlanItemNeed
from cic_events.cycle.plans.states import Currency
from cic_events.kernel.db import session
from cic_events.kernel.names import clean
from cic_events.people.models import Mandate
from cic_events.programme import codes
from cic_events.programme.models import Activity


@dataclass(frozen=True)
class BudgetDraft:
    """One source of money for an item."""

    source: str
    currency: Currency
    planned: Decimal
    committed: Decimal = Decimal(0)
    spent: Decimal = Decimal(0)


@dataclass(frozen=True)
class NeedSeats:
    """So many seats of an item for a need; without a number, an equal share of the item's seats."""

    need_id: int
    seats: int | None = None


def known_activity(typed: str | None) -> str:
    """The canonical code of an activity of the programme; empty when nothing was typed. Raises NotAnActivity."""
    if not (typed or "").strip():
        return ""
    code = rules.activity(typed or "")
    live = (Activity.retired_on.is_(None), Activity.result_id.is_not(None))
    there = session().scalar(select(Activity.id).where(Activity.code == code, *live).limit(1))
    if there is None:
        raise rules.NotAnActivity("activity_code", code=codes.display(code))
    return code


def mandate_of(person_id: int | None, owner_id: int, *, on: date) -> int | None:
    """The mandate under which a person acts for an organisation on a day."""
    return session().scalar(
        select(Mandate.id)
        .where(Mandate.person_id == person_id, Mandate.organisation_id == owner_id, Mandate.starts_on <= on)
        .where(or_(Mandate.ends_on.is_(None), Mandate.ends_on >= on))
        .order_by(Mandate.id)
        .limit(1)
    )


def put_needs(item: PlanItem, wanted: Iterable[NeedSeats]) -> bool:
    """Make these the needs of the item; whether that changed anything. Raises NeedNotQualified."""
    seats = {asked.need_id: asked.seats for asked in wanted}
    held = {line.need_id: line for line in item.needs}
    fresh = [need_id for need_id in seats if need_id not in held]
    found = session().scalars(
        select(TrainingNeed.id).where(TrainingNeed.id.in_(fresh), TrainingNeed.state.in_(sorted(PLANNABLE)))
    )
    if set(found) != set(fresh):
        raise rules.NeedNotQualified
    shares = dict(zip(seats, rules.spread(item.seats, len(seats)), strict=True))
    after = {need_id: number or shares[need_id] for need_id, number in seats.items()}
    if after == {need_id: line.seats_planned for need_id, line in held.items()}:
        return False
    for need_id, line in held.items():
        if need_id not in after:
            item.needs.remove(line)
    for need_id, number in after.items():
        if need_id in held:
            held[need_id].seats_planned = number
        else:
            item.needs.append(PlanItemNeed(need_id=need_id, seats_planned=number))
    _take_over(item, list(after))
    return True


def _take_over(item: PlanItem, need_ids: list[int]) -> None:
    """A theme and an audience that all the needs share are the item's, unless it has its own."""
    rows = session().execute(select(TrainingNeed.theme, TrainingNeed.audience).where(TrainingNeed.id.in_(need_ids)))
    themes, audiences = zip(*rows.all(), strict=True) if need_ids else ((), ())
    item.theme = item.theme or rules.agreed(themes)
    item.audience = item.audience or rules.agreed(audiences)


def put_budget(item: PlanItem, drafts: Sequence[BudgetDraft]) -> bool:
    """Make these the money of the item, line by line; whether that changed anything."""
    for draft in drafts:
        rules.check_budget(source=draft.source, amounts=(draft.planned, draft.committed, draft.spent))
    before = [(line.source, line.currency, line.planned, line.committed, line.spent) for line in item.budget]
    after = [(clean(d.source), d.currency, d.planned, d.committed, d.spent) for d in drafts]
    if before == after:
        return False
    item.budget = [
        BudgetLine(source=source, currency=currency, planned=planned, committed=committed, spent=spent)
        for source, currency, planned, committed, spent in after
    ]
    return True
