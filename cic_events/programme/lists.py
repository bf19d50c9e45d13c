"""The closed lists of the file, held against those that the evaluator knows; and the small values made of them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from cic_events.kernel.texts import Texts
from cic_events.programme import codes
from cic_events.programme.framework import DocumentNeeded, Period, Rollup
from cic_events.programme.reading import Table, Value
from cic_events.programme.rules.figures import Window
from cic_events.programme.states import State
from cic_events.programme.vocabulary import (
    OF_THE_UNIT,
    Measure,
    Origin,
    Predicate,
    RuleName,
    RuleSpec,
    Scope,
    Setting,
    Side,
    UnitKind,
    measure_of,
)

NEEDS = ("validated_at", "deliberation", "published_at")
NUMBERS = {
    "min_communes",
    "min_attendance",
    "min_sessions",
    "max_age_days",
    "min_contributors",
    "min_contributor_share",
    "max_days_after",
    "months",
}
FLAGS = {"theme_required", "coordinator_required", "minutes_required", "counts_online", "integrated"}
LISTS = {"needs", "doc_types", "roles", "proofs", "states", "kinds"}

Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True)
class Lists:
    """What the rest of the file may name."""

    predicates: dict[Predicate, Scope]
    parameters: dict[RuleName, set[str]]
    figures: dict[RuleName, tuple[str, ...]]
    document_types: tuple[str, ...]
    evidence_kinds: tuple[str, ...]
    sides: dict[Side, Texts]

    def rule(self, value: Value) -> RuleSpec:
        with value.table() as table:
            name = table["name"].word(RuleName)
            assumed = frozenset(item.text() for item in table["assumed"].items()) if "assumed" in table else frozenset()
            if "doc_type" in table:
                listed(table["doc_type"], self.document_types)
            for need in table["needs"].items() if "needs" in table else ():
                listed(need, NEEDS)
            given = {key: table[key] for key in table if key not in ("name", "assumed")}
            settings = {key: _setting(key, setting) for key, setting in given.items()}
        if unknown := sorted((settings.keys() | assumed) - self.parameters[name]):
            raise value.refuse(f"{name} has no {', '.join(unknown)}")
        return RuleSpec(name, settings, assumed)

    def rollup(self, value: Value) -> Rollup:
        with value.table() as table:
            return Rollup(
                all_of=codes_of(table, "all_of"),
                share_of=table["share_of"].word(UnitKind),
                min_share=table["min_share"].number(),
                origin=table["origin"].word(Origin),
                documents=tuple(self._document(i) for i in table["documents"].items()) if "documents" in table else (),
                own_targets=table["own_targets"].flag() if "own_targets" in table else False,
            )

    def _document(self, value: Value) -> DocumentNeeded:
        with value.table() as table:
            needs = tuple(listed(item, NEEDS) for item in table["needs"].items())
            return DocumentNeeded(listed(table["doc_type"], self.document_types), needs)


def read_lists(top: Table) -> Lists:
    """Raises Refused when the file's lists and the evaluator's differ in either direction."""
    parameters, figures = _rules(top["rules"])
    _exactly(top["units"], UnitKind)
    top["platform_kinds"]
    if set(keys(top["document_facts"])) != set(NEEDS):
        raise top["document_facts"].refuse(f"the evaluator knows {', '.join(NEEDS)}")
    with top["status_model"].table() as model:
        if set(model["states"].words(State)) != set(State):
            raise model["states"].refuse(f"the evaluator knows {', '.join(State)}")
        model.rest()
    return Lists(
        predicates=_predicates(top["predicates"]),
        parameters=parameters,
        figures=figures,
        document_types=keys(top["document_types"]),
        evidence_kinds=keys(top["evidence_kinds"]),
        sides={side: value.texts() for side, value in _exactly(top["sides"], Side).items()},
    )


def _predicates(value: Value) -> dict[Predicate, Scope]:
    scopes = {}
    for name, entry in _exactly(value, Predicate).items():
        with entry.table() as table:
            scopes[name] = table["scope"].word(Scope)
            table["means"].text()
        if (scopes[name] is Scope.UNIT) != (name in OF_THE_UNIT):
            raise entry.refuse("the evaluator has it in the other scope")
    return scopes


def _rules(value: Value) -> tuple[dict[RuleName, set[str]], dict[RuleName, tuple[str, ...]]]:
    parameters, figures = {}, {}
    for name, entry in _exactly(value, RuleName).items():
        with entry.table() as table:
            if table["measures"].words(Measure) != (measure_of(name),):
                raise entry.refuse(f"the evaluator answers a {measure_of(name)}")
            parameters[name] = {item.text() for item in table["params"].items()}
            figures[name] = tuple(item.text() for item in table["figures"].items()) if "figures" in table else ()
            table["when"].items()
            table["value"].text()
    return parameters, figures


def _exactly(value: Value, enum: type[Word]) -> dict[Word, Value]:
    """A mapping whose keys are all the words of the list, and nothing else."""
    with value.table() as table:
        entries = table.rest()
    if entries.keys() != (words := {str(word) for word in enum}):
        raise value.refuse(f"differs from the evaluator in {', '.join(sorted(entries.keys() ^ words))}")
    return {enum(key): entry for key, entry in entries.items()}


def keys(value: Value) -> tuple[str, ...]:
    with value.table() as table:
        return tuple(table.rest())


def listed(value: Value, words: tuple[str, ...]) -> str:
    if value.text() not in words:
        raise value.refuse(f"“{value.text()}” is not one of {', '.join(words)}")
    return value.text()


def code(value: Value) -> str:
    if not codes.is_code(value.text()):
        raise value.refuse(f"“{value.text()}” is not a code")
    return value.text()


def codes_of(table: Table, key: str) -> tuple[str, ...]:
    return tuple(code(item) for item in table[key].items()) if key in table else ()


def window(value: Value) -> Window:
    with value.table() as table:
        return _in_order(value, table["from"].day(), table["until"].day())


def period(value: Value) -> Period:
    with value.table() as table:
        days = _in_order(value, table["from"].day(), table["until"].day())
        return Period(days.first, days.last, table["from_origin"].word(Origin), table["until_origin"].word(Origin))


def _in_order(value: Value, first: date, last: date) -> Window:
    if last < first:
        raise value.refuse(f"ends on {last}, before it begins")
    return Window(first, last)


def _setting(key: str, value: Value) -> Setting:
    if key in NUMBERS:
        return value.number()
    if key in FLAGS:
        return value.flag()
    if key in LISTS or (key == "evidence" and value.is_list):
        return tuple(item.text() for item in value.items())
    return value.text()
