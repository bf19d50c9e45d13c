"""Plans: written by the officer with needs and money, endorsed, approved by somebody else, put in force."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from cic_events.cycle.plans import revisions, service
from cic_events.cycle.plans.lines import BudgetDraft, NeedSeats
from cic_events.cycle.plans.models import TrainingPlan
from cic_events.cycle.plans.service import ItemDraft
from cic_events.cycle.plans.states import Currency, PlanScope
from cic_events.demo import cast, days
from cic_events.demo.agenda import SessionSpec, title_of
from cic_events.demo.material import data, people, words
from cic_events.demo.stage import Stage, Step
from cic_events.events.states import Audience
from cic_events.kernel.texts import Texts

PAYS = "Programme de coopération (DGD)"
MAD_SHARE = Decimal(2)  # dirhams that the commune adds for each euro
AUDIENCES = {"sas": Audience.OFFICER, "local_actors": Audience.ASSOCIATION, "elected": Audience.ELECTED_OFFICIAL}


@dataclass(frozen=True)
class ItemSpec:
    """A line of a plan; `key` names it for the sessions that come from it."""

    key: str
    title: Texts
    code: str
    theme: str
    audience: Audience
    due: date
    seats: int
    eur: int
    needs: tuple[str, ...] = ()  # keys of needs
    reason: str = ""


Extra = tuple[str, str, ItemSpec]  # commune, public, a line of its plan


@dataclass(frozen=True)
class PlanSpec:
    key: str
    commune: str
    scope: str
    year: int
    items: tuple[ItemSpec, ...]


def plans_of(sessions: Sequence[SessionSpec], *, era: str, extra: Sequence[Extra] = ()) -> list[PlanSpec]:
    """One plan for each commune, public and year, with an item for each session that is planned."""
    heaps: dict[tuple[str, str, int], list[ItemSpec]] = {}
    for session in sessions:
        if session.scope:
            heaps.setdefault((session.host, session.scope, session.last_day.year), []).append(_item(session, era))
    for commune, scope, item in extra:
        heaps.setdefault((commune, scope, item.due.year), []).append(item)
    return [
        PlanSpec(f"plan:{era}:{commune}:{scope}:{year}", commune, scope, year, tuple(items))
        for (commune, scope, year), items in heaps.items()
    ]


def _item(session: SessionSpec, era: str) -> ItemSpec:
    here = tuple(f"need:{era}:{need}@{session.host}" for need in session.needs)
    return ItemSpec(
        key=f"item:{era}:{session.id}",
        title=title_of(session),
        code=session.code,
        theme=session.theme,
        audience=Audience(session.audience),
        due=session.last_day,
        seats=session.capacity,
        eur=session.eur,
        needs=here,
        reason="Demandé par les communes voisines du groupe",
    )


def extra_items(stage: Stage) -> list[Extra]:
    """Lines of the current plans for which nobody has opened a session yet: some are late."""
    found = []
    for row in words()["extra_items"]:
        item = ItemSpec(
            key=f"item:now:{row['id']}",
            title=Texts(words()["themes"][row["theme"]]["title"]),
            code=row["code"],
            theme=row["theme"],
            audience=AUDIENCES[row["scope"]],
            due=days.weekday_near(stage.today + timedelta(days=row["due_days"])),
            seats=row["seats"],
            eur=row["eur"],
            reason=row["reason"],
        )
        found.append((row["at"], row["scope"], item))
    return found


def draft_of(stage: Stage, item: ItemSpec, year: int) -> ItemDraft:
    begins = max(date(year, 1, 1), item.due - timedelta(weeks=5))
    planned = Decimal(item.eur)
    return ItemDraft(
        title=item.title,
        seats=item.seats,
        activity_code=item.code,
        starts_on=begins,
        due_on=item.due,
        priority=1 if item.needs else 2,
        theme=item.theme,
        audience=item.audience,
        needs=tuple(NeedSeats(stage[need]) for need in item.needs if need in stage),
        without_need_reason="" if any(need in stage for need in item.needs) else item.reason,
        budget=(
            BudgetDraft(PAYS, Currency.EUR, planned),
            BudgetDraft("Commune", Currency.MAD, planned * MAD_SHARE),
        ),
    )


def approved(stage: Stage, plan: PlanSpec, *, on: datetime) -> list[Step]:
    """The way of a plan that ends well: made four days before, submitted, endorsed where there is a director."""
    officer, judge, director = cast.officer_of(plan.commune), who_approves(plan.commune), _director(plan.commune)
    found = [
        Step(on - timedelta(days=3), partial(write, stage, plan, officer)),
        Step(on - timedelta(days=2), partial(_submit, stage, plan.key, officer)),
    ]
    if director and director != judge:
        found.append(Step(on - timedelta(days=1), partial(_endorse, stage, plan.key, director)))
    deed = f"Délibération {on.day}/{on.year}"
    return [
        *found,
        Step(on, partial(_approve, stage, plan.key, judge, deed)),
        Step(on + timedelta(minutes=30), partial(_in_force, stage, plan.key, officer)),
    ]


def who_approves(commune: str) -> str:
    """The lead elected person of the commune; the programme manager where none is named."""
    return next((p.id for p in people() if p.home == commune and "lead_elected" in p.roles), "p39")


def _director(commune: str) -> str:
    return next((p.id for p in people() if p.home == commune and "director" in p.roles), "")


def write(stage: Stage, plan: PlanSpec, who: str) -> None:
    with stage.acting(who) as by:
        made = service.make_plan(
            stage[f"home:{plan.commune}"],
            scope=PlanScope(plan.scope),
            starts_on=date(plan.year, 1, 1),
            ends_on=date(plan.year, 12, 31),
            by=by,
        )
        stage[plan.key] = made.id
        for item in plan.items:
            stage[item.key] = service.add_item(made.id, draft=draft_of(stage, item, plan.year), by=by).id


def _version(stage: Stage, key: str) -> int:
    return stage.version(TrainingPlan, stage[key])


def _submit(stage: Stage, key: str, who: str) -> None:
    with stage.acting(who) as by:
        service.submit(stage[key], version=_version(stage, key), by=by)


def _endorse(stage: Stage, key: str, who: str) -> None:
    with stage.acting(who) as by:
        service.endorse(stage[key], version=_version(stage, key), by=by)


def _approve(stage: Stage, key: str, who: str, deed: str) -> None:
    with stage.acting(who) as by:
        service.approve(stage[key], version=_version(stage, key), by=by, deed=deed)


def _in_force(stage: Stage, key: str, who: str) -> None:
    with stage.acting(who) as by:
        revisions.put_in_force(stage[key], version=_version(stage, key), by=by)


def _return(stage: Stage, key: str, who: str, text: str) -> None:
    with stage.acting(who) as by:
        service.return_(stage[key], text=text, version=_version(stage, key), by=by)


def closed(stage: Stage, plan: PlanSpec, *, on: datetime) -> Step:
    def close() -> None:
        with stage.acting(cast.officer_of(plan.commune)) as by:
            revisions.close(stage[plan.key], version=_version(stage, plan.key), by=by)

    return Step(on, close)


def next_year(stage: Stage, known: Sequence[PlanSpec]) -> list[Step]:
    """The plans of the coming year, each at another step of its way: something for each role to do."""
    found: list[Step] = []
    for row in words()["next_plans"]:
        last = max((p.year for p in known if (p.commune, p.scope) == (row["at"], "sas")), default=stage.today.year)
        plan = _next_plan(row, max(last, stage.today.year) + 1)
        officer, judge = cast.officer_of(row["at"]), who_approves(row["at"])
        day = stage.today - timedelta(days=row["days"])
        found.append(Step(days.at(day - timedelta(days=1)), partial(write, stage, plan, officer)))
        if row["step"] in ("submitted", "returned"):
            found.append(Step(days.at(day), partial(_submit, stage, plan.key, officer)))
        if row["step"] == "returned":
            returned = days.at(day + timedelta(days=2), 10)
            found.append(Step(returned, partial(_return, stage, plan.key, judge, row["text"])))
    return found


def _next_plan(row: Mapping[str, Any], year: int) -> PlanSpec:
    key = f"plan:next:{row['at']}"
    items = tuple(
        ItemSpec(
            key=f"item:next:{row['at']}:{number}",
            title=Texts(words()["themes"][item["theme"]]["title"]),
            code=item["code"],
            theme=item["theme"],
            audience=Audience.OFFICER,
            due=date(year, 3 + 3 * number, 20),
            seats=item["seats"],
            eur=item["eur"],
            reason="Repris des entretiens annuels avec les agents",
        )
        for number, item in enumerate(words()["next_items"])
    )
    return PlanSpec(key, row["at"], "sas", year, items)


def approved_day() -> date:
    return date.fromisoformat(data()["plan"]["approved_on"])
