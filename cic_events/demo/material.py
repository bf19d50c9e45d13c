"""What the demonstration is made of: communes, people and needs of the data set, and the words that it does not say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from cic_events.kernel.texts import Texts

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DATA = Path(__file__).parent.parent / "data"


@dataclass(frozen=True)
class CommuneSpec:
    id: str
    side: str
    name: Texts
    languages: tuple[str, ...]
    region: str
    market_day: str | None = None


@dataclass(frozen=True)
class PersonSpec:
    id: str
    home: str  # key of the organisation: a commune, an association, "office", "trainers"
    roles: tuple[str, ...]
    name: str
    name_ar: str
    language: str
    gender: str
    channel: str


@dataclass(frozen=True)
class CampaignSpec:
    """A collection of needs; each commune that has one of them holds its own."""

    id: str
    title: Texts
    audience: str
    opens: date
    closes: date
    by_interview: bool


@dataclass(frozen=True)
class NeedSpec:
    id: str
    campaign: str
    communes: tuple[str, ...]
    problem: Texts
    theme: str
    code: str
    audience: str
    severity: int
    people: int


def read(name: str) -> Any:
    return yaml.load((DATA / name).read_text("utf-8"), Loader=LOADER)  # noqa: S506 (safe: CSafeLoader or SafeLoader)


@cache
def words() -> Mapping[str, Any]:
    """Titles, places, names: what the data set does not say."""
    found: Mapping[str, Any] = read("demo_words.yaml")
    return found


@cache
def tests() -> Mapping[str, Any]:
    """What is tested before and after, by theme."""
    found: Mapping[str, Any] = read("demo_tests.yaml")
    return found


@cache
def data() -> Mapping[str, Any]:
    found: Mapping[str, Any] = read("demo_dataset.yaml")
    return found


def as_of() -> date:
    """The day on which the history is told."""
    return date.fromisoformat(data()["meta"]["as_of"])


def seed() -> int:
    return int(data()["meta"]["random_seed"])


def communes() -> list[CommuneSpec]:
    return [_commune(row) for row in data()["communes"]]


def more_communes() -> list[CommuneSpec]:
    """Those of the larger size."""
    return [_commune(row) for row in words()["more_communes"]]


def _commune(row: Mapping[str, Any]) -> CommuneSpec:
    return CommuneSpec(
        row["id"], row["side"], Texts(row["name"]), tuple(row["languages"]), row["region"], row.get("market_day")
    )


def people() -> list[PersonSpec]:
    """The named people, the trainers and the auditor."""
    named = [
        PersonSpec(
            row["id"],
            row["org"] if str(row.get("org", "")).startswith("a0") else row["commune"] or "office",
            tuple(row["roles"]),
            row["name"],
            row.get("ar", ""),
            row["lang"],
            row["g"],
            row["channel"].partition("+")[0],
        )
        for row in data()["people"]
    ]
    trainers = [
        PersonSpec(
            row["id"],
            "trainers",
            ("trainer",),
            row["name"],
            row.get("ar", ""),
            "nl" if row["langs"][0] == "nl" else "fr",
            "",
            "email",
        )
        for row in data()["trainers"]
    ]
    auditor = words()["auditor"]
    return [
        *named,
        *trainers,
        PersonSpec("auditor", "office", ("auditor",), auditor["name"], "", auditor["lang"], auditor["g"], "email"),
    ]


def campaigns() -> dict[str, CampaignSpec]:
    return {
        row["id"]: CampaignSpec(
            row["id"],
            Texts(row["title"]),
            row["audience"],
            date.fromisoformat(row["open"]),
            date.fromisoformat(row["close"]),
            "by_interview" in row,
        )
        for row in data()["needs_campaigns"]
    }


def needs() -> list[NeedSpec]:
    return [_need(row, campaigns()[row["campaign"]]) for row in data()["needs"]]


def _need(row: Mapping[str, Any], campaign: CampaignSpec) -> NeedSpec:
    more = words()["needs"][row["id"]]
    said = {language: more[language] for language in ("fr", "ar") if language in more}
    return NeedSpec(
        id=row["id"],
        campaign=campaign.id,
        communes=tuple(row["communes"]),
        problem=Texts({**said, **row["problem"]}),
        theme=row["theme"],
        code=more["code"],
        audience=campaign.audience,
        severity=5 if row["priority"] == 1 else 3,
        people=row["people"],
    )
