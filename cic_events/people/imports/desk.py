"""The errand of an import: keep the file, try it out, write the good lines, forget the file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from cic_events.kernel import audit, clock, files, jobs
from cic_events.kernel.db import one, reading, session, transaction
from cic_events.kernel.errors import N_, FieldRefused, NotFound
from cic_events.kernel.files import StoredFile
from cic_events.people import homes
from cic_events.people.imports import columns, lines, organisations, people, tables
from cic_events.people.imports.columns import Kind
from cic_events.people.imports.lines import Fate, Outcome, Report
from cic_events.people.imports.tables import Line, Table
from cic_events.people.models import Organisation
from cic_events.people.permissions import Action, Actor

AT_ONCE = 100  # lines of one write unit: others wait no longer than for these
KEPT = timedelta(days=1)
PREFIX = "import-"
WRITTEN = (Outcome.CREATE, Outcome.UPDATE)
SPREADSHEETS = (".csv", ".xlsx")


class NotATable(FieldRefused):
    sentence = N_("Choose a CSV file or an Excel workbook (.xlsx).")


class NoName(FieldRefused):
    sentence = N_("Say which column holds the name.")


@dataclass(frozen=True)
class Sheet:
    """An uploaded table, before it is imported."""

    id: int
    commune_id: int
    kind: Kind
    table: Table


def upload(content: bytes, name: str, *, kind: Kind, commune_id: int, by: Actor) -> int:
    """Keep a list for a day; the id of the file. Raises Forbidden, NotATable and what `tables.read` refuses."""
    suffix = Path(name).suffix.lower()
    if suffix not in SPREADSHEETS:
        raise NotATable("file")
    with reading():
        homes.require_at(by, Action.PEOPLE_IMPORT, commune_id)
    try:
        files.content_type(content, name)
    except files.FileRefused as refused:
        raise NotATable("file") from refused
    tables.read(content, name)
    with transaction() as db:
        stored = files.store(content, f"{PREFIX}{kind.value}{suffix}", owner_id=commune_id)
        db.flush()
        return stored.id


def sheet(id: int, *, by: Actor) -> Sheet:
    """The uploaded list. Raises NotFound when it is not there for this actor any more."""
    stored = one(StoredFile, id)
    home = one(Organisation, stored.owner_id)
    if not stored.name.startswith(PREFIX) or not homes.may_at(by, Action.PEOPLE_IMPORT, home.id, home.parent_id):
        raise NotFound
    kind = Kind(Path(stored.name).stem.removeprefix(PREFIX))
    return Sheet(stored.id, home.id, kind, tables.read(stored.path.read_bytes(), stored.name))


def try_out(found: Sheet, mapping: Mapping[str, int], *, by: Actor) -> Report:
    """What would become of each line; nothing is written."""
    return lines.together(_fates(found, list(found.table.lines), mapping, by, {}, write=False))


def run(id: int, mapping: Mapping[str, int], *, by: Actor) -> Report:
    """Import the good lines, some at a time, then forget the file; running it twice changes nothing more."""
    with reading():
        found = sheet(id, by=by)
        home = one(Organisation, found.commune_id)
    if not columns.usable(found.kind, mapping):
        raise NoName("file")
    with reading():
        fates = {fate.number: fate for fate in try_out(found, mapping, by=by).fates}
    rows = [line for line in found.table.lines if fates[line.number].outcome in WRITTEN]
    for start in range(0, len(rows), AT_ONCE):
        with transaction():
            part = _fates(found, rows[start : start + AT_ONCE], mapping, by, {}, write=True)
            counts = {outcome.value: n for outcome, n in lines.together(part).counts.items()}
            audit.record(f"{found.kind.value}.imported", home, detail={"file": id, "from": start, **counts})
        fates |= {fate.number: fate for fate in part}
    forget(id)
    return lines.together(fates.values())


def _fates(
    found: Sheet,
    rows: list[Line],
    mapping: Mapping[str, int],
    by: Actor,
    seen: dict[tuple[str, str], int],
    *,
    write: bool,
) -> list[Fate]:
    if found.kind is Kind.PEOPLE:
        return people.fates(rows, mapping, people.Book(found.commune_id, by, seen=seen), write=write)
    return organisations.fates(rows, mapping, organisations.Book(found.commune_id, by, seen=seen), write=write)


def forget(id: int) -> None:
    """Remove an uploaded list, row and file."""
    with transaction() as db:
        stored = db.get(StoredFile, id)
        if stored is None:
            return
        path, sha256 = stored.path, stored.sha256
        db.delete(stored)
        db.flush()
        shared = db.scalar(select(StoredFile.id).where(StoredFile.sha256 == sha256).limit(1))
    if shared is None:
        path.unlink(missing_ok=True)


@jobs.handles("nightly.forget_imports")
def forget_old(payload: dict[str, Any]) -> None:
    """Lists that nobody imported are personal data too: they go after a day."""
    with reading():
        old = session().scalars(
            select(StoredFile.id).where(StoredFile.name.startswith(PREFIX), StoredFile.created_at < clock.now() - KEPT)
        )
        ids = list(old)
    for id in ids:
        forget(id)
