from datetime import date

import pytest
from sqlalchemy import func, select

from cic_events.kernel import jobs
from cic_events.kernel.audit import AuditEvent
from cic_events.kernel.db import one, reading, session, transaction
from cic_events.kernel.errors import DomainError, Forbidden
from cic_events.messages.models import Mail
from cic_events.people import accounts, merging, service
from cic_events.people.merging import SamePerson
from cic_events.people.models import Account, Language, Mandate, Organisation, Person, Role, Side
from cic_events.people.permissions import SYSTEM
from tests import make_events as events
from tests import make_people as make

pytestmark = pytest.mark.usefixtures("db", "now")


@pytest.fixture
def belfaa(db: None) -> Organisation:
    return make.commune("Belfaa")


def mandates_of(person: Person) -> set[tuple[Role, date]]:
    with reading():
        return {(m.role, m.starts_on) for m in session().scalars(select(Mandate).where(Mandate.person_id == person.id))}


def test_roles_mails_and_sign_in_follow_the_record_that_stays(belfaa: Organisation) -> None:
    old = make.person(name="Naima Oubela", at=belfaa, role=Role.TRAINER, email="naima@belfaa.test")
    kept = make.person(name="Naïma Oubella", at=belfaa, role=Role.SAS_OFFICER, account=False, email="")
    accounts.ask_link("naima@belfaa.test")
    jobs.run_due()

    merging.merge(old.id, into_id=kept.id, by=SYSTEM)

    assert {role for role, _ in mandates_of(kept)} == {Role.TRAINER, Role.SAS_OFFICER}
    with reading() as db:
        assert db.scalar(select(Mail.person_id)) == kept.id
        assert db.scalar(select(Account.person_id)) == kept.id
        assert (one(Person, old.id).merged_into_id, one(Person, kept.id).email) == (kept.id, "naima@belfaa.test")


def test_a_role_that_both_have_stays_once_with_the_longer_time(belfaa: Organisation) -> None:
    old, kept = make.person(at=belfaa, role=Role.TRAINER), make.person(at=belfaa, role=Role.TRAINER)
    with transaction():
        one(Mandate, 1).starts_on = date(2015, 1, 1)

    merging.merge(old.id, into_id=kept.id, by=SYSTEM)

    assert mandates_of(kept) == {(Role.TRAINER, date(2015, 1, 1))}


def test_of_two_accounts_that_of_the_record_that_stays_wins(belfaa: Organisation) -> None:
    old, kept = make.person(at=belfaa), make.person(at=belfaa)
    tokens = [accounts.open_session(p.id) for p in (old, kept)]

    merging.merge(old.id, into_id=kept.id, by=SYSTEM)

    assert [accounts.actor_of(token) is not None for token in tokens] == [False, True]


def test_what_the_kept_record_lacks_is_taken_over_and_what_it_has_stays(belfaa: Organisation) -> None:
    old = make.person(name="Naima", at=belfaa, phone="+212600000001", language=Language.AR, email="old@belfaa.test")
    kept = make.person(name="Naïma Oubella", at=belfaa, language=Language.FR, email="new@belfaa.test")

    merging.merge(old.id, into_id=kept.id, by=SYSTEM)

    with reading():
        now = one(Person, kept.id)
        assert (now.name_latin, now.email, now.phone, now.language) == (
            "Naïma Oubella",
            "new@belfaa.test",
            "+212600000001",
            Language.FR,
        )


def test_merging_twice_or_with_oneself_is_refused(belfaa: Organisation) -> None:
    old, kept = make.person(at=belfaa), make.person(at=belfaa)
    merging.merge(old.id, into_id=kept.id, by=SYSTEM)

    for id, into in ((old.id, kept.id), (kept.id, kept.id)):
        with pytest.raises(SamePerson):
            merging.merge(id, into_id=into, by=SYSTEM)


def test_a_coordinator_merges_the_own_people_only(belfaa: Organisation) -> None:
    jette = make.commune("Jette", side=Side.NORTH)
    greet = make.actor(make.person(at=jette, role=Role.COORDINATOR))
    own = [make.person(at=jette, role=Role.PARTICIPANT, account=False) for _ in range(2)]
    other = make.person(at=belfaa, role=Role.PARTICIPANT)

    with pytest.raises(Forbidden):
        merging.merge(other.id, into_id=own[0].id, by=greet)
    assert merging.merge(own[1].id, into_id=own[0].id, by=greet).id == own[0].id


def test_every_column_that_names_a_person_is_moved_or_says_why() -> None:
    named = {f"{c.table.name}.{c.name}" for c in merging.references()}

    assert {"mandate.person_id", "registration.person_id", "mail.person_id", "person.merged_into_id"} <= named


def test_the_merge_is_in_the_audit_trail(belfaa: Organisation) -> None:
    old, kept = make.person(at=belfaa), make.person(at=belfaa)

    merging.merge(old.id, into_id=kept.id, by=SYSTEM)

    with reading() as db:
        link = db.scalars(select(AuditEvent).where(AuditEvent.action == "person.merged")).one()
        assert (link.entity_id, link.detail["from"]) == (kept.id, old.id)
        assert db.scalar(select(func.count()).select_from(Person)) == 2


def test_doubles_are_found_by_name_address_or_number(belfaa: Organisation) -> None:
    naima = make.person(name="Naïma Oubella", at=belfaa, email="naima@belfaa.test")
    same_name = make.person(name="NAIMA OUBELLA", at=belfaa)
    same_address = make.person(name="N. Oubella", at=belfaa, email="naima@belfaa.test", account=False)
    make.person(name="Rachid", at=belfaa)

    with reading():
        found = {p.id for p in merging.lookalikes(one(Person, naima.id))}

    assert found == {same_name.id, same_address.id}
    assert service.search_key("Naïma Oubella") == service.search_key("NAIMA OUBELLA")


def test_registrations_follow_and_the_seats_stay_counted(belfaa: Organisation) -> None:
    planned = events.session(belfaa)
    first = events.registered(planned, "Amina Aït", email="amina@example.org")
    other = events.registered(planned, "Rachid Bouzid", email="rachid@example.org")
    kept = make.person(name="Amina Aït Lhaj", at=belfaa, account=False)

    merging.merge(first.person_id, into_id=kept.id, by=SYSTEM)

    assert events.states(planned.id) == [("Amina Aït Lhaj", "confirmed"), ("Rachid Bouzid", "confirmed")]
    with pytest.raises(DomainError):  # both would sit on two chairs
        merging.merge(other.person_id, into_id=kept.id, by=SYSTEM)
    assert events.states(planned.id) == [("Amina Aït Lhaj", "confirmed"), ("Rachid Bouzid", "confirmed")]
    with reading():
        assert one(Person, other.person_id).merged_into_id is None
