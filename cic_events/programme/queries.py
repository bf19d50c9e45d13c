"""The board and its pages: what each activity asks, where it stands on a day, and the records behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select

from cic_events.kernel.db import elevated, session
from cic_events.kernel.texts import Texts
from cic_events.people.models import Organisation, OrganisationKind
from cic_events.programme import codes
from cic_events.programme.assessment import Assessment, assess
from cic_events.programme.evidence import Evidence
from cic_events.programme.framework import ActivitySpec, TargetSpec
from cic_events.programme.models import Programme
from cic_events.programme.plan import CodeChoice, Plan, code_choices, plan_on, target_card, units_in
from cic_events.programme.rollups import RolledUp, roll_up
from cic_events.programme.settings import Change
from cic_events.programme.tiles import ActivityTile, Board, result_tile, tile_of
from cic_events.programme.units import Units

__all__ = [
    "Board",
    "CodeChoice",
    "activity_page",
    "assessments_on",
    "board",
    "code_choices",
    "commune_named",
    "find",
    "has_plan",
    "target_card",
]


def has_plan() -> bool:
    return session().scalar(select(Programme.id).limit(1)) is not None


def board(evidence: Evidence, *, as_of: date, commune: int | None = None) -> Board | None:
    """Every result with its activities on that day, for all communes or as one commune sees it. None without a plan."""
    with elevated():
        plan = plan_on(as_of)
        if plan is None:
            return None
        units = _of_commune(units_in(plan.period), commune)
    assessments = {spec.code: assess(spec, units[spec.unit], evidence, as_of) for spec in _live(plan, as_of)}
    rolled: dict[str, RolledUp] = {
        result.code: roll_up(
            result.code,
            result.rollup,
            result.period,
            known=assessments,
            units=units,
            evidence=evidence,
            as_of=as_of,
        )
        for result in plan.results
    }
    own = assess(plan.objective, units[plan.objective.unit], evidence, as_of)
    objective = roll_up(
        "OS",
        plan.objective_rollup,
        plan.objective.period,
        known={**rolled, "OS": own},
        units=units,
        evidence=evidence,
        as_of=as_of,
    )
    return Board(
        as_of=as_of,
        programme=plan.name,
        period=plan.period,
        periods=plan.periods,
        objective=result_tile("OS", plan.objective, objective, ()),
        results=tuple(
            result_tile(
                result.code,
                result,
                rolled[result.code],
                tuple(tile_of(a) for a in assessments.values() if a.spec.parent == result.code),
            )
            for result in plan.results
        ),
    )


def assessments_on(evidence: Evidence, *, as_of: date) -> tuple[Plan, list[Assessment]] | None:
    """Every activity on that day, for snapshots and reports."""
    if (plan := plan_on(as_of)) is None:
        return None
    units = units_in(plan.period)
    return plan, [assess(spec, units[spec.unit], evidence, as_of) for spec in _live(plan, as_of)]


def _live(plan: Plan, as_of: date) -> list[ActivitySpec]:
    """In the order of the codes; a retired activity stays on the board of the days before."""
    live = [spec for spec in plan.activities if spec.retired_on is None or spec.retired_on > as_of]
    return sorted(live, key=lambda spec: codes.sort_key(spec.code))


def _of_commune(units: Units, commune: int | None) -> Units:
    if commune is None:
        return units
    return {kind: tuple(unit for unit in of_kind if commune in unit.communes) for kind, of_kind in units.items()}


@dataclass(frozen=True)
class ActivityPage:
    """One activity with everything that it asks, unit by unit."""

    id: int
    spec: ActivitySpec
    display: str
    parent: Texts
    tile: ActivityTile
    assessment: Assessment
    targets: tuple[TargetSpec, ...]
    names: Mapping[int, Texts]
    changes: tuple[Change, ...]
    shared_with: tuple[CodeChoice, ...]
    depends_on: tuple[CodeChoice, ...]


def activity_page(code: str, evidence: Evidence, *, as_of: date, commune: int | None = None) -> ActivityPage | None:
    """The activity on that day, for all or as one commune sees it; None when the plan has no such code."""
    with elevated():
        plan = plan_on(as_of)
        spec = plan.activity(code) if plan else None
        if plan is None or spec is None:
            return None
        units = _of_commune(units_in(plan.period), commune)[spec.unit]
        names = names_of({commune for unit in units for commune in unit.communes})
    assessment = assess(spec, units, evidence, as_of)
    return ActivityPage(
        id=plan.ids[code],
        spec=spec,
        display=codes.display(code),
        parent=next(result.labels for result in plan.results if result.code == spec.parent),
        tile=tile_of(assessment),
        assessment=assessment,
        targets=spec.targets_on(min(as_of, spec.period.last)),
        names=names,
        changes=plan.changes.get(code, ()),
        shared_with=_choices(plan, spec.shares_evidence_with),
        depends_on=_choices(plan, spec.depends_on),
    )


def _choices(plan: Plan, wanted: tuple[str, ...]) -> tuple[CodeChoice, ...]:
    found = [spec for spec in plan.activities if spec.code in wanted]
    return tuple(CodeChoice(plan.ids[s.code], s.code, codes.display(s.code), s.labels) for s in found)


def names_of(communes: set[int]) -> Mapping[int, Texts]:
    rows = session().execute(select(Organisation.id, Organisation.name).where(Organisation.id.in_(communes)))
    return {row.id: row.name for row in rows}


def commune_named(slug: str) -> tuple[int, Texts] | None:
    """The commune with this address."""
    row = (
        session()
        .execute(
            select(Organisation.id, Organisation.name).where(
                Organisation.slug == slug, Organisation.kind == OrganisationKind.COMMUNE
            )
        )
        .one_or_none()
    )
    return (row[0], row[1]) if row else None


class Found(StrEnum):
    """What a search for a code answers."""

    ACTIVITY = "activity"
    RESULT = "result"
    NOT_IN_THE_PLAN = "not_in_the_plan"
    NOT_A_CODE = "not_a_code"


def find(text: str, *, as_of: date) -> tuple[Found, str]:
    """What a person means by a code, and the code. A gap like R3.1 is legal: it is not in the plan."""
    try:
        code = codes.normalise(text)
    except codes.NotACode:
        return Found.NOT_A_CODE, text.strip()
    plan = plan_on(as_of)
    if plan is not None and plan.activity(code) is not None:
        return Found.ACTIVITY, code
    known = plan is not None and (code == "OS" or any(result.code == code for result in plan.results))
    return (Found.RESULT if known else Found.NOT_IN_THE_PLAN), code
