"""The printed sheet typed back: what was understood, before it is saved, and the photo that proves it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from cic_events.cycle.sessions import sheets
from cic_events.events import presence, printed_sheets, typed_sheet
from cic_events.events.attendance import Mark
from cic_events.events.models import Event, EventPart
from cic_events.events.paper_models import SheetPhoto
from cic_events.events.presence import Book, MarkLine, PartSheet
from cic_events.events.presence_rules import PARTLY
from cic_events.events.printed_sheets import Sheet, SheetLine
from cic_events.events.states import Presence, PresenceSource
from cic_events.kernel import audit, clock, files
from cic_events.kernel.db import elevated, one, reading, session, transaction
from cic_events.kernel.errors import N_, FieldRefused, NotFound
from cic_events.kernel.files import StoredFile
from cic_events.kernel.names import Named
from cic_events.people.models import Person
from cic_events.people.permissions import Action, Actor, require

PROOFS = ("image/", "application/pdf")


class NotAPhoto(FieldRefused):
    sentence = N_("The photo must be a picture (JPEG, PNG, WebP) or a PDF, of at most 10 MB.")


@dataclass(frozen=True)
class Understood(Named):
    """One line as it was read. `skipped`: the person withdrew after the sheet was printed."""

    line: int
    registration_id: int
    status: Presence
    minutes_lost: int
    was: MarkLine | None
    skipped: bool

    def changes(self, part: PartSheet) -> bool:
        """Whether saving it adds a mark."""
        if self.was is None:
            return True
        lost = part.minutes - self.was.minutes if self.was.status in PARTLY else 0
        return (self.was.status, lost) != (self.status, self.minutes_lost)


@dataclass(frozen=True)
class Reading:
    """What a typed text says of one printed sheet, and of whom it says nothing."""

    lines: tuple[Understood, ...]
    unsaid: tuple[tuple[int, SheetLine], ...]


def sheet_of(book: Book, part_id: int, code: str = "") -> Sheet:
    """The sheet that is typed: of this code, the newest, or the list of today. Raises NotFound."""
    today = [SheetLine(one_.registration_id, one_.name, one_.name_ar) for one_ in book.people]
    return printed_sheets.sheet(part_id, code, today=today)


def read(text: str, *, sheet: Sheet, book: Book, part: PartSheet) -> Reading:
    """Raises what typed_sheet.read() refuses."""
    found = typed_sheet.read(text, lines=len(sheet.lines), minutes=part.minutes)
    unsaid = tuple((n, sheet.lines[n - 1]) for n in typed_sheet.unsaid(found, lines=len(sheet.lines)))
    return Reading(tuple(_understood(said, sheet.lines[said.line - 1], book, part) for said in found), unsaid)


def _understood(said: typed_sheet.Said, line: SheetLine, book: Book, part: PartSheet) -> Understood:
    return Understood(
        name_latin=line.name_latin,
        name_ar=line.name_ar,
        line=said.line,
        registration_id=line.registration_id,
        status=said.status,
        minutes_lost=said.minutes_lost,
        was=book.mark(line.registration_id, part.id),
        skipped=book.person(line.registration_id) is None,
    )


def save(part_id: int, *, text: str, code: str, photo: tuple[bytes, str] | None, key: str, by: Actor) -> int:
    """Mark what was typed, from the paper, and keep the photo; how many marks are new.

    Raises what typed_sheet.read() and sheets.mark() refuse, and NotAPhoto.
    """
    with transaction():
        event_id = one(EventPart, part_id).event_id
        event = one(Event, event_id, lock=True)
        require(by, Action.ATTENDANCE_MARK, event.owner_id)
        book = presence.book(event_id)
        part = book.part(part_id)
        if part is None:
            raise NotFound
        found = read(text, sheet=sheet_of(book, part_id, code), book=book, part=part)
        marks = [
            Mark(line.registration_id, line.status, line.minutes_lost, key)
            for line in found.lines
            if not line.skipped and line.changes(part)
        ]
        if marks:
            sheets.mark(part_id, marks=marks, by=by, source=PresenceSource.PAPER_SCAN)
        if photo is not None:
            _keep(event, part_id, photo, by)
        return len(marks)


def _keep(event: Event, part_id: int, photo: tuple[bytes, str], by: Actor) -> None:
    content, name = photo
    try:
        kind = files.content_type(content, name)
    except files.FileRefused:
        raise NotAPhoto("photo") from None
    if not kind.startswith(PROOFS):
        raise NotAPhoto("photo")
    stored = files.store(content, name, owner_id=event.owner_id)
    session().flush()
    kept = SheetPhoto(owner_id=event.owner_id, part_id=part_id, file_id=stored.id, at=clock.now(), by_id=by.person_id)
    session().add(kept)
    audit.record("attendance.photo_kept", kept, detail={"part": part_id, "sha256": stored.sha256})


@dataclass(frozen=True)
class Photo:
    """A kept photo, as the list of a sheet shows it."""

    id: int
    name: str
    at: datetime
    by: str


def photos(part_id: int) -> list[Photo]:
    """The photos of a sheet, the newest first. One statement."""
    rows = session().execute(
        select(SheetPhoto.id, StoredFile.name, SheetPhoto.at, Person.name_latin, Person.name_ar)
        .join(StoredFile, StoredFile.id == SheetPhoto.file_id)
        .outerjoin(Person, Person.id == SheetPhoto.by_id)
        .where(SheetPhoto.part_id == part_id)
        .order_by(SheetPhoto.id.desc())
    )
    return [Photo(id, name, at, latin or arabic or "") for id, name, at, latin, arabic in rows]


def photo(id: int, *, by: Actor) -> tuple[bytes, str]:
    """The photo as it was kept, with its name, for the host's officers alone. Raises NotFound, Forbidden."""
    with reading():
        kept = one(SheetPhoto, id)
        require(by, Action.ATTENDANCE_MARK, kept.owner_id)
        with elevated():
            stored = kept.file
            if not stored.path.exists():
                raise NotFound
            return stored.path.read_bytes(), stored.name


def codes(part_id: int) -> Sequence[Sheet]:
    """All sheets printed of a part."""
    return printed_sheets.sheets(part_id)
