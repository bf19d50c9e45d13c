"""Marking who was there and sealing the sheet. Marks are only added; a verb is one transaction.

The event's row is locked first, so that two who mark, sign or correct at once come one after the other.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from cic_events.events import presence_rules as rules
from cic_events.events.models import Attendance, AttendanceEvent, Event, EventPart, Registration
from cic_events.events.states import EventState, Presence, PresenceSource, RegistrationState
from cic_events.kernel import audit, clock, secrets
from cic_events.kernel.db import elevated, one, session, transaction
from cic_events.kernel.idempotency import KeyReused
from cic_events.people.permissions import Action, Actor, require

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is read for another


@dataclass(frozen=True)
class Mark:
    """How one person was there. The same `key` sent again is the same mark."""

    registration_id: int
    status: Presence
    minutes_lost: int = 0
    key: str = ""


@dataclass(frozen=True)
class Receipt:
    """That a mark arrived; `known`: it had been sent before."""

    registration_id: int
    number: str
    at: datetime
    known: bool = False


def mark(part_id: int, *, marks: Sequence[Mark], source: PresenceSource, by: Actor, by_name: str = "") -> list[Receipt]:
    """Mark people of one part; the first mark says that the event runs. A session is marked by its sheets' verb."""
    with transaction():
        event, part = locked(part_id)
        require(by, Action.ATTENDANCE_MARK, event.owner_id)
        return write(event, part, marks, source=source, by=by, by_name=by_name)


def lock(part_id: int, *, by_name: str, by: Actor) -> None:
    """Sign the sheet: nothing changes after it but by a correction. A session is signed by its sheets' verb."""
    with transaction():
        event, part = locked(part_id)
        require(by, Action.ATTENDANCE_MARK, event.owner_id)
        seal(event, part, by_name=by_name)


def locked(part_id: int) -> tuple[Event, EventPart]:
    """The event and its part, locked in this order; raises NotFound when the actor may not see the event."""
    part = one(EventPart, part_id)
    event = one(Event, part.event_id, lock=True)
    return event, one(EventPart, part_id, lock=True)


def write(
    event: Event, part: EventPart, marks: Sequence[Mark], *, source: PresenceSource, by: Actor, by_name: str = ""
) -> list[Receipt]:
    """Add the marks inside the caller's transaction, who has checked the right and locked the event.

    Raises SheetLocked, NotUnderWay, TooEarly, NotOnTheSheet, MinutesWanted; a mark that is there already is none of
    these: its receipt comes back.
    """
    keyed = {_key(part, one_mark): one_mark for one_mark in marks}
    with elevated():
        there = _already(keyed)
        new = {key: one_mark for key, one_mark in keyed.items() if key not in there}
        if new:
            _check(event, part, new.values())
            _begin(event)
            made = AddedBy(source, by.person_id, by_name, clock.now())
            rows = {key: add(event, part, one_mark, key, made) for key, one_mark in new.items()}
            detail = {"part": part.id, "marks": len(new), "source": source.value}
            audit.record("attendance.marked", event, detail=detail)
            there.update(rows)
    return [Receipt(row.registration_id, row.receipt, row.at, key not in new) for key, row in there.items()]


def _key(part: EventPart, given: Mark) -> str:
    return f"{part.id}:{given.registration_id}:{given.key or secrets.new_token()}"[:120]


def _already(keyed: Mapping[str, Mark]) -> dict[str, AttendanceEvent]:
    found = session().scalars(
        select(AttendanceEvent).where(AttendanceEvent.key.in_(keyed)).order_by(AttendanceEvent.id)
    )
    there = {row.key: row for row in found}
    for key, row in there.items():
        if (row.status, row.minutes_lost) != (keyed[key].status, _lost(keyed[key])):
            raise KeyReused
    return there


def _lost(given: Mark) -> int:
    return given.minutes_lost if given.status in rules.PARTLY else 0


def _check(event: Event, part: EventPart, marks: Iterable[Mark]) -> None:
    rules.check_markable(event.state, locked=part.locked_at is not None)
    rules.check_time(starts_at=part.starts_at, now=clock.now(), day=part.day, start=part.start)
    wanted = {given.registration_id for given in marks}
    if wanted - set(on_the_sheet(event.id)):
        raise rules.NotOnTheSheet


def on_the_sheet(event_id: int) -> list[int]:
    """The registrations that a sheet of this event holds: those confirmed."""
    held = (Registration.event_id == event_id, Registration.state == RegistrationState.CONFIRMED)
    return list(session().scalars(select(Registration.id).where(*held).order_by(Registration.id)))


def _begin(event: Event) -> None:
    if event.state is EventState.CONFIRMED:
        event.state = EventState.RUNNING
        audit.record("event.running", event)


@dataclass(frozen=True)
class AddedBy:
    """Who adds a row, by what, and for a correction why and about which asking."""

    source: PresenceSource
    person_id: int | None
    name: str
    at: datetime
    second_id: int | None = None
    reason: str = ""
    about_id: int | None = None


def add(event: Event, part: EventPart, given: Mark, key: str, made: AddedBy) -> AttendanceEvent:
    """One more row of the history, and the state that follows from it."""
    minutes = rules.minutes_present(
        given.status, length=rules.length_of(part.starts_at, part.ends_at), lost=given.minutes_lost
    )
    row = AttendanceEvent(
        registration_id=given.registration_id,
        part_id=part.id,
        status=given.status,
        minutes_lost=_lost(given),
        source=made.source,
        at=made.at,
        by_id=made.person_id,
        by_name=made.name[:200],
        second_id=made.second_id,
        reason=made.reason,
        about_id=made.about_id,
        upheld=True if made.about_id else None,
        receipt=receipt_number(key),
        key=key,
    )
    session().add(row)
    _now_stands(event, row, minutes)
    session().flush()
    return row


def receipt_number(key: str) -> str:
    """Twelve letters and digits that one can read out: the same mark has the same number."""
    number = int(secrets.mac("attendance receipt", key)[:15], 16)
    letters = "".join(_LETTERS[number >> 5 * place & 31] for place in range(12))
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def _now_stands(event: Event, row: AttendanceEvent, minutes: int) -> None:
    held = (Attendance.registration_id == row.registration_id, Attendance.part_id == row.part_id)
    state = session().scalars(select(Attendance).where(*held)).one_or_none()
    if state is None:
        state = Attendance(owner_id=event.owner_id, registration_id=row.registration_id, part_id=row.part_id)
        session().add(state)
    state.status, state.minutes, state.source, state.marked_at = row.status, minutes, row.source, row.at


def seal(event: Event, part: EventPart, *, by_name: str) -> bool:
    """Lock the sheet inside the caller's transaction; whether it was open. Raises Unmarked, TooEarly, NotUnderWay."""
    if part.locked_at is not None:
        return False
    rules.check_markable(event.state, locked=False)
    rules.check_time(starts_at=part.starts_at, now=clock.now(), day=part.day, start=part.start)
    with elevated():
        marked = set(session().scalars(select(Attendance.registration_id).where(Attendance.part_id == part.id)))
        if unmarked := set(on_the_sheet(event.id)) - marked:
            raise rules.Unmarked(count=len(unmarked))
        part.locked_at, part.locked_by, part.locked_digest = clock.now(), by_name[:200], digest_of(part)
        audit.record("attendance.locked", event, detail={"part": part.id, "digest": part.locked_digest})
    return True


def digest_of(part: EventPart) -> str:
    """A digest of the marks as they stand, that shows later whether the sheet is still what was signed."""
    rows = session().execute(
        select(Attendance.registration_id, Attendance.status, Attendance.minutes)
        .where(Attendance.part_id == part.id)
        .order_by(Attendance.registration_id)
    )
    said = [part.uid, [[id, status.value, minutes] for id, status, minutes in rows]]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()
