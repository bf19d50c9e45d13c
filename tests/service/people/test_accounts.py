from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from cic_events.kernel import clock, jobs
from cic_events.kernel.db import reading, session, transaction
from cic_events.messages.models import Mail
from cic_events.people import accounts, throttle
from cic_events.people.accounts import LinkSpent, PasswordRefused, WrongSignIn
from cic_events.people.models import Person, Role
from tests import make

pytestmark = pytest.mark.usefixtures("db", "now")
GOOD = "four quiet blue mountains"


def mailed_token() -> str:
    jobs.run_due()
    with reading():
        [facts] = session().scalars(select(Mail.facts)).all()
    return str(facts["link"]).rpartition("/")[2]


def test_a_session_answers_with_the_roles_of_today() -> None:
    belfaa = make.commune()
    naima = make.person(name="Naïma", at=belfaa)

    actor = accounts.actor_of(accounts.open_session(naima.id))

    assert actor is not None
    assert (actor.name, actor.roles) == ("Naïma", {Role.SAS_OFFICER: frozenset({belfaa.id})})


def test_a_copied_session_is_dead_after_sign_out() -> None:
    token = accounts.open_session(make.person().id)

    accounts.sign_out(token)

    assert accounts.actor_of(token) is None


def test_a_new_password_ends_every_session() -> None:
    naima = make.person()
    tokens = [accounts.open_session(naima.id) for _ in range(2)]

    accounts.set_password(naima.id, GOOD)

    assert [accounts.actor_of(token) for token in tokens] == [None, None]


def test_a_session_ends_by_itself(now: datetime) -> None:
    token = accounts.open_session(make.person().id)

    with clock.travel(now + timedelta(days=accounts.SESSION_DAYS, seconds=1)):
        assert accounts.actor_of(token) is None


def test_the_right_password_signs_in_whatever_the_letter_case_of_the_address() -> None:
    naima = make.person(email="naima@belfaa.test")
    accounts.set_password(naima.id, GOOD)

    assert accounts.actor_of(accounts.sign_in_with_password("Naima@BELFAA.test", GOOD)) is not None


@pytest.mark.parametrize("email", ["naima@belfaa.test", "nobody@belfaa.test"])
def test_a_wrong_password_and_an_unknown_address_are_refused_alike(email: str) -> None:
    accounts.set_password(make.person(email="naima@belfaa.test").id, GOOD)

    with pytest.raises(WrongSignIn):
        accounts.sign_in_with_password(email, "not the password")


def test_after_ten_wrong_tries_even_the_right_password_waits_a_minute(now: datetime) -> None:
    accounts.set_password(make.person(email="naima@belfaa.test").id, GOOD)
    for spelling in ["naima@belfaa.test", "NAIMA@belfaa.test"] * 5:
        with pytest.raises(WrongSignIn):
            accounts.sign_in_with_password(spelling, "wrong")

    with pytest.raises(throttle.TooManyTries):
        accounts.sign_in_with_password("naima@belfaa.test", GOOD)
    with clock.travel(now + timedelta(minutes=1, seconds=1)):
        assert accounts.sign_in_with_password("naima@belfaa.test", GOOD)


@pytest.mark.parametrize("weak", ["short", "motdepasse1234", "a" * 129, "aaaaaaaaaaaaaa"])
def test_a_weak_password_is_refused(weak: str) -> None:
    with pytest.raises(PasswordRefused):
        accounts.set_password(make.person().id, weak)


def test_a_mailed_link_signs_in_once() -> None:
    make.person(email="naima@belfaa.test")
    accounts.ask_link("naima@belfaa.test")
    token = mailed_token()

    assert accounts.actor_of(accounts.consume_link(token)) is not None
    with pytest.raises(LinkSpent):
        accounts.consume_link(token)


def test_a_link_of_eleven_minutes_is_spent(now: datetime) -> None:
    make.person(email="naima@belfaa.test")
    accounts.ask_link("naima@belfaa.test")
    token = mailed_token()

    with clock.travel(now + timedelta(minutes=11)), pytest.raises(LinkSpent):
        accounts.consume_link(token)


def test_no_mail_leaves_for_an_unknown_address() -> None:
    make.commune()
    accounts.ask_link("nobody@belfaa.test")
    jobs.run_all()

    with reading():
        assert session().scalars(select(Mail)).all() == []


def test_people_of_a_demonstration_get_in_only_where_it_is_shown() -> None:
    invented, real = make.person(name="Naïma"), make.person(name="Amina", email="amina@belfaa.test")
    for who in (invented, real):
        accounts.set_password(who.id, GOOD)
    with transaction() as db:
        db.execute(update(Person).where(Person.id == invented.id).values(fictional=True))

    assert accounts.sign_in_with_password(invented.email or "", GOOD)
    assert accounts.sign_in_with_password(real.email or "", GOOD, invented=False)
    with pytest.raises(WrongSignIn):
        accounts.sign_in_with_password(invented.email or "", GOOD, invented=False)
