"""Nobody trains at two places at once."""

from sqlalchemy import select
from sqlalchemy.orm import aliased

from cic_events.cycle.sessions.models import TrainerAssignment, TrainingSession
from cic_events.cycle.sessions.states import GIVES, AssignmentState
from cic_events.events.models import Event, EventPart
from cic_events.events.states import EventState
from cic_events.kernel.db import elevated, one, session
from cic_events.kernel.errors import N_, DomainError
from cic_events.people.models import Organisation, Person

GONE = (EventState.CANCELLED, EventState.POSTPONED)


class DoubleBooked(DomainError):
    sentence = N_("%(name)s is confirmed for another session at that time: %(commune)s, %(day)s, %(hours)s.")


def check_free(person: Person, session_id: int) -> None:
    """Refuse a trainer who is confirmed elsewhere during a part of this session; the person's row is locked.

    Raises DoubleBooked.
    """
    with elevated():
        one(Person, person.id, lock=True)
        if (clash := _clash(person.id, session_id)) is not None:
            part, commune = clash
            raise DoubleBooked(
                name=person.name,
                commune=commune.name.best("fr"),
                day=part.day.isoformat(),
                hours=f"{part.start:%H:%M}–{part.end:%H:%M}",
            )


def _clash(person_id: int, session_id: int) -> tuple[EventPart, Organisation] | None:
    here, there = aliased(EventPart), aliased(EventPart)
    found = session().execute(
        select(there, Organisation)
        .join(here, (here.starts_at < there.ends_at) & (there.starts_at < here.ends_at))
        .join(Event, Event.id == there.event_id)
        .join(Organisation, Organisation.id == Event.owner_id)
        .join(TrainerAssignment, TrainerAssignment.session_id == there.event_id)
        .where(
            here.event_id == session_id,
            there.event_id != session_id,
            Event.state.not_in(GONE),
            TrainerAssignment.person_id == person_id,
            TrainerAssignment.state.in_(sorted(GIVES)),
        )
        .order_by(there.starts_at)
        .limit(1)
    )
    row = found.first()
    return (row[0], row[1]) if row else None


def check_still_free(planned: TrainingSession) -> None:
    """The same for new dates of a session whose trainer is confirmed."""
    given = (TrainerAssignment.session_id == planned.id, TrainerAssignment.state == AssignmentState.CONFIRMED)
    with elevated():
        for assignment in session().scalars(select(TrainerAssignment).where(*given).order_by(TrainerAssignment.id)):
            check_free(assignment.person, planned.id)
