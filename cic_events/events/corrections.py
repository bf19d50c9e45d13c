"""After the signature: one asks for a correction with its reason, another one decides. Rows are only added."""

from sqlalchemy import select

from cic_events.events import attendance
from cic_events.events import presence_rules as rules
from cic_events.events.attendance import AddedBy, Mark
from cic_events.events.models import Attendance, AttendanceEvent, Event, EventPart
from cic_events.events.states import EventState, PresenceSource
from cic_events.kernel import audit, clock, facts, secrets
from cic_events.kernel.db import elevated, one, session, transaction
from cic_events.kernel.names import clean
from cic_events.people.permissions import Action, Actor, require


def ask(part_id: int, *, mark: Mark, reason: str, by: Actor) -> AttendanceEvent:
    """Ask that a signed mark be another; until somebody else confirms it, nothing changes.

    Raises Forbidden, SheetNotLocked, RecordsClosed, CorrectionWantsReason, NotOnTheSheet, MinutesWanted,
    CorrectionChangesNothing.
    """
    with transaction() as db:
        event, part = attendance.locked(part_id)
        require(by, Action.ATTENDANCE_MARK, event.owner_id)
        _check(event, part, reason)
        with elevated():
            if mark.registration_id not in attendance.on_the_sheet(event.id):
                raise rules.NotOnTheSheet
            _check_changes(part, mark)
            key = f"{part.id}:{mark.registration_id}:ask:{mark.key or secrets.new_token()}"[:120]
            asked = AttendanceEvent(
                registration_id=mark.registration_id,
                part_id=part.id,
                status=mark.status,
                minutes_lost=mark.minutes_lost if mark.status in rules.PARTLY else 0,
                source=PresenceSource.CORRECTION,
                at=clock.now(),
                by_id=by.person_id,
                by_name=by.name,
                reason=clean(reason, lines=True)[:500],
                receipt=attendance.receipt_number(key),
                key=key,
            )
            db.add(asked)
            db.flush()
            audit.record("attendance.correction_asked", event, detail={"row": asked.id, "part": part.id})
        return asked


def _check(event: Event, part: EventPart, reason: str) -> None:
    closed = event.state is EventState.CLOSED
    rules.check_correction(reason=reason, locked=part.locked_at is not None, closed=closed)


def _check_changes(part: EventPart, mark: Mark) -> None:
    length = rules.length_of(part.starts_at, part.ends_at)
    minutes = rules.minutes_present(mark.status, length=length, lost=mark.minutes_lost)
    held = (Attendance.registration_id == mark.registration_id, Attendance.part_id == part.id)
    stands = session().execute(select(Attendance.status, Attendance.minutes).where(*held)).one_or_none()
    if stands is not None and tuple(stands) == (mark.status, minutes):
        raise rules.CorrectionChangesNothing


def confirm(correction_id: int, *, by: Actor) -> None:
    """The second person agrees: the mark changes, with both names beside it."""
    with transaction():
        asked, event, part = _asked(correction_id, by)
        _check(event, part, asked.reason)
        made = AddedBy(
            PresenceSource.CORRECTION, asked.by_id, asked.by_name, clock.now(), by.person_id, asked.reason, asked.id
        )
        given = Mark(asked.registration_id, asked.status, asked.minutes_lost)
        with elevated():
            row = attendance.add(event, part, given, f"decided:{asked.id}", made)
            audit.record("attendance.corrected", event, detail={"row": row.id, "part": part.id})
        facts.tell("attendance.corrected", key=row.receipt, event_id=event.id, registration_id=row.registration_id)


def refuse(correction_id: int, *, by: Actor) -> None:
    """The second person does not agree: the mark stays, and the asking stays written."""
    with transaction() as db:
        asked, event, _part = _asked(correction_id, by)
        key = f"decided:{asked.id}"
        db.add(
            AttendanceEvent(
                registration_id=asked.registration_id,
                part_id=asked.part_id,
                status=asked.status,
                minutes_lost=asked.minutes_lost,
                source=PresenceSource.CORRECTION,
                at=clock.now(),
                by_id=asked.by_id,
                by_name=asked.by_name,
                second_id=by.person_id,
                reason=asked.reason,
                about_id=asked.id,
                upheld=False,
                receipt=attendance.receipt_number(key),
                key=key,
            )
        )
        db.flush()
        with elevated():
            audit.record("attendance.correction_refused", event, detail={"row": asked.id})


def _asked(id: int, by: Actor) -> tuple[AttendanceEvent, Event, EventPart]:
    """The asking that waits. Raises Forbidden, SecondPersonWanted, CorrectionDecided."""
    asked = one(AttendanceEvent, id)
    event, part = attendance.locked(asked.part_id)
    require(by, Action.ATTENDANCE_SECOND, event.owner_id)
    rules.check_second(asked_by=asked.by_id, second=by.person_id)
    decided = session().scalar(select(AttendanceEvent.id).where(AttendanceEvent.about_id == asked.id))
    if decided is not None or asked.source is not PresenceSource.CORRECTION or asked.about_id is not None:
        raise rules.CorrectionDecided
    return asked, event, part
