"""A list of associations and other bodies of a commune, recognised by their folded name."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from cic_events.kernel.db import session
from cic_events.kernel.errors import DomainError
from cic_events.kernel.names import fold
from cic_events.kernel.texts import Texts
from cic_events.people import organisations, service
from cic_events.people.imports import columns, lines
from cic_events.people.imports.lines import Fate, Outcome
from cic_events.people.imports.tables import Line
from cic_events.people.models import Organisation, OrganisationKind
from cic_events.people.organisations import OrganisationDraft
from cic_events.people.permissions import Actor

NAMES = ("name_fr", "name_ar", "name_nl", "name_en")


class Book:
    """What belongs to a commune, by folded name in any language."""

    def __init__(self, commune_id: int, by: Actor, *, seen: dict[tuple[str, str], int] | None = None) -> None:
        self.commune_id, self.by = commune_id, by
        self.known: dict[str, Organisation] = {}
        for row in session().scalars(select(Organisation).where(Organisation.parent_id == commune_id)):
            self.remember(row)
        self.seen = {} if seen is None else seen

    def remember(self, row: Organisation) -> None:
        self.known.update({fold(name): row for name in row.name.values()})


def fates(rows: Sequence[Line], mapping: Mapping[str, int], book: Book, *, write: bool = False) -> list[Fate]:
    """What becomes of the lines; with `write` it becomes so, in the caller's transaction."""
    return [_fate(row, mapping, book, write) for row in rows]


def _fate(row: Line, mapping: Mapping[str, int], book: Book, write: bool) -> Fate:
    cell = {field: row.cells[column] for field, column in mapping.items()}
    shown = next((cell[f] for f in NAMES if cell.get(f)), "")
    try:
        name = _name(cell)
        kind = _kind(cell.get("kind", ""))
        for text in name.values():
            if (line := book.seen.setdefault((fold(text), ""), row.number)) != row.number:
                raise lines.TwiceInTheFile(line=line)
    except DomainError as refusal:
        return Fate(row.number, Outcome.ERROR, shown, refusal=refusal)
    known = next((book.known[fold(text)] for text in name.values() if fold(text) in book.known), None)
    changed = tuple(f"name_{code}" for code in name if known is not None and code not in known.name)
    if write and (known is None or changed):
        _write(name, kind, known, book)
    outcome = Outcome.CREATE if known is None else Outcome.UPDATE if changed else Outcome.UNCHANGED
    return Fate(row.number, outcome, shown, changed)


def _name(cell: Mapping[str, str]) -> Texts:
    name = Texts({f.removeprefix("name_"): lines.plain_name(cell[f])[:200] for f in NAMES if cell.get(f)})
    if not name or not any(fold(text) for text in name.values()):
        raise lines.NotAName
    return name


def _kind(text: str) -> OrganisationKind:
    kind = columns.KINDS.get(fold(text)) if text else OrganisationKind.ASSOCIATION
    if kind is None or kind in (OrganisationKind.COMMUNE, OrganisationKind.PROGRAMME_OFFICE):
        raise lines.NotAKind(value=text)
    return kind


def _write(name: Texts, kind: OrganisationKind, known: Organisation | None, book: Book) -> None:
    if known is None:
        book.remember(organisations.add(OrganisationDraft(name, kind=kind, parent_id=book.commune_id), by=book.by))
        return
    known.name = Texts({**name, **known.name})
    known.search_key = service.search_key(*known.name.values())[:400]
    book.remember(known)
