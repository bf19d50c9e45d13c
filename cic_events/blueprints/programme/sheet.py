"""An activity's page in words: who, how much, by which rule, and where each unit stands."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from cic_events.blueprints.programme import words
from cic_events.kernel.texts import Texts
from cic_events.programme import words as plan_words
from cic_events.programme.assessment import Measured
from cic_events.programme.framework import ActivitySpec, TargetSpec
from cic_events.programme.queries import ActivityPage
from cic_events.programme.rules.figures import Unit
from cic_events.programme.settings import Change, editable
from cic_events.programme.vocabulary import (
    OF_THE_UNIT,
    Measure,
    Origin,
    RuleSpec,
    Side,
    UnitKind,
)
from cic_events.web.locale import _, _n, day_range, listed, plain


def sheet(shown: ActivityPage, as_of: date) -> dict[str, Any]:
    """What the template prints, already in the reader's language."""
    spec, tile = shown.spec, shown.tile
    said, look = words.STATES[tile.state]
    return {
        "id": shown.id,
        "code": shown.display,
        "plain_code": spec.code,
        "labels": spec.labels,
        "parent": shown.parent,
        "parent_code": spec.parent,
        "state": (_(said), look),
        "missed": words.missed(tile.missed),
        "figure": words.figure(tile.figure),
        "evidence": tile.evidence,
        "targets": [_target(target) for target in shown.targets],
        "rule": plan_words.of_rule(spec.rule.name),
        "settings": _settings(spec.rule),
        "changes": [_change(change) for change in shown.changes],
        "requires": [(plan_words.of_predicate(p), p in OF_THE_UNIT) for p in sorted(spec.requires)],
        "facts": _facts(spec),
        "notes": spec.notes,
        "shared": [(choice.code, choice.display, choice.labels) for choice in shown.shared_with],
        "depends": [(choice.code, choice.display, choice.labels) for choice in shown.depends_on],
        "unit_word": plan_words.of_unit(spec.unit),
        "retired_on": spec.retired_on,
    }


def _target(target: TargetSpec) -> dict[str, Any]:
    return {
        "id": target.id,
        "amount": words.amount(target.min, target.measure),
        "of": target.of,
        "per": _(words.PERS[target.per]),
        "origin": _(words.ORIGINS[target.origin]),
        "assumed": target.origin is Origin.ASSUMED,
        "waived": target.waived_because,
        "since": target.valid_from,
    }


def _settings(rule: RuleSpec) -> list[tuple[str, Texts, str, bool, bool]]:
    """(key, its name, its value, whether it is our reading, whether it may be edited), for every setting."""
    known = editable(rule)
    return [
        (key, plan_words.of_setting(key), words.setting(value), key in rule.assumed, key in known)
        for key, value in rule.settings.items()
    ]


def _change(change: Change) -> dict[str, Any]:
    return {
        "name": plan_words.of_setting(change.name),
        "was": words.setting(change.was),
        "value": words.setting(change.value),
        "since": change.valid_from,
        "reason": change.reason,
    }


def _facts(spec: ActivitySpec) -> list[tuple[str, str | None]]:
    period = spec.period
    origins = {period.first_origin, period.last_origin}
    origin = Origin.ASSUMED if Origin.ASSUMED in origins else period.last_origin
    return [
        (_("Who leads"), listed(plain(plan_words.of_party(party)) for party in spec.lead)),
        (_("With"), listed(plain(plan_words.of_party(party)) for party in spec.partners) or None),
        (_("Side"), _side(spec.side)),
        (_("Counted for"), plain(plan_words.of_unit(spec.unit))),
        (_("Period"), f"{day_range(period.first, period.last)} ({_(words.ORIGINS[origin])})"),
        (_("Proved by"), listed(plain(plan_words.of_evidence(kind)) for kind in spec.evidence)),
        (_("The figure is"), _(words.AUTOMATIONS[spec.automation])),
    ]


def _side(side: Side) -> str:
    return {
        Side.NORTH: _("North"),
        Side.SOUTH: _("South"),
        Side.BOTH: _("North and South"),
        Side.NETWORK: _("Network of communes"),
    }[side]


def unit_name(unit: Unit, names: Mapping[int, Texts]) -> str:
    """Belfaa; Jette – Belfaa for a pair; North for a side."""
    if unit.kind is UnitKind.PROGRAMME:
        return plain(plan_words.of_unit(unit.kind))
    if unit.side is not None:
        return _side(unit.side)
    ordered: Iterable[int] = (*sorted(unit.north), *sorted(unit.south))
    return " – ".join(plain(names[commune]) for commune in ordered if commune in names)


def measured_words(measured: Measured) -> str:
    """2 of 4, then what is open: "2 / 4 · 1 more on the way"."""
    figure = measured.figure
    if not figure.measurable:
        return _("nothing to count from yet")
    said = words.amount(figure.value, figure.measure)
    if figure.measure is Measure.PERCENT and figure.possible is not None:
        said = f"{said} ({len(figure.counted)} / {len(figure.possible)})"
    said = f"{said} / {words.amount(measured.target.min, figure.measure)}"
    if figure.open:
        said = f"{said} · {_n('%(num)s more on the way', '%(num)s more on the way', len(figure.open))}"
    return said
