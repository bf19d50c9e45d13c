"""Reading the plan's rows: one programme as values, its units, its codes."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ScalarSelect, and_, select
from sqlalchemy.orm import selectinload

from cic_events.kernel.db import one, reading, session
from cic_events.kernel.texts import Texts
from cic_events.people.models import Partnership
from cic_events.programme import codes
from cic_events.programme.framework import ActivitySpec, ResultSpec, Rollup
from cic_events.programme.models import Activity, Programme, Target
from cic_events.programme.rules.figures import Window
from cic_events.programme.settings import Change, changes_of
from cic_events.programme.specs import activity_spec, result_spec, rollup_of
from cic_events.programme.units import Link, Units, units_of
from cic_events.programme.vocabulary import Measure, Origin


@dataclass(frozen=True)
class Plan:
    """The plan as worded in one year."""

    id: int
    name: Texts
    period: Window
    periods: tuple[Window, ...]  # of every programme, the oldest first
    absent: tuple[str, ...]
    objective: ActivitySpec
    objective_rollup: Rollup
    results: tuple[ResultSpec, ...]
    activities: tuple[ActivitySpec, ...]
    ids: dict[str, int]  # code -> the activity's row
    changes: dict[str, tuple[Change, ...]]  # code -> the settings of its rule that were changed

    def activity(self, code: str) -> ActivitySpec | None:
        return next((activity for activity in self.activities if activity.code == code), None)


def plan_on(as_of: date) -> Plan | None:
    """The plan of the programme that runs on that day (the newest one before it otherwise); None when there is none."""
    programmes = session().scalars(select(Programme).options(selectinload(Programme.results))).all()
    if not programmes:
        return None
    programme = max(programmes, key=lambda p: (p.starts_on <= as_of <= p.ends_on, p.starts_on <= as_of, p.starts_on))
    rows = session().scalars(
        select(Activity)
        .where(Activity.programme_id == programme.id)
        .options(
            selectinload(Activity.targets),
            selectinload(Activity.wordings),
            selectinload(Activity.settings),
            selectinload(Activity.result),
        )
        .order_by(Activity.order)
    )
    every = list(rows)
    specs = [activity_spec(row, as_of) for row in every]
    return Plan(
        id=programme.id,
        name=programme.name,
        period=Window(programme.starts_on, programme.ends_on),
        periods=tuple(Window(p.starts_on, p.ends_on) for p in sorted(programmes, key=lambda p: p.starts_on)),
        absent=tuple(programme.absent_codes),
        objective=next(spec for spec in specs if not spec.parent),
        objective_rollup=rollup_of(programme.objective_rollup),
        results=tuple(result_spec(row) for row in programme.results),
        activities=tuple(spec for spec in specs if spec.parent),
        ids={row.code: row.id for row in every},
        changes={row.code: changes_of(row) for row in every if row.settings},
    )


def id_on(as_of: date) -> ScalarSelect[int]:
    """The programme that `plan_on` speaks of, for use inside a statement."""
    started, runs = Programme.starts_on <= as_of, and_(Programme.starts_on <= as_of, Programme.ends_on >= as_of)
    order = (runs.desc(), started.desc(), Programme.starts_on.desc())
    return select(Programme.id).order_by(*order).limit(1).scalar_subquery()


def units_in(period: Window) -> Units:
    """The communes, pairs and partnerships of the programme."""
    partnerships = session().scalars(select(Partnership).options(selectinload(Partnership.souths)))
    links = [
        Link(partnership.id, partnership.north_id, south.organisation_id, partnership.starts_on, partnership.ends_on)
        for partnership in partnerships
        for south in partnership.souths
    ]
    return units_of(links, period)


@dataclass(frozen=True)
class CodeChoice:
    """An activity as other stages offer it: by its row or by its code."""

    id: int
    code: str
    display: str
    labels: Texts


def code_choices(as_of: date) -> list[CodeChoice]:
    """The activities that are asked for on that day, in natural order."""
    if (plan := plan_on(as_of)) is None:
        return []
    live = [a for a in plan.activities if a.retired_on is None or a.retired_on > as_of]
    return [
        CodeChoice(plan.ids[a.code], a.code, codes.display(a.code), a.labels)
        for a in sorted(live, key=lambda activity: codes.sort_key(activity.code))
    ]


@dataclass(frozen=True)
class TargetCard:
    """A target as the form that changes it shows it."""

    id: int
    code: str
    display: str
    labels: Texts
    of: Texts
    min: int
    measure: Measure
    origin: Origin
    first: date
    last: date

    def within(self, day: date) -> date:
        """The day of the activity's period that is nearest."""
        return max(self.first, min(day, self.last))


def target_card(target_id: int) -> TargetCard:
    """Raises NotFound."""
    with reading():
        target = one(Target, target_id)
        activity = target.activity
        return TargetCard(
            id=target.id,
            code=activity.code,
            display=codes.display(activity.code),
            labels=activity.labels,
            of=target.of,
            min=target.min,
            measure=target.measure,
            origin=target.origin,
            first=activity.starts_on,
            last=activity.ends_on,
        )
