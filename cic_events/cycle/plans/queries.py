"""What the pages about plans show: frozen answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from cic_events.cycle.needs.states import NeedState
from cic_events.cycle.plans import rules
from cic_events.cycle.plans.coverage import chain
from cic_events.cycle.plans.desk import tasks
from cic_events.cycle.plans.models import BudgetLine, PlanApproval, PlanItem, PlanItemNeed, TrainingPlan
from cic_events.cycle.plans.states import EDITABLE, Currency, ItemState, PlanScope, PlanState, Step
from cic_events.events.states import Audience
from cic_events.kernel.db import session
from cic_events.kernel.errors import NotFound
from cic_events.kernel.names import Named
from cic_events.kernel.texts import Texts
from cic_events.people.models import Organisation, Person
from cic_events.people.permissions import Action, Actor, may
from cic_events.programme import codes

__all__ = ["chain", "tasks"]


@dataclass(frozen=True)
class PlanRow:
    """One line of the list."""

    id: int
    owner_id: int
    commune: Texts
    scope: PlanScope
    starts_on: date
    ends_on: date
    edition: int
    state: PlanState
    submitted_by_id: int | None
    approved_on: date | None
    version: int
    items: int


_P = TrainingPlan


def _rows(*conditions: Any) -> list[PlanRow]:
    items = select(func.count(PlanItem.id)).where(PlanItem.plan_id == _P.id).scalar_subquery()
    rows: Any = session().execute(
        select(
            _P.id, _P.owner_id, Organisation.name, _P.scope, _P.starts_on, _P.ends_on, _P.edition, _P.state,
            _P.submitted_by_id, _P.approved_on, _P.version, items,
        )
        .join(Organisation, Organisation.id == _P.owner_id)
        .where(*conditions)
        .order_by(_P.starts_on.desc(), _P.id.desc())
    )  # fmt: skip
    return [PlanRow(*row) for row in rows]


def listing(*, as_of: date, commune: str = "", state: str = "", year: int | None = None) -> list[PlanRow]:
    """Plans opened by that day, the newest period first. One statement."""
    wanted: list[Any] = [_P.created_on <= as_of]
    if commune:
        wanted.append(Organisation.slug == commune)
    if state in {s.value for s in PlanState}:
        wanted.append(_P.state == PlanState(state))
    if year:
        wanted += [_P.starts_on <= date(year, 12, 31), _P.ends_on >= date(year, 1, 1)]
    return _rows(*wanted)


def open_for_needs(owner_id: int) -> list[PlanRow]:
    """The plans of this commune that still take items, the newest period first. One statement."""
    return _rows(_P.owner_id == owner_id, _P.state.in_(EDITABLE))


@dataclass(frozen=True)
class Line:
    """Money of one source, or of several in one currency."""

    source: str
    currency: Currency
    planned: Decimal
    committed: Decimal
    spent: Decimal


@dataclass(frozen=True)
class Served:
    """A need that an item serves."""

    id: int
    problem: Texts
    state: NeedState
    severity: int
    seats: int


@dataclass(frozen=True)
class ItemRow:
    id: int
    title: Texts
    activity_code: str
    state: ItemState
    starts_on: date | None
    due_on: date | None
    seats: int
    priority: int
    without_need_reason: str
    needs: tuple[Served, ...]
    budget: tuple[Line, ...]
    theme: str | None
    audience: Audience | None
    attendance_threshold: int
    decision_reason: str
    version: int

    @property
    def facts(self) -> rules.ItemFacts:
        return rules.ItemFacts(
            title=self.title.best("fr"),
            code=bool(self.activity_code),
            need_or_reason=bool(self.needs or self.without_need_reason),
            budget=any(line.planned > 0 for line in self.budget),
            due=self.due_on is not None,
        )


@dataclass(frozen=True)
class Decision:
    """One step of the approval, as the history shows it."""

    step: Step
    at: datetime
    by: Named  # nobody: the system
    text: str
    deed: str


@dataclass(frozen=True)
class PlanPage:
    row: PlanRow
    items: tuple[ItemRow, ...]
    decisions: tuple[Decision, ...]

    @property
    def by_result(self) -> list[tuple[str, list[ItemRow]]]:
        """The items by result, in the order of the codes; without a code last."""
        groups: dict[str, list[ItemRow]] = {}
        for item in sorted(self.items, key=lambda i: (not i.activity_code, codes.sort_key(i.activity_code), i.id)):
            groups.setdefault(result_of(item.activity_code), []).append(item)
        return list(groups.items())

    @property
    def money(self) -> list[Line]:
        """The whole plan's money, one line a currency."""
        return total(line for item in self.items for line in item.budget)

    @property
    def money_by_result(self) -> list[tuple[str, Line]]:
        return [
            (result, line)
            for result, items in self.by_result
            for line in total(line for item in items for line in item.budget)
        ]


def result_of(code: str) -> str:
    """The result that an activity serves; nothing without a code."""
    return codes.parent(code) or "" if code else ""


def total(lines: Iterable[Line]) -> list[Line]:
    """The sum of each currency; currencies are never added."""
    sums: dict[Currency, Line] = {}
    for line in lines:
        so_far = sums.get(line.currency, Line("", line.currency, Decimal(0), Decimal(0), Decimal(0)))
        sums[line.currency] = Line(
            "",
            line.currency,
            so_far.planned + line.planned,
            so_far.committed + line.committed,
            so_far.spent + line.spent,
        )
    return [sums[currency] for currency in Currency if currency in sums]


def show(id: int) -> PlanPage:
    """The plan, if this actor may see it; raises NotFound otherwise. A handful of statements, whatever its size."""
    rows = _rows(_P.id == id)
    if not rows:
        raise NotFound
    items = session().scalars(
        select(PlanItem)
        .where(PlanItem.plan_id == id)
        .options(selectinload(PlanItem.needs).joinedload(PlanItemNeed.need), selectinload(PlanItem.budget))
        .order_by(PlanItem.due_on.asc().nulls_last(), PlanItem.id)
    )
    return PlanPage(rows[0], tuple(_item(item) for item in items), tuple(_decisions(id)))


def _item(item: PlanItem) -> ItemRow:
    return ItemRow(
        item.id,
        item.title,
        item.activity_code,
        item.state,
        item.starts_on,
        item.due_on,
        item.seats,
        item.priority,
        item.without_need_reason,
        tuple(
            Served(link.need.id, link.need.problem, link.need.state, link.need.severity, link.seats_planned)
            for link in item.needs
            if link.need is not None
        ),
        tuple(_line(line) for line in item.budget),
        item.theme,
        item.audience,
        item.attendance_threshold,
        item.decision_reason,
        item.version,
    )


def _line(line: BudgetLine) -> Line:
    return Line(line.source, line.currency, line.planned, line.committed, line.spent)


def _decisions(id: int) -> list[Decision]:
    of = PlanApproval
    rows: Any = session().execute(
        select(of.step, of.at, Person.name_latin, Person.name_ar, of.text, of.deed)
        .outerjoin(Person, Person.id == of.who_id)
        .where(of.plan_id == id)
        .order_by(of.id)
    )
    return [
        Decision(step, at, Named(latin or "", arabic or ""), text, deed) for step, at, latin, arabic, text, deed in rows
    ]


@dataclass(frozen=True)
class OpenItem:
    id: int
    owner_id: int
    title: Texts
    activity_code: str
    seats: int
    due_on: date | None


def open_items(actor: Actor) -> list[OpenItem]:
    """The retained items from which this actor may plan a session. One statement."""
    item = PlanItem
    rows: Any = session().execute(
        select(item.id, item.owner_id, item.title, item.activity_code, item.seats, item.due_on)
        .where(item.state == ItemState.RETAINED)
        .order_by(item.due_on, item.id)
    )
    found = [OpenItem(*row) for row in rows]
    return [each for each in found if may(actor, Action.SESSIONS_PLAN, each.owner_id)]
