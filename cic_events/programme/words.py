"""How the closed lists of the plan are said, in the languages of the product."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from cic_events.kernel.texts import Texts
from cic_events.programme.reading import read
from cic_events.programme.vocabulary import Party, Predicate, RuleName, UnitKind

FILE = Path(__file__).parent.parent / "data" / "programme_words.yaml"


@cache
def _lists() -> Mapping[str, Mapping[str, Texts]]:
    with read(FILE).table() as top:
        lists = {}
        for name, value in top.rest().items():
            with value.table() as table:
                lists[name] = {word: texts.texts() for word, texts in table.rest().items()}
    return lists


def of_rule(name: RuleName) -> Texts:
    return _lists()["rules"][name]


def of_predicate(name: Predicate) -> Texts:
    return _lists()["predicates"][name]


def of_unit(kind: UnitKind) -> Texts:
    return _lists()["units"][kind]


def of_party(party: Party) -> Texts:
    return _lists()["parties"][party]


def of_evidence(kind: str) -> Texts:
    return _lists()["evidence"][kind]


def of_setting(name: str) -> Texts:
    return _lists()["settings"][name]


def of_value(value: str) -> Texts | None:
    """A word that a setting holds, whatever list it comes from; `lead_elected@S` names a party and its side."""
    plain = value.partition("@")[0]
    for name in ("values", "parties", "evidence"):
        if (said := _lists()[name].get(plain)) is not None:
            return said
    return None
