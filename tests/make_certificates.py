"""Sessions that were held, with presence and verdicts, for tests of certificates."""

from collections.abc import Mapping, Sequence
from itertools import count

from sqlalchemy import select, update

from cic_events.competences.models import LearningObjective
from cic_events.cycle.acquis.models import Acquis, Certificate
from cic_events.cycle.acquis.states import AcquisState, Verdict
from cic_events.cycle.sessions.models import SessionObjective, TrainingSession
from cic_events.events.models import Attendance, Event, EventPart, Registration
from cic_events.events.states import EventState, Presence, PresenceSource
from cic_events.kernel import clock
from cic_events.kernel.db import reading, transaction
from cic_events.kernel.reach import SYSTEM_REACH, acting_as
from cic_events.kernel.texts import Texts
from cic_events.people.models import Organisation
from tests import make_events as make

_number = count(1)
WHOLE = 420  # minutes of a day from nine to four


def held(
    people: Mapping[str, int] | None = None, *, at: Organisation | None = None, state: EventState = EventState.HELD
) -> TrainingSession:
    """A session of one day that was held, with the minutes that each was there."""
    planned = make.session(at=at)
    with acting_as(SYSTEM_REACH):
        for name, minutes in (people or {"Amina Aït": WHOLE}).items():
            attended(make.registered(planned, name, email=f"p{next(_number)}@example.org"), minutes)
        with transaction() as db:
            db.execute(update(Event).where(Event.id == planned.id).values(state=state))
    return planned


def attended(registration: Registration, minutes: int) -> None:
    """The minutes of presence; a second call corrects them."""
    with acting_as(SYSTEM_REACH), transaction() as db:
        part = db.scalars(select(EventPart).where(EventPart.event_id == registration.event_id)).first()
        assert part is not None
        mark = db.scalars(select(Attendance).where(Attendance.registration_id == registration.id)).first()
        mark = mark or Attendance(registration_id=registration.id, part_id=part.id, owner_id=registration.owner_id)
        mark.status = Presence.PRESENT if minutes else Presence.ABSENT
        mark.minutes, mark.source, mark.marked_at = minutes, PresenceSource.TRAINER, clock.now()
        db.add(mark)


def judged(
    planned: TrainingSession,
    registration: Registration,
    verdicts: Sequence[Verdict],
    *,
    state: AcquisState = AcquisState.VALIDATED,
) -> None:
    """One objective per verdict, in this order."""
    with acting_as(SYSTEM_REACH), transaction() as db:
        for position, verdict in enumerate(verdicts, start=1):
            text = Texts(fr=f"Objectif {position}", ar=f"هدف {position}")
            objective = LearningObjective(owner_id=planned.owner_id, text=text)
            db.add(objective)
            db.flush()
            db.add(SessionObjective(session_id=planned.id, learning_objective_id=objective.id, position=position))
            db.add(
                Acquis(
                    owner_id=planned.owner_id,
                    registration_id=registration.id,
                    session_id=planned.id,
                    learning_objective_id=objective.id,
                    proposed=verdict,
                    verdict=verdict,
                    state=state,
                )
            )


def certificates() -> list[Certificate]:
    """All that there are, in the order of their numbers."""
    with acting_as(SYSTEM_REACH), reading() as db:
        return list(db.scalars(select(Certificate).order_by(Certificate.number)))
