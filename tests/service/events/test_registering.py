"""Registering, waiting, withdrawing, promotion: fair, never over capacity."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from cic_events.events import answers, invariants, links, queries, rules, service
from cic_events.events.models import Event, Registration
from cic_events.events.states import Answer, RegistrationState
from cic_events.kernel import clock
from cic_events.kernel.db import one, reading, transaction
from cic_events.kernel.errors import Forbidden, NotFound
from cic_events.kernel.reach import acting_as
from cic_events.people.models import Channel
from cic_events.people.permissions import PUBLIC, SYSTEM, link_actor
from tests import make_events as make

CONFIRMED, WAITLISTED = RegistrationState.CONFIRMED, RegistrationState.WAITLISTED

pytestmark = pytest.mark.usefixtures("db", "now")


def counts(event_id: int) -> tuple[int, int, int]:
    with reading():
        found = queries.counts(event_id)
        assert invariants.differences() == []
        return found.capacity, found.confirmed, found.waiting


def test_who_registers_has_a_place_and_the_queue_number_one() -> None:
    planned = make.session(capacity=2)

    registration = make.registered(planned, "Amina Aït")

    assert (registration.state, registration.queue_number) == (CONFIRMED, 1)
    assert registration.partstat is Answer.ACCEPTED
    assert counts(planned.id) == (2, 1, 0)


def test_the_one_too_many_waits() -> None:
    planned = make.session(capacity=1)

    make.registered(planned, "Amina Aït")
    make.registered(planned, "Brahim Oul")

    assert make.states(planned.id) == [("Amina Aït", CONFIRMED), ("Brahim Oul", WAITLISTED)]
    assert counts(planned.id) == (1, 1, 1)


def test_registering_twice_is_one_registration_and_the_same_answer() -> None:
    planned = make.session(capacity=5)
    visitor = make.visitor("Amina Aït", planned.owner_id)

    with acting_as(PUBLIC.reach):
        said = [service.register_oneself(planned.id, visitor=visitor, by=PUBLIC) for _ in range(2)]

    assert said == [CONFIRMED, CONFIRMED]
    assert counts(planned.id) == (5, 1, 0)


def test_whoever_registers_again_on_a_full_session_learns_nothing_of_the_other() -> None:
    planned = make.session(capacity=1)
    make.registered(planned, "Amina Aït")

    with acting_as(PUBLIC.reach):
        said = service.register_oneself(planned.id, visitor=make.visitor("Amina Aït", planned.owner_id), by=PUBLIC)

    assert said is WAITLISTED
    assert make.states(planned.id) == [("Amina Aït", CONFIRMED)]


def test_a_withdrawal_gives_the_place_to_the_next_in_line() -> None:
    planned = make.session(capacity=1)
    first = make.registered(planned, "Amina Aït")
    make.registered(planned, "Brahim Oul")
    make.registered(planned, "Chaima Id")

    service.withdraw(first.id, by=SYSTEM)

    assert make.states(planned.id) == [
        ("Amina Aït", RegistrationState.CANCELLED_BY_PERSON),
        ("Brahim Oul", CONFIRMED),
        ("Chaima Id", WAITLISTED),
    ]
    assert counts(planned.id) == (1, 1, 1)


def test_who_waits_can_leave_the_line() -> None:
    planned = make.session(capacity=1)
    make.registered(planned, "Amina Aït")
    waiting = make.registered(planned, "Brahim Oul")

    service.withdraw(waiting.id, by=SYSTEM)

    assert counts(planned.id) == (1, 1, 0)


def test_after_a_withdrawal_one_registers_again_at_the_end_of_the_line() -> None:
    planned = make.session(capacity=1)
    first = make.registered(planned, "Amina Aït")
    make.registered(planned, "Brahim Oul")
    service.withdraw(first.id, by=SYSTEM)

    again = make.registered(planned, "Amina Aït")

    assert (again.state, again.queue_number) == (WAITLISTED, 3)


def test_a_raised_capacity_promotes_in_order() -> None:
    planned = make.session(capacity=1)
    for name in ("Amina Aït", "Brahim Oul", "Chaima Id"):
        make.registered(planned, name)

    with transaction():
        assert service.set_capacity(one(Event, planned.id, lock=True), capacity=2, minimum=1) == 1

    assert [state for _, state in make.states(planned.id)] == [CONFIRMED, CONFIRMED, WAITLISTED]
    assert counts(planned.id) == (2, 2, 1)


def test_the_capacity_never_goes_below_the_places_taken() -> None:
    planned = make.session(capacity=3)
    make.registered(planned, "Amina Aït")
    make.registered(planned, "Brahim Oul")

    with pytest.raises(rules.CapacityBelowTaken), transaction():
        service.set_capacity(one(Event, planned.id, lock=True), capacity=1, minimum=1)


def test_registration_is_refused_once_the_session_begins(now: datetime) -> None:
    planned = make.session(day=now.date() + timedelta(days=1))

    with clock.travel(now + timedelta(days=1)), pytest.raises(rules.RegistrationClosed):
        make.registered(planned, "Amina Aït")


def test_a_draft_session_is_not_there_for_the_public() -> None:
    planned = make.session(opened=False)

    with pytest.raises(NotFound):
        make.registered(planned, "Amina Aït")


def test_two_people_of_one_address_are_two_registrations() -> None:
    planned = make.session(capacity=5)

    make.registered(planned, "Amina Aït", email="famille@example.org")
    make.registered(planned, "Brahim Aït", email="famille@example.org")

    assert counts(planned.id) == (5, 2, 0)


def test_who_has_only_a_phone_registers_too() -> None:
    planned = make.session()

    registration = make.registered(planned, "Hassan Agourram", email=None, phone="06 12 34 56 78")

    with reading():
        person = one(Registration, registration.id).person
        assert (person.email, person.phone, person.channel) == (None, "+212612345678", Channel.PHONE)


def test_an_officer_registers_others_of_the_commune() -> None:
    host = make.commune()
    planned, officer = make.session(host), make.officer(host)

    with acting_as(officer.reach):
        made = service.register_other(planned.id, visitor=make.visitor("Fatima Id Said", host), by=officer)

    assert (made.state, made.made_by_id, made.partstat) == (CONFIRMED, officer.person_id, Answer.NEEDS_ACTION)


def test_an_officer_of_elsewhere_registers_only_their_own_people() -> None:
    host, neighbour = make.commune(), make.commune("ait-baha", name="Aït Baha")
    planned, officer = make.session(host), make.officer(neighbour)

    with acting_as(officer.reach):
        service.register_other(planned.id, visitor=make.visitor("Zahra Oumlil", neighbour), by=officer)
        with pytest.raises(Forbidden):
            service.register_other(planned.id, visitor=make.visitor("Fatima Id Said", host), by=officer)

    assert [name for name, _ in make.states(planned.id)] == ["Zahra Oumlil"]


def test_an_officer_cannot_register_the_same_person_twice() -> None:
    host = make.commune()
    planned, officer = make.session(host), make.officer(host)

    with acting_as(officer.reach):
        service.register_other(planned.id, visitor=make.visitor("Fatima Id Said", host), by=officer)
        with pytest.raises(rules.AlreadyRegistered):
            service.register_other(planned.id, visitor=make.visitor("Fatima Id Said", host), by=officer)


def test_a_mailed_link_opens_its_own_registration_only() -> None:
    planned = make.session()
    mine, theirs = make.registered(planned, "Amina Aït"), make.registered(planned, "Brahim Oul")
    holder = link_actor({("registration", mine.id)})

    with acting_as(PUBLIC.reach), reading():
        assert queries.id_of_link(links.token(mine.link_seed)) == mine.id
        with pytest.raises(NotFound):
            queries.id_of_link("0" * links.LENGTH)
    with acting_as(holder.reach):
        with pytest.raises(NotFound):
            service.withdraw(theirs.id, by=holder)
        service.withdraw(mine.id, by=holder)

    assert [state for _, state in make.states(planned.id)] == [RegistrationState.CANCELLED_BY_PERSON, CONFIRMED]


def test_the_link_itself_is_not_stored() -> None:
    mine = make.registered(make.session(), "Amina Aït")

    stored = {str(value) for value in vars(mine).values()}

    assert links.token(mine.link_seed) not in stored


def test_the_person_says_yes_once() -> None:
    host = make.commune()
    planned, officer = make.session(host), make.officer(host)
    with acting_as(officer.reach):
        made = service.register_other(planned.id, visitor=make.visitor("Fatima Id Said", host), by=officer)
    holder = link_actor({("registration", made.id)})

    with acting_as(holder.reach):
        answers.accept(made.id, by=holder)
        answers.accept(made.id, by=holder)

    assert make.registration_of(planned.id, "Fatima Id Said").partstat is Answer.ACCEPTED


def test_nobody_withdraws_once_the_session_begins(now: datetime) -> None:
    planned = make.session(day=now.date() + timedelta(days=1))
    mine = make.registered(planned, "Amina Aït")

    with clock.travel(now + timedelta(days=1)), pytest.raises(rules.HasBegun):
        service.withdraw(mine.id, by=SYSTEM)


def test_every_move_stands_in_the_history() -> None:
    planned = make.session(capacity=1)
    first = make.registered(planned, "Amina Aït")
    second = make.registered(planned, "Brahim Oul")

    service.cancel(first.id, reason="Double inscription", by=SYSTEM)

    with reading():
        assert [(s.before, s.after, s.reason, s.told) for s in queries.history(first.id)] == [
            (None, CONFIRMED, "", "registration_confirmed"),
            ("confirmed", RegistrationState.CANCELLED_BY_ORG, "Double inscription", "registration_cancelled"),
        ]
        assert [(s.before, s.after, s.told) for s in queries.history(second.id)] == [
            (None, WAITLISTED, "registration_waitlisted"),
            ("waitlisted", CONFIRMED, "registration_promoted"),
        ]


def rush(planned_id: int, owner_id: int, people: int) -> list[RegistrationState]:
    """So many strangers at once, each in a thread with a connection of its own."""

    def one_of_them(number: int) -> RegistrationState:
        visitor = make.visitor(f"Visiteur{number} Oul", owner_id)
        with acting_as(PUBLIC.reach):
            return service.register_oneself(planned_id, visitor=visitor, by=PUBLIC)

    with ThreadPoolExecutor(8) as crowd:
        return list(crowd.map(one_of_them, range(people)))


def test_two_race_for_the_last_place_and_one_has_it() -> None:
    planned = make.session(capacity=1)

    said = rush(planned.id, planned.owner_id, 2)

    assert sorted(said) == [CONFIRMED, WAITLISTED]
    assert counts(planned.id) == (1, 1, 1)


def test_a_rush_fills_every_place_and_queues_the_rest_in_order() -> None:
    planned = make.session(capacity=12)

    rush(planned.id, planned.owner_id, 40)

    states = [state for _, state in make.states(planned.id)]
    assert states == [CONFIRMED] * 12 + [WAITLISTED] * 28
    with reading() as db:
        numbers = db.scalars(
            select(Registration.queue_number)
            .where(Registration.event_id == planned.id)
            .order_by(Registration.queue_number)
        ).all()
    assert numbers == list(range(1, 41))
    assert counts(planned.id) == (12, 12, 28)


def test_withdrawals_and_registrations_at_once_leave_no_place_empty() -> None:
    planned = make.session(capacity=5)
    rush(planned.id, planned.owner_id, 10)
    with reading() as db:
        first = db.scalars(select(Registration.id).order_by(Registration.queue_number).limit(4)).all()

    def leave(id: int) -> None:
        with acting_as(SYSTEM.reach):
            service.withdraw(id, by=SYSTEM)

    with ThreadPoolExecutor(6) as crowd:
        waited = [crowd.submit(leave, id) for id in first]
        waited += [crowd.submit(make.registered, planned, f"Tardif{n} Oul") for n in range(3)]
        for one_of_them in waited:
            one_of_them.result()

    assert counts(planned.id) == (5, 5, 4)
