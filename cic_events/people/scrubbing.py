"""Taking a person's name, address and number out of every text of the database, wherever somebody wrote them."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Column, LargeBinary, String, Table, or_, select, update

from cic_events.kernel.db import Base, session
from cic_events.kernel.names import fold
from cic_events.kernel.texts import TextsType
from cic_events.people.models import Person

BLANK = "…"
SHORTEST = 4
FROZEN = ("audit_event", "audit_head")  # append-only: they hold numbers and codes, never names
OTHERS_OWN = ("person", "account", "organisation", "throttle")


@dataclass(frozen=True)
class Needles:
    """What to look for; whole words only, in the person's own spelling and as the search knows it."""

    pattern: re.Pattern[str]

    def out_of(self, value: Any) -> Any:
        """The same value without the words."""
        if isinstance(value, str):
            return self.pattern.sub(BLANK, value)
        if isinstance(value, dict):
            return type(value)({self.out_of(key): self.out_of(inner) for key, inner in value.items()})
        return [self.out_of(inner) for inner in value] if isinstance(value, list) else value

    def are_in(self, content: bytes) -> bool:
        return self.pattern.search(content.decode("utf-8", "replace")) is not None


def needles_of(person: Person, *, among: Collection[int]) -> Needles | None:
    """Names in full, the address and the number; what others than `among` bear as well stays. None for nothing."""
    said = {text for text in (person.name_latin, person.name_ar, person.email, person.phone) if text}
    own = {text for text in said if len(text) >= SHORTEST and not _shared(text, among)}
    words = sorted({*own, *(fold(text) for text in own if "@" not in text)}, key=len, reverse=True)
    if not words:
        return None
    spelled = "|".join(r"[\s\xa0]+".join(re.escape(part) for part in text.split()) for text in words)
    return Needles(re.compile(rf"(?<!\w)(?:{spelled})(?!\w)", re.IGNORECASE))


def _shared(text: str, among: Collection[int]) -> bool:
    named = [Person.name_latin == text, Person.name_ar == text, Person.email == text, Person.phone == text]
    others = select(Person.id).where(or_(*named), Person.id.not_in(among))
    return session().scalar(others.limit(1)) is not None


def scrub(needles: Needles) -> dict[str, int]:
    """How many rows of which table held the words, apart from what belongs to other people as such."""
    tables = (t for t in Base.metadata.sorted_tables if t.name not in (*FROZEN, *OTHERS_OWN))
    return {table.name: found for table in tables if (found := _scrub(table, needles))}


def _texts(table: Table) -> list[Column[Any]]:
    return [
        column
        for column in table.columns
        if isinstance(column.type, (String, JSON, TextsType)) and not column.foreign_keys and _free(column)
    ]


def _free(column: Column[Any]) -> bool:
    """A text that people write, not a code of a fixed list."""
    return type(column.type).__name__ != "Enum"


def _scrub(table: Table, needles: Needles) -> int:
    columns = _texts(table)
    if not columns:
        return 0
    changed = [(id, values) for id, values in _changed(table, columns, needles)]
    for id, values in changed:
        session().execute(update(table).where(table.c.id == id).values(**values))
    return len(changed)


def _changed(table: Table, columns: list[Column[Any]], needles: Needles) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows that hold the words; what was rendered from them goes with them."""
    rows = session().execute(select(table.c.id, *columns).order_by(table.c.id)).all()
    drawn = {c.name: None for c in table.columns if isinstance(c.type, LargeBinary) and c.nullable}
    for id, *values in rows:
        said = {c.name: needles.out_of(value) for c, value in zip(columns, values, strict=True)}
        new = {c.name: said[c.name] for c, value in zip(columns, values, strict=True) if said[c.name] != value}
        if new:
            yield id, {**new, **drawn}
