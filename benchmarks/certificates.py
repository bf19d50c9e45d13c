"""A thousand certificates: issued when the sheets are signed, and printed when they are asked for."""

import time
from collections.abc import Iterator
from itertools import count

from sqlalchemy import insert, select, update

from benchmarks.measuring import Line, at_most, cpu
from benchmarks.world import World, sessions
from cic_events.cycle.acquis import certificate_handlers, certificate_paper
from cic_events.cycle.acquis.models import Certificate
from cic_events.cycle.sessions.models import TrainingSession
from cic_events.events.models import Attendance, Event, EventPart, Registration
from cic_events.events.states import Answer, EventState, Presence, PresenceSource, RegistrationState
from cic_events.kernel import clock
from cic_events.kernel.db import reading, transaction
from cic_events.kernel.reach import SYSTEM_REACH, acting_as
from cic_events.people.models import Person

MANY = 1000


def measured(world: World) -> Iterator[Line]:
    """Issued in write units of fifty; printed one at a time."""
    [held] = sessions(world, 1, capacity=MANY)
    with world.app.app_context(), acting_as(SYSTEM_REACH):
        _attended(held)
        began = time.process_time()
        certificate_handlers.issue_participation(session_id=held.id)
        yield at_most(f"{MANY} certificates issued", time.process_time() - began, 10, " s")
        with reading() as db:
            papers = db.scalars(select(Certificate).where(Certificate.session_id == held.id)).all()
        assert len(papers) == MANY, len(papers)
    turn = count()

    def printed() -> bytes:
        paper = papers[next(turn) % MANY]
        return certificate_paper.pdf(paper.number, paper.says, at=paper.issued_at)

    one = cpu(printed, each=10, warm=2)
    yield Line(f"{MANY} certificates printed", "reported", f"{one * MANY:.0f} s, {one * 1000:.0f} ms each", True)


def _attended(held: TrainingSession) -> None:
    """A thousand people who were there all the time."""
    now, owner_id = clock.now(), held.owner_id
    with transaction() as db:
        part = db.scalars(select(EventPart).where(EventPart.event_id == held.id)).one()
        people = db.scalars(
            insert(Person).returning(Person.id),
            [{"name_latin": f"Amina Aït {n}", "name_ar": "أمينة آيت", "search_key": f"amina {n}"} for n in range(MANY)],
        ).all()
        rows = db.scalars(
            insert(Registration).returning(Registration.id),
            [
                {
                    "event_id": held.id,
                    "owner_id": owner_id,
                    "person_id": person_id,
                    "state": RegistrationState.CONFIRMED,
                    "queue_number": number,
                    "link_seed": f"seed {person_id}",
                    "link_hash": f"hash {person_id}",
                    "partstat": Answer.ACCEPTED,
                    "changed_at": now,
                    "version": 1,
                }
                for number, person_id in enumerate(people, start=1)
            ],
        ).all()
        minutes = int((part.ends_at - part.starts_at).total_seconds()) // 60
        mark = {"status": Presence.PRESENT, "minutes": minutes, "source": PresenceSource.TRAINER, "marked_at": now}
        db.execute(
            insert(Attendance),
            [{"registration_id": id, "part_id": part.id, "owner_id": owner_id, **mark} for id in rows],
        )
        db.execute(update(Event).where(Event.id == held.id).values(state=EventState.HELD, taken=MANY))
