"""Between rows and values: an activity's row reads as the specification that the rules take, and back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from cic_events.programme.framework import ActivitySpec, DocumentNeeded, Period, ResultSpec, Rollup, TargetSpec
from cic_events.programme.models import Activity, Result, Target
from cic_events.programme.vocabulary import Origin, Party, Predicate, RuleName, RuleSpec, UnitKind


def rule_as_data(rule: RuleSpec) -> dict[str, Any]:
    settings = {key: list(value) if isinstance(value, tuple) else value for key, value in rule.settings.items()}
    return {"name": rule.name.value, "settings": settings, "assumed": sorted(rule.assumed)}


def rule_of(data: Mapping[str, Any]) -> RuleSpec:
    settings = {key: tuple(value) if isinstance(value, list) else value for key, value in data["settings"].items()}
    return RuleSpec(RuleName(data["name"]), settings, frozenset(data["assumed"]))


def rule_on(row: Activity, day: date) -> RuleSpec:
    """The rule with the settings that hold on that day; what a manager chose is no longer our reading."""
    rule = rule_of(row.rule)
    chosen = {
        change.name: bool(change.value) if isinstance(rule.settings.get(change.name), bool) else change.value
        for change in row.settings
        if change.valid_from <= day
    }
    return RuleSpec(rule.name, {**rule.settings, **chosen}, rule.assumed - chosen.keys())


def rollup_as_data(rollup: Rollup) -> dict[str, Any]:
    return {
        "all_of": list(rollup.all_of),
        "share_of": rollup.share_of.value,
        "min_share": rollup.min_share,
        "origin": rollup.origin.value,
        "documents": [{"doc_type": d.doc_type, "needs": list(d.needs)} for d in rollup.documents],
        "own_targets": rollup.own_targets,
    }


def rollup_of(data: Mapping[str, Any]) -> Rollup:
    return Rollup(
        all_of=tuple(data["all_of"]),
        share_of=UnitKind(data["share_of"]),
        min_share=data["min_share"],
        origin=Origin(data["origin"]),
        documents=tuple(DocumentNeeded(d["doc_type"], tuple(d["needs"])) for d in data["documents"]),
        own_targets=data["own_targets"],
    )


def activity_row(spec: ActivitySpec, **more: Any) -> Activity:
    """A new row that says what the file says."""
    return Activity(
        code=spec.code,
        order=spec.order,
        labels=spec.labels,
        side=spec.side,
        unit=spec.unit,
        starts_on=spec.period.first,
        ends_on=spec.period.last,
        starts_origin=spec.period.first_origin,
        ends_origin=spec.period.last_origin,
        rule=rule_as_data(spec.rule),
        requires=sorted(spec.requires),
        automation=spec.automation,
        lead=list(spec.lead),
        partners=list(spec.partners),
        evidence_kinds=list(spec.evidence),
        depends_on=list(spec.depends_on),
        shares_evidence_with=list(spec.shares_evidence_with),
        disaggregate=list(spec.disaggregate),
        notes=spec.notes,
        targets=[_target_row(target, position) for position, target in enumerate(spec.targets)],
        **more,
    )


def _target_row(target: TargetSpec, position: int) -> Target:
    return Target(
        position=position,
        figure=target.figure,
        measure=target.measure,
        min=target.min,
        per=target.per,
        origin=target.origin,
        of=target.of,
    )


def activity_spec(row: Activity, day: date) -> ActivitySpec:
    """The activity as worded and counted on that day, with all versions of its targets."""
    former = [wording.labels for wording in row.wordings if wording.last_year >= day.year]
    return ActivitySpec(
        code=row.code,
        parent=row.result.code if row.result else "",
        order=row.order,
        labels=former[0] if former else row.labels,
        side=row.side,
        unit=row.unit,
        period=_period(row),
        rule=rule_on(row, day),
        targets=tuple(target_spec(target) for target in row.targets),
        requires=frozenset(Predicate(word) for word in row.requires),
        automation=row.automation,
        lead=tuple(Party(word) for word in row.lead),
        partners=tuple(Party(word) for word in row.partners),
        evidence=tuple(row.evidence_kinds),
        depends_on=tuple(row.depends_on),
        shares_evidence_with=tuple(row.shares_evidence_with),
        disaggregate=tuple(row.disaggregate),
        notes=row.notes,
        retired_on=row.retired_on,
    )


def target_spec(row: Target) -> TargetSpec:
    return TargetSpec(
        measure=row.measure,
        min=row.min,
        per=row.per,
        origin=row.origin,
        figure=row.figure,
        of=row.of,
        id=row.id,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        waived_because=row.waived_because,
    )


def result_spec(row: Result) -> ResultSpec:
    return ResultSpec(
        code=row.code,
        labels=row.labels,
        side=row.side,
        unit=row.unit,
        period=_period(row),
        rollup=rollup_of(row.rollup),
    )


def _period(row: Activity | Result) -> Period:
    return Period(row.starts_on, row.ends_on, row.starts_origin, row.ends_origin)
