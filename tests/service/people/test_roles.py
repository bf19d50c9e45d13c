from datetime import date, datetime, timedelta

import pytest

from cic_events.kernel import clock
from cic_events.kernel.db import acting_as, one, reading, transaction
from cic_events.kernel.errors import Forbidden
from cic_events.people import accounts, edits, mandates, service
from cic_events.people.edits import AboveYou, PersonDraft
from cic_events.people.homes import NotYoursToGive
from cic_events.people.mandates import EndsBeforeItBegins, HoldsItAlready, LastKeyHolder
from cic_events.people.models import Mandate, Organisation, Person, Role, Side
from cic_events.people.permissions import SYSTEM, Actor
from tests import make_people as make

pytestmark = pytest.mark.usefixtures("db", "now")
TODAY = date(2026, 9, 28)


@pytest.fixture
def belfaa(db: None) -> Organisation:
    return make.commune("Belfaa")


@pytest.fixture
def naima(belfaa: Organisation) -> Actor:
    return make.actor(make.person(name="Naïma Oubella", at=belfaa))


def give(person: Person, role: Role, at: Organisation, by: Actor, **dates: date) -> Mandate:
    return mandates.give(person.id, organisation_id=at.id, role=role, **{"starts_on": TODAY, **dates}, by=by)


def running(person: Person) -> dict[Role, frozenset[int]]:
    return dict(make.actor(person).roles)


def test_an_officer_records_people_of_the_commune_and_of_its_associations(belfaa: Organisation, naima: Actor) -> None:
    tifaouine = make.association(under=belfaa)

    fatima = service.add_person(
        draft=PersonDraft("Fatima Id Said", name_ar="فاطمة إد سعيد", phone="06 00 00 00 05"),
        organisation_id=tifaouine.id,
        role=Role.ASSOCIATION_CONTACT,
        starts_on=TODAY,
        by=naima,
    )

    assert (fatima.phone, fatima.channel, fatima.email) == ("+212600000005", "phone", None)


def test_an_officer_records_nobody_in_another_commune(naima: Actor) -> None:
    jette = make.commune("Jette", side=Side.NORTH)

    with pytest.raises(Forbidden):
        service.add_person(
            draft=PersonDraft("Jan"), organisation_id=jette.id, role=Role.PARTICIPANT, starts_on=TODAY, by=naima
        )


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.PROGRAMME_MANAGER, Role.AUDITOR])
def test_an_officer_cannot_make_anybody_more_than_the_commune_holds(
    role: Role, belfaa: Organisation, naima: Actor
) -> None:
    somebody = make.person(at=belfaa, role=Role.PARTICIPANT)

    with pytest.raises(NotYoursToGive):
        give(somebody, role, belfaa, naima)


def test_a_role_holds_between_its_days_and_never_after(belfaa: Organisation, naima: Actor, now: datetime) -> None:
    amina = make.person(at=belfaa, role=Role.PARTICIPANT)
    give(amina, Role.DIRECTOR, belfaa, naima, starts_on=TODAY + timedelta(days=1), ends_on=TODAY + timedelta(days=3))

    held = []
    for days in (0, 1, 3, 4):
        with clock.travel(now + timedelta(days=days)):
            held.append(Role.DIRECTOR in running(amina))

    assert held == [False, True, True, False]


def test_the_same_role_twice_at_once_is_refused(belfaa: Organisation, naima: Actor) -> None:
    amina = make.person(at=belfaa, role=Role.PARTICIPANT)

    with pytest.raises(HoldsItAlready):
        give(amina, Role.PARTICIPANT, belfaa, naima)


def test_a_role_cannot_end_before_it_begins(belfaa: Organisation, naima: Actor) -> None:
    amina = make.person(at=belfaa, role=Role.PARTICIPANT)

    with pytest.raises(EndsBeforeItBegins):
        give(amina, Role.DIRECTOR, belfaa, naima, ends_on=TODAY - timedelta(days=1))


def test_the_last_administrator_cannot_step_down(belfaa: Organisation) -> None:
    key_holder = make.person(at=belfaa, role=Role.ADMINISTRATOR)
    with reading():
        [mandate] = one(Person, key_holder.id).mandates

    with pytest.raises(LastKeyHolder):
        mandates.end(mandate.id, on=TODAY, by=SYSTEM)
    make.person(at=belfaa, role=Role.ADMINISTRATOR)
    assert mandates.end(mandate.id, on=TODAY, by=SYSTEM).ends_on == TODAY


def test_an_election_ends_the_elected_roles_of_one_commune_on_its_eve(belfaa: Organisation, naima: Actor) -> None:
    other = make.commune("Berkane")
    khadija, zahra = (make.person(at=home, role=Role.LEAD_ELECTED) for home in (belfaa, other))

    ended = mandates.end_at_election(belfaa.id, on=TODAY, by=naima)

    assert ended == 1
    assert (running(khadija), set(running(zahra))) == ({}, {Role.LEAD_ELECTED})


def test_the_address_of_who_stands_above_is_not_an_officers_to_change(belfaa: Organisation, naima: Actor) -> None:
    key_holder = make.person(name="Claire", at=belfaa, role=Role.ADMINISTRATOR)
    with transaction():
        service.give_mandate(one(Person, key_holder.id), one(Organisation, belfaa.id), Role.TRAINER, starts_on=TODAY)
    with reading():
        _, version = edits.draft_of(key_holder.id, by=naima)

    with pytest.raises(AboveYou):
        edits.edit(key_holder.id, draft=PersonDraft("Claire", email="mine@belfaa.test"), version=version, by=naima)
    with pytest.raises(Forbidden):
        accounts.invite(key_holder.id, by=naima)


def test_a_closed_account_ends_its_sessions_and_its_links(belfaa: Organisation, naima: Actor) -> None:
    rachid = make.person(at=belfaa, role=Role.HR_REFERENT)
    token = accounts.open_session(rachid.id)

    accounts.close(rachid.id, by=naima)

    assert accounts.actor_of(token) is None
    with pytest.raises(accounts.AccountClosed):
        accounts.invite(rachid.id, by=naima)


def test_nobody_closes_the_own_account(naima: Actor) -> None:
    with pytest.raises(accounts.OwnAccount):
        accounts.close(naima.person_id or 0, by=naima)


def test_other_communes_people_are_not_ones_own_to_correct(naima: Actor) -> None:
    pieter = make.person(at=make.commune("Jette", side=Side.NORTH))

    with acting_as(naima.reach), pytest.raises(Forbidden):
        edits.edit(pieter.id, draft=PersonDraft("Pieter"), version=1, by=naima)
