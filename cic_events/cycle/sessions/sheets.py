"""The attendance sheets of a session: marked and countersigned by its trainer, or by an officer on behalf."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from cic_events.cycle.sessions import trainers
from cic_events.cycle.sessions.models import TrainerAssignment, TrainingSession
from cic_events.cycle.sessions.states import AssignmentState, check_assignment, check_move
from cic_events.cycle.sessions.trainer_access import check_trainer
from cic_events.events import attendance, presence
from cic_events.events import presence_rules as rules
from cic_events.events.attendance import Mark, Receipt
from cic_events.events.models import Event, EventPart
from cic_events.events.presence import Book
from cic_events.events.states import EventState, PresenceSource
from cic_events.kernel import audit, clock, facts
from cic_events.kernel.db import elevated, one, reading, session, transaction
from cic_events.people.permissions import Action, Actor


def book(session_id: int, *, by: Actor) -> Book:
    """All sheets, for the trainer, or for who may read attendance. Raises NotFound, Forbidden."""
    with reading():
        check_trainer(session_id, by, Action.ATTENDANCE_SEE)
        with elevated():
            return presence.book(session_id)


def mark(
    part_id: int,
    *,
    marks: Sequence[Mark],
    by: Actor,
    source: PresenceSource = PresenceSource.TRAINER,
    by_name: str = "",
) -> list[Receipt]:
    """Mark people of one part; the first mark says that the session runs.

    Raises Forbidden, and what attendance.write() refuses.
    """
    with transaction():
        event, part = attendance.locked(part_id)
        trainer = check_trainer(event.id, by, Action.ATTENDANCE_MARK)
        name = by_name or (trainer.person.name if trainer else by.name)
        return attendance.write(event, part, marks, source=source, by=by, by_name=name)


def countersign(part_id: int, *, by: Actor, by_name: str = "") -> None:
    """Sign a sheet: by the trainer's own name typed, or by being signed in. The last one makes the session held.

    Raises Forbidden, NotThisName, Unmarked, TooEarly.
    """
    with transaction():
        event, part = attendance.locked(part_id)
        trainer = check_trainer(event.id, by, Action.ATTENDANCE_MARK)
        with elevated():
            name = _signature(trainer, by, by_name)
            if attendance.seal(event, part, by_name=name) and _all_signed(event.id):
                _held(event)


def _signature(trainer: TrainerAssignment | None, by: Actor, typed: str) -> str:
    """The name under the sheet: who is signed in need not type it."""
    if by.system:
        return typed
    if by.person_id is not None:
        return by.name
    names = (trainer.person.name_latin, trainer.person.name_ar) if trainer else ()
    rules.check_signed_by(typed, *names)
    return trainer.person.name if trainer else typed


def _all_signed(event_id: int) -> bool:
    session().flush()
    unsigned = (EventPart.event_id == event_id, EventPart.locked_at.is_(None))
    return session().scalar(select(EventPart.id).where(*unsigned).limit(1)) is None


def _held(event: Event) -> None:
    check_move(event.state, EventState.HELD)
    event.state, event.changed_at = EventState.HELD, clock.now()
    session().flush()
    given = (TrainerAssignment.session_id == event.id, TrainerAssignment.state == AssignmentState.CONFIRMED)
    delivered = session().scalars(select(TrainerAssignment).where(*given).order_by(TrainerAssignment.id)).all()
    for assignment in delivered:
        check_assignment(assignment.state, AssignmentState.DELIVERED)
        assignment.state = AssignmentState.DELIVERED
    if delivered:
        session().flush()
        trainers.follow(one(TrainingSession, event.id))
    audit.record("session.held", event)
    facts.tell("session.held", key=str(event.id), session_id=event.id)


@dataclass(frozen=True)
class Standing:
    """How far the sheets of a session are."""

    parts: int
    signed: int


def standing(session_id: int) -> Standing:
    """One statement."""
    rows = session().execute(select(EventPart.locked_at).where(EventPart.event_id == session_id)).all()
    return Standing(len(rows), sum(1 for (locked_at,) in rows if locked_at is not None))
