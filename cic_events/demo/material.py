"""What the demonstration is made of: the data set, and the words and names that it does not say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
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


@dataclass(frozen=True)
class PartSpec:
    day: date
    start: time
    end: time

    def moved(self, days: int) -> "PartSpec":
        return replace(self, day=self.day + timedelta(days=days))


@dataclass(frozen=True)
class SessionSpec:
    id: str
    theme: str
    host: str
    zone: str
    parts: tuple[PartSpec, ...]
    audience: str
    capacity: int
    confirmed: int
    waitlisted: int
    attended: int
    trainer: str
    code: str
    state: str
    communes: tuple[str, ...]  # where its people come from
    needs: tuple[str, ...] = ()
    online: bool = False
    scope: str = ""  # of the plan that holds it; empty: outside the plan
    eur: int = 0
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def first_day(self) -> date:
        return self.parts[0].day

    @property
    def last_day(self) -> date:
        return self.parts[-1].day

    @property
    def registered(self) -> int:
        return self.confirmed + self.waitlisted

    def moved(self, days: int) -> "SessionSpec":
        return replace(self, parts=tuple(part.moved(days) for part in self.parts))


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


def sessions() -> list[SessionSpec]:
    """The thirteen of the data set, each with its share of the plan's money; the last one stands outside the plan."""
    rows = data()["sessions"]
    where = {row["id"]: tuple(row["communes"]) for row in data()["needs"]}
    planned = [row for row in rows if row["id"] != "s13"]
    money = dict(zip((row["id"] for row in planned), _shares(planned, data()["plan"]["budget_eur"]), strict=True))
    return [_session(row, where, money.get(row["id"], 0)) for row in rows]


def _session(row: Mapping[str, Any], where: Mapping[str, tuple[str, ...]], eur: int) -> SessionSpec:
    homes = dict.fromkeys(commune for need in row["needs"] for commune in where[need])
    online = row["host"] == "online"
    host = next(iter(homes)) if online else row["host"]
    return SessionSpec(
        id=row["id"],
        theme=row["theme"],
        host=host,
        zone=row["zone"],
        parts=tuple(
            PartSpec(date.fromisoformat(day), time.fromisoformat(start), time.fromisoformat(end))
            for day, start, end in row["parts"]
        ),
        audience=row["audience"],
        capacity=row["capacity"],
        confirmed=row["confirmed"],
        waitlisted=row.get("waitlisted", 0),
        attended=row.get("attended", 0),
        trainer=row["trainer"],
        code=row["primary"],
        state=row["state"],
        communes=tuple(homes),
        needs=tuple(row["needs"]),
        online=online,
        scope=_scope(row) if eur else "",
        eur=eur,
        extra=row,
    )


def _scope(row: Mapping[str, Any]) -> str:
    """Whose plan holds it: what serves local actors (RA4) is theirs, whoever sits in the room."""
    if row["primary"].startswith("R4."):
        return "local_actors"
    return "elected" if row["audience"] == "elected_official" else "sas"


def _shares(rows: Sequence[Mapping[str, Any]], total: int) -> list[int]:
    """The budget by length and size, in round hundreds; the last one takes the rest."""
    weights = [len(row["parts"]) * row["capacity"] + 40 for row in rows]
    shares = [total * weight // sum(weights) // 100 * 100 for weight in weights[:-1]]
    return [*shares, total - sum(shares)]


def extra_sessions(today: date) -> list[SessionSpec]:
    """Those that only the current programme has."""
    return [
        SessionSpec(
            id=row["id"],
            theme=row["theme"],
            host=row["host"],
            zone=row["zone"],
            parts=tuple(
                PartSpec(today + timedelta(days=ahead), time.fromisoformat(start), time.fromisoformat(end))
                for ahead, start, end in row["parts"]
            ),
            audience=row["audience"],
            capacity=row["capacity"],
            confirmed=row["confirmed"],
            waitlisted=0,
            attended=0,
            trainer=row["trainer"],
            code=row["primary"],
            state=row["state"],
            communes=tuple(row["communes"]),
            scope=row.get("scope", ""),
            eur=row.get("eur", 0),
        )
        for row in words()["extra_sessions"]
    ]


def title_of(session: SessionSpec) -> Texts:
    return Texts(words()["titles"].get(session.id) or words()["themes"][session.theme]["title"])
