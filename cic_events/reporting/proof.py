"""The proof of a training activity, link by link: need, plan item, session, present, tests, acquired. Numbers only.

One chain per session, and one per item of a plan that no session came from yet. A constant number of statements.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Integer, case, func, or_, select

from cic_events.cycle.acquis.models import Acquis
from cic_events.cycle.acquis.states import AcquisState, Verdict
from cic_events.cycle.needs.models import TrainingNeed
from cic_events.cycle.plans.coverage import holds_on, lineage
from cic_events.cycle.plans.models import PlanItem, PlanItemNeed, TrainingPlan
from cic_events.cycle.plans.states import ItemState
from cic_events.cycle.sessions.models import TrainingSession
from cic_events.events.states import EventState
from cic_events.kernel.db import elevated, session
from cic_events.kernel.texts import Texts
from cic_events.programme.evidence import Evidence
from cic_events.reporting.evidence.learning import pairs
from cic_events.reporting.evidence.people import homes
from cic_events.reporting.evidence.states import DROPPED, HELD


class NeedLink(NamedTuple):
    id: int
    severity: int
    persons: int


class ItemLink(NamedTuple):
    id: int
    plan_id: int
    seats: int
    title: Texts


@dataclass(frozen=True)
class SessionLink:
    """`present`: people with enough of the minutes, once held. `measured`: pairs of tests. `acquired`: people."""

    id: int
    owner_id: int
    title: Texts
    first_day: date | None
    state: EventState
    held: bool
    registered: int
    threshold: int
    present: int
    measured: int
    acquired: int


@dataclass(frozen=True)
class Chain:
    commune: int
    needs: tuple[NeedLink, ...]
    item: ItemLink | None
    session: SessionLink | None

    @property
    def severity(self) -> int:
        return max((need.severity for need in self.needs), default=0)

    @property
    def persons(self) -> int:
        return sum(need.persons for need in self.needs)

    @property
    def order(self) -> tuple[Any, ...]:
        """The furthest first, then the newest."""
        s = self.session
        day = s.first_day.toordinal() if s and s.first_day else 0
        return (-(s.acquired if s else 0), -(s.measured if s else 0), -(s.present if s else 0), s is None, -day)


def chains(code: str, evidence: Evidence, *, as_of: date, communes: Collection[int] | None = None) -> list[Chain]:
    """The chains of the sessions and items that stand under this code, of these communes or of all."""
    with elevated():
        home = {id: found.commune for id, found in homes().items()}
        mine = None if communes is None else {id for id, commune in home.items() if commune in communes}
        sessions = [row for row in _sessions(code) if mine is None or row.owner_id in mine]
        items = {row.id: row for row in _items(code, {s.plan_item_id for s in sessions if s.plan_item_id}, as_of)}
        if mine is not None:
            items = {id: row for id, row in items.items() if row.owner_id in mine}
        standing = lineage(items)
        needs = _needs(items)
        links = _links(sessions, evidence, as_of)
    found = [
        Chain(home[s.owner_id], *_item(items, needs, standing.get(s.plan_item_id, s.plan_item_id)), links[s.id])
        for s in sessions
    ]
    given = {standing.get(s.plan_item_id, s.plan_item_id) for s in sessions}
    waiting = [id for id, row in items.items() if id not in given and row.holds]
    found += [Chain(home[items[id].owner_id], *_item(items, needs, id), None) for id in waiting]
    return sorted(found, key=lambda chain: chain.order)


def _sessions(code: str) -> list[Any]:
    of = TrainingSession
    return list(
        session().execute(
            select(
                of.id, of.owner_id, of.title, of.first_day, of.last_day, of.state, of.taken, of.attendance_threshold,
                of.plan_item_id,
            )
            .where(of.activity_code == code, of.state.not_in((*DROPPED, EventState.DRAFT)))
            .order_by(of.id)
        )
    )  # fmt: skip


def _items(code: str, of_sessions: Collection[int], as_of: date) -> list[Any]:
    """Items that an approved plan retained under this code, and those that the sessions came from."""
    holds = holds_on(as_of)
    return list(
        session().execute(
            select(
                PlanItem.id, PlanItem.owner_id, PlanItem.plan_id, PlanItem.seats, PlanItem.title, holds.label("holds")
            )
            .join(TrainingPlan, TrainingPlan.id == PlanItem.plan_id)
            .where(PlanItem.state == ItemState.RETAINED)
            .where(or_(PlanItem.id.in_(sorted(of_sessions)), (PlanItem.activity_code == code) & holds))
            .order_by(TrainingPlan.edition, PlanItem.id)
        )
    )


def _needs(items: Collection[int]) -> Mapping[int, list[NeedLink]]:
    found: dict[int, list[NeedLink]] = defaultdict(list)
    rows = session().execute(
        select(PlanItemNeed.item_id, TrainingNeed.id, TrainingNeed.severity, TrainingNeed.persons)
        .join(TrainingNeed, TrainingNeed.id == PlanItemNeed.need_id)
        .where(PlanItemNeed.item_id.in_(sorted(items)))
        .order_by(TrainingNeed.severity.desc(), TrainingNeed.id)
    )
    for item_id, id, severity, persons in rows:
        found[item_id].append(NeedLink(id, severity, persons))
    return found


def _item(
    items: Mapping[int, Any], needs: Mapping[int, list[NeedLink]], id: int | None
) -> tuple[tuple[NeedLink, ...], ItemLink | None]:
    if id is None or id not in items:
        return (), None
    row = items[id]
    return tuple(needs.get(id, ())), ItemLink(row.id, row.plan_id, row.seats, row.title)


def _links(sessions: list[Any], evidence: Evidence, as_of: date) -> dict[int, SessionLink]:
    ids = [row.id for row in sessions]
    threshold = {row.id: row.attendance_threshold for row in sessions}
    present: dict[int, int] = defaultdict(int)
    for row in evidence.trained:
        if row.held and row.last_day <= as_of and row.attendance >= threshold.get(row.training, 101):
            present[row.training] += 1
    measured, acquired = pairs(ids), _acquired(ids)
    return {
        row.id: SessionLink(
            id=row.id,
            owner_id=row.owner_id,
            title=row.title,
            first_day=row.first_day,
            state=row.state,
            held=row.state in HELD and (row.last_day is None or row.last_day <= as_of),
            registered=row.taken,
            threshold=row.attendance_threshold,
            present=present[row.id],
            measured=measured[row.id].people if row.id in measured else 0,
            acquired=acquired.get(row.id, 0),
        )
        for row in sessions
    }


def _acquired(session_ids: list[int]) -> Mapping[int, int]:
    """session -> people who acquired every objective that was assessed, as the trainer validated it."""
    failed = case((Acquis.verdict.in_((Verdict.PARTLY_ACQUIRED, Verdict.NOT_ACQUIRED)), 1), else_=0)
    passed = case((Acquis.verdict == Verdict.ACQUIRED, 1), else_=0)
    people = (
        select(Acquis.session_id, Acquis.registration_id)
        .where(Acquis.session_id.in_(session_ids), Acquis.state.in_((AcquisState.VALIDATED, AcquisState.FINAL)))
        .group_by(Acquis.session_id, Acquis.registration_id)
        .having(func.sum(failed, type_=Integer) == 0, func.sum(passed, type_=Integer) > 0)
        .subquery()
    )
    rows = session().execute(select(people.c.session_id, func.count()).group_by(people.c.session_id))
    return {row[0]: row[1] for row in rows}


@dataclass(frozen=True)
class Openable:
    """Which of the links this actor may open."""

    needs: frozenset[int]
    plans: frozenset[int]
    sessions: frozenset[int]


def openable(found: list[Chain]) -> Openable:
    """The rows of the chains that the actor sees. Three statements."""

    def seen(model: Any, ids: set[int]) -> frozenset[int]:
        return frozenset(session().scalars(select(model.id).where(model.id.in_(sorted(ids)))))

    return Openable(
        needs=seen(TrainingNeed, {need.id for chain in found for need in chain.needs}),
        plans=seen(TrainingPlan, {chain.item.plan_id for chain in found if chain.item}),
        sessions=seen(TrainingSession, {chain.session.id for chain in found if chain.session}),
    )
