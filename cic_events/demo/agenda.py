"""The sessions of the demonstration: thirteen of the data set, and a few that only the current programme has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from typing import Any

from cic_events.demo.material import data, words
from cic_events.kernel.texts import Texts


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
