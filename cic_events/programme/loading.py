"""From the file to the framework: the objective, the results and the activities, each held against the closed lists."""

from pathlib import Path

from cic_events.kernel.texts import Texts
from cic_events.programme import codes
from cic_events.programme.framework import ActivitySpec, Framework, ResultSpec, TargetSpec
from cic_events.programme.lists import Lists, code, codes_of, listed, period, read_lists, window
from cic_events.programme.reading import Table, Value, read
from cic_events.programme.vocabulary import (
    Automation,
    Measure,
    Origin,
    Party,
    Per,
    Predicate,
    RuleSpec,
    Side,
    UnitKind,
    measure_of,
)

FILE = Path(__file__).parent.parent / "data" / "results_framework.yaml"
VERSION = 2


def load(path: Path = FILE) -> Framework:
    """The framework of the file. Raises reading.Refused, which names the line and the code."""
    with read(path).table() as top:
        if top["schema_version"].number() != VERSION:
            raise top["schema_version"].refuse(f"version {VERSION} is wanted")
        lists = read_lists(top)
        results = tuple(_result(lists, item) for item in top["results"].items())
        activities = tuple(_activity(lists, item) for item in top["activities"].items())
        _check_activities(top["activities"], results, activities)
        return _framework(lists, top, results, activities)


def _framework(
    lists: Lists, top: Table, results: tuple[ResultSpec, ...], activities: tuple[ActivitySpec, ...]
) -> Framework:
    objective = Value(top["objective"].node, "OS", "objective")
    with top["framework"].table() as head, objective.table() as table:
        _check_head(head)
        absent = codes_of(head, "absent_in_source")
        if clash := set(absent) & {activity.code for activity in activities}:
            raise head["absent_in_source"].refuse(f"{', '.join(sorted(clash))} is in the plan")
        return Framework(
            id=head["id"].text(),
            programme=window(head["programme_period"]),
            plan=window(head["operational_plan"]),
            absent=absent,
            predicates=lists.predicates,
            document_types=lists.document_types,
            evidence_kinds=lists.evidence_kinds,
            target_groups=tuple(item.text() for item in table["target_groups"].items()),
            sides=lists.sides,
            objective_rollup=lists.rollup(table["rollup"]),
            objective=_measured(lists, table, code=code(table["code"]), parent="", order=0),
            results=results,
            activities=activities,
        )


def _check_head(head: Table) -> None:
    """The head repeats what the evaluator knows; it must be the same."""
    head["measures"].words(Measure)
    head["origins"].words(Origin)
    head["default_language"].text()
    head["code_pattern"].text()
    head["languages"].items()


def _check_activities(value: Value, results: tuple[ResultSpec, ...], activities: tuple[ActivitySpec, ...]) -> None:
    """No code or order twice; every code that is named exists."""
    known = {"OS"} | {result.code for result in results}
    places = {entry.owner: entry for entry in map(_owned, value.items())}
    if len(places) < len(activities) or len({a.order for a in activities}) < len(activities):
        raise value.refuse("a code or an order stands twice")
    for activity in activities:
        named = {activity.parent} - known
        named |= {*activity.depends_on, *activity.shares_evidence_with} - places.keys()
        if named:
            raise places[activity.code].refuse(f"names {', '.join(sorted(named))}, which is not in the file")
    for result in results:
        if lacking := set(result.rollup.all_of) - places.keys():
            raise value.refuse(f"{result.code} rolls up {', '.join(sorted(lacking))}, which is not in the file")


def _owned(value: Value) -> Value:
    """The same value, which from here on says the code that it belongs to."""
    code_node = value.peek("code")
    return Value(value.node, code_node.text() if code_node else "")


def _aliases(table: Table) -> None:
    """Other writings of the code; each must read as the code itself."""
    for key in ("aliases", "display_code"):
        if key in table:
            for alias in table[key].items() if table[key].is_list else [table[key]]:
                if codes.normalise(alias.text()) != table.owner:
                    raise alias.refuse(f"“{alias.text()}” reads as another code")


def _result(lists: Lists, value: Value) -> ResultSpec:
    with _owned(value).table() as table:
        _aliases(table)
        return ResultSpec(
            code=code(table["code"]),
            labels=table["labels"].texts(),
            side=table["side"].word(Side),
            unit=table["unit"].word(UnitKind),
            period=period(table["period"]),
            rollup=lists.rollup(table["rollup"]),
        )


def _activity(lists: Lists, value: Value) -> ActivitySpec:
    with _owned(value).table() as table:
        _aliases(table)
        order = table["order"].number()
        return _measured(lists, table, code=code(table["code"]), parent=code(table["parent"]), order=order)


def _measured(lists: Lists, table: Table, *, code: str, parent: str, order: int) -> ActivitySpec:
    rule = lists.rule(table["rule"])
    kinds = table["evidence"].items() if "evidence" in table else []
    groups = table["disaggregate"].items() if "disaggregate" in table else []
    return ActivitySpec(
        code=code,
        parent=parent,
        order=order,
        labels=table["labels"].texts(),
        side=table["side"].word(Side),
        unit=table["unit"].word(UnitKind),
        period=period(table["period"]),
        rule=rule,
        targets=tuple(_target(lists, item, rule) for item in table["targets"].items()),
        requires=frozenset(table["requires"].words(Predicate) if "requires" in table else ()),
        automation=table["automation"].word(Automation),
        lead=table["lead"].words(Party) if "lead" in table else (),
        partners=table["with"].words(Party) if "with" in table else (),
        evidence=tuple(listed(item, lists.evidence_kinds) for item in kinds),
        depends_on=codes_of(table, "depends_on"),
        shares_evidence_with=codes_of(table, "shares_evidence_with"),
        disaggregate=tuple(item.text() for item in groups),
        notes=table["notes"].texts() if "notes" in table else Texts(),
    )


def _target(lists: Lists, value: Value, rule: RuleSpec) -> TargetSpec:
    with value.table() as table:
        target = TargetSpec(
            measure=table["measure"].word(Measure),
            min=table["min"].number(),
            per=table["per"].word(Per),
            origin=table["origin"].word(Origin),
            figure=table["figure"].text() if "figure" in table else "",
            of=table["of"].texts() if "of" in table else Texts(),
        )
    if target.measure is not measure_of(rule.name):
        raise value.refuse(f"{rule.name} answers a {measure_of(rule.name)}, not a {target.measure}")
    if target.figure not in (lists.figures[rule.name] or ("",)):
        raise value.refuse(f"{rule.name} has no figure “{target.figure}”")
    if not 1 <= target.min <= (100 if target.measure is Measure.PERCENT else 10_000):
        raise value.refuse(f"{target.min} is no target")
    return target
