"""Printed signature sheets: a code for the lines as they were printed, and back from the code to the people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from cic_events.events.models import EventPart, Registration
from cic_events.events.paper_models import PrintedSheet
from cic_events.events.states import RegistrationState
from cic_events.kernel import clock, secrets
from cic_events.kernel.db import session
from cic_events.kernel.errors import NotFound
from cic_events.people.models import Person

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is read for another


@dataclass(frozen=True)
class SheetLine:
    """Who stands on a printed line; `registered`: still."""

    registration_id: int
    name_latin: str
    name_ar: str
    registered: bool = True


@dataclass(frozen=True)
class Sheet:
    """A sheet as it was printed; without a code it was never printed, and its lines are those of today."""

    code: str
    printed_at: datetime | None
    lines: tuple[SheetLine, ...]


def keep(part_id: int, lines: Sequence[int], *, owner_id: int) -> str:
    """The code of these lines, in the caller's transaction: printed again unchanged, a sheet keeps its code."""
    newest = session().scalar(
        select(PrintedSheet).where(PrintedSheet.part_id == part_id).order_by(PrintedSheet.id.desc()).limit(1)
    )
    if newest is not None and newest.lines == list(lines):
        return newest.code
    made = PrintedSheet(owner_id=owner_id, part_id=part_id, code=_new_code(), lines=list(lines), printed_at=clock.now())
    session().add(made)
    session().flush()
    return made.code


def _new_code() -> str:
    number = int(secrets.digest(secrets.new_token())[:15], 16)
    letters = "".join(LETTERS[number // 30**place % 30] for place in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def place_of(code: str) -> tuple[int, int]:
    """The event and the part of a printed sheet, as far as the actor sees it. Raises NotFound."""
    found = (
        session()
        .execute(
            select(EventPart.event_id, EventPart.id)
            .join(PrintedSheet, PrintedSheet.part_id == EventPart.id)
            .where(PrintedSheet.code == code.upper())
        )
        .one_or_none()
    )
    if found is None:
        raise NotFound
    return found[0], found[1]


def sheets(part_id: int) -> list[Sheet]:
    """The sheets printed of a part, the newest first, with their people. Two statements."""
    printed = session().scalars(
        select(PrintedSheet).where(PrintedSheet.part_id == part_id).order_by(PrintedSheet.id.desc())
    )
    kept = printed.all()
    people = _people(sorted({id for sheet in kept for id in sheet.lines}))
    return [
        Sheet(sheet.code, sheet.printed_at, tuple(people[id] for id in sheet.lines if id in people)) for sheet in kept
    ]


def _people(ids: Sequence[int]) -> dict[int, SheetLine]:
    rows = session().execute(
        select(Registration.id, Person.name_latin, Person.name_ar, Registration.state)
        .join(Person, Person.id == Registration.person_id)
        .where(Registration.id.in_(ids))
    )
    return {id: SheetLine(id, latin, arabic, state is RegistrationState.CONFIRMED) for id, latin, arabic, state in rows}
