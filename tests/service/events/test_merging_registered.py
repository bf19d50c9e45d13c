"""Two records of one person, both registered: nothing is counted twice and nothing is lost."""

import pytest
from sqlalchemy import select

from cic_events.events import service
from cic_events.events.handlers import BothRegistered
from cic_events.events.models import Event, Registration
from cic_events.events.states import RegistrationState
from cic_events.kernel.db import one, reading
from cic_events.people import merging
from cic_events.people.models import Person
from cic_events.people.permissions import SYSTEM
from tests import make_events as make

pytestmark = pytest.mark.usefixtures("db", "now")


def counts(event_id: int) -> tuple[int, int]:
    with reading():
        event = one(Event, event_id)
        return event.taken, event.waiting


def test_doubles_registered_for_one_session_are_refused_with_what_to_do_first() -> None:
    planned = make.session()
    one_record, double = make.registered(planned, "Amina Aït"), make.registered(planned, "Aït Amina", email="a@b.test")

    with pytest.raises(BothRegistered, match="end one of the two registrations first"):
        merging.merge(double.person_id, into_id=one_record.person_id, by=SYSTEM)

    with reading() as db:
        assert db.scalars(select(Person.merged_into_id).where(Person.id == double.person_id)).one() is None
        assert set(db.scalars(select(Registration.person_id))) == {one_record.person_id, double.person_id}
    assert counts(planned.id) == (2, 0)


def test_one_confirmed_and_one_waiting_are_refused_too() -> None:
    planned = make.session(capacity=1)
    first, second = make.registered(planned, "Amina Aït"), make.registered(planned, "Aït Amina", email="a@b.test")

    with pytest.raises(BothRegistered):
        merging.merge(second.person_id, into_id=first.person_id, by=SYSTEM)

    assert counts(planned.id) == (1, 1)


def test_once_one_of_the_two_ended_the_merge_keeps_both_histories_and_the_count() -> None:
    planned = make.session()
    kept, double = make.registered(planned, "Amina Aït"), make.registered(planned, "Aït Amina", email="a@b.test")
    service.withdraw(double.id, by=SYSTEM)

    merging.merge(double.person_id, into_id=kept.person_id, by=SYSTEM)

    with reading() as db:
        rows = db.execute(select(Registration.person_id, Registration.state).order_by(Registration.id)).all()
    assert [tuple(row) for row in rows] == [
        (kept.person_id, RegistrationState.CONFIRMED),
        (kept.person_id, RegistrationState.CANCELLED_BY_PERSON),
    ]
    assert counts(planned.id) == (1, 0)
