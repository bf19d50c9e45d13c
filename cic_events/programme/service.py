"""What a programme manager does to the plan. Every verb is one transaction and leaves its trace."""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select

from cic_events.kernel import audit, clock
from cic_events.kernel.db import one, session, transaction
from cic_events.kernel.errors import N_, DomainError, FieldRefused
from cic_events.kernel.texts import Texts
from cic_events.people.permissions import Action, Actor, require
from cic_events.programme import moving, snapshots
from cic_events.programme.assessment import Assessment
from cic_events.programme.framework import Framework
from cic_events.programme.loading import FILE, load
from cic_events.programme.models import Activity, IndicatorSnapshot, Programme, Result, Target, Wording
from cic_events.programme.specs import activity_row, rollup_as_data
from cic_events.programme.vocabulary import Measure, Origin

NAME = Texts(
    fr="Coopération internationale communale, Maroc 2017-2021",
    nl="Gemeentelijke internationale samenwerking, Marokko 2017-2021",
    ar="التعاون الدولي الجماعي، المغرب 2017-2021",
    en="Municipal international cooperation, Morocco 2017-2021",
)


class NoReason(FieldRefused):
    sentence = N_("Say why: whoever reads the report later will ask.")


class NoTarget(FieldRefused):
    sentence = N_("A target is at least 1, and a percentage at most 100.")


class AlreadyReplaced(DomainError):
    sentence = N_("This target has been replaced by a newer one. Open the activity again.")


class OutsideThePeriod(FieldRefused):
    sentence = N_("Choose a day between the first and the last day of the activity.")


class AlreadyRetired(DomainError):
    sentence = N_("This activity is retired already.")


def load_framework(*, by: Actor, path: Path = FILE, first_year: int | None = None) -> Programme:
    """Make the plan's rows from the file, once; rows that exist are edited, never loaded over.

    `first_year`: the same plan for the programme that begins then; each day has the programme that runs on it.
    """
    require(by, Action.PROGRAMME_EDIT)
    written = load(path)
    plan = moving.beginning_in(written, first_year or written.programme.first.year)
    with transaction() as db:
        existing = db.scalars(select(Programme).where(Programme.framework_id == plan.id)).one_or_none()
        if existing is not None:
            return existing
        programme = _rows_of(plan)
        years = plan.programme.first.year - written.programme.first.year
        programme.name = moving.renamed_texts(NAME, written.programme, years)
        db.add(programme)
        db.flush()
        db.add(activity_row(plan.objective, programme_id=programme.id))
        for result in programme.results:
            mine = [activity for activity in plan.activities if activity.parent == result.code]
            result.activities = [activity_row(activity, programme_id=programme.id) for activity in mine]
        audit.record("programme.loaded", programme, detail={"framework": plan.id})
    return programme


def _rows_of(plan: Framework) -> Programme:
    return Programme(
        framework_id=plan.id,
        name=NAME,
        starts_on=plan.programme.first,
        ends_on=plan.programme.last,
        plan_starts_on=plan.plan.first,
        plan_ends_on=plan.plan.last,
        absent_codes=list(plan.absent),
        objective_rollup=rollup_as_data(plan.objective_rollup),
        results=[
            Result(
                code=result.code,
                order=order,
                labels=result.labels,
                side=result.side,
                unit=result.unit,
                starts_on=result.period.first,
                ends_on=result.period.last,
                starts_origin=result.period.first_origin,
                ends_origin=result.period.last_origin,
                rollup=rollup_as_data(result.rollup),
            )
            for order, result in enumerate(plan.results, start=1)
        ],
    )


def edit_target(target_id: int, *, minimum: int, reason: str, by: Actor, valid_from: date | None = None) -> Target:
    """Ask for more or less from a day on. The old figure stays for what came before."""
    require(by, Action.PROGRAMME_EDIT)
    with transaction():
        old = one(Target, target_id, lock=True)
        if not 1 <= minimum <= (100 if old.measure is Measure.PERCENT else 10_000):
            raise NoTarget("minimum")
        return _replace(old, by, valid_from, reason, minimum=minimum, waived_because="")


def waive_target(target_id: int, *, reason: str, by: Actor, valid_from: date | None = None) -> Target:
    """Ask for nothing from a day on; the reason is shown next to the figure."""
    require(by, Action.PROGRAMME_EDIT)
    with transaction():
        old = one(Target, target_id, lock=True)
        return _replace(old, by, valid_from, reason, minimum=old.min, waived_because=reason.strip())


def _replace(
    old: Target, by: Actor, valid_from: date | None, reason: str, *, minimum: int, waived_because: str
) -> Target:
    """A manager's figure is stated: it is no longer our reading."""
    activity, reason = old.activity, reason.strip()
    first = valid_from or _within(clock.today(), activity)
    if not reason:
        raise NoReason("reason")
    if old.valid_until is not None:
        raise AlreadyReplaced
    if first != _within(first, activity) or (old.valid_from and first < old.valid_from):
        raise OutsideThePeriod("valid_from")
    new = Target(
        activity=activity,
        position=old.position,
        figure=old.figure,
        measure=old.measure,
        min=minimum,
        per=old.per,
        origin=old.origin if waived_because else Origin.STATED,
        of=old.of,
        valid_from=first,
        reason=reason,
        waived_because=waived_because,
        made_by_id=by.person_id,
    )
    session().add(new)
    old.valid_until = first - timedelta(days=1)
    audit.record("target.replaced", activity, detail={"code": activity.code, "from": old.min, "to": minimum})
    return new


def _within(day: date, activity: Activity) -> date:
    return max(activity.starts_on, min(day, activity.ends_on))


def reword(activity_id: int, *, labels: Texts, plan_year: int, by: Actor) -> Activity:
    """Call an activity otherwise from a plan year on; what it was called before stays readable."""
    require(by, Action.PROGRAMME_EDIT)
    with transaction() as db:
        activity = one(Activity, activity_id, lock=True)
        db.add(Wording(activity_id=activity.id, last_year=plan_year - 1, labels=activity.labels))
        activity.labels = labels
        audit.record("activity.reworded", activity, detail={"code": activity.code, "year": plan_year})
    return activity


def retire(activity_id: int, *, on: date, reason: str, by: Actor) -> Activity:
    """Stop asking for an activity. It is never deleted, and its code is never used again."""
    require(by, Action.PROGRAMME_EDIT)
    if not reason.strip():
        raise NoReason("reason")
    with transaction():
        activity = one(Activity, activity_id, lock=True)
        if activity.retired_on is not None:
            raise AlreadyRetired
        activity.retired_on, activity.retired_because = on, reason.strip()
        audit.record("activity.retired", activity, detail={"code": activity.code})
    return activity


def keep_snapshots(programme_id: int, assessments: Iterable[Assessment], *, by: Actor) -> list[IndicatorSnapshot]:
    """Keep every figure as it stands on the day asked, with the records behind it."""
    require(by, Action.PROGRAMME_EDIT)
    with transaction() as db:
        programme = one(Programme, programme_id)
        rows = [
            IndicatorSnapshot(programme_id=programme.id, taken_at=clock.now(), taken_by_id=by.person_id, **values)
            for assessment in assessments
            for values in snapshots.figures_of(assessment)
        ]
        db.add_all(rows)
        audit.record("programme.snapshot", programme, detail={"figures": len(rows)})
    return rows
