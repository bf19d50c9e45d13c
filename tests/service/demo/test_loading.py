"""The demonstration is loaded once, wholly, by the verbs of the product; nothing of its past is sent."""

import re
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from cic_events.demo import cast, founding, loading
from cic_events.demo.command import demo
from cic_events.demo.stage import Stage, Step
from cic_events.events import invariants
from cic_events.kernel import audit, clock, jobs
from cic_events.kernel.db import reading
from cic_events.messages.models import Mail, MailState
from cic_events.people import accounts
from cic_events.people.models import Account, Mandate, Person
from tests import make_events
from tests.conftest import NOON

pytestmark = pytest.mark.slow


def test_a_second_loading_says_that_it_was_done(app: Flask, house: None) -> None:
    with reading() as db:
        before = db.scalar(select(func.count(Person.id)))

    said = app.test_cli_runner().invoke(demo)

    assert (said.exit_code, "loaded already" in said.output) == (0, True)
    assert "naima.oubella@belfaa.example.org" in said.output
    with reading() as db:
        assert db.scalar(select(func.count(Person.id))) == before


def test_a_house_in_use_is_left_alone(app: Flask, db: None) -> None:
    make_events.account(make_events.commune())

    said = app.test_cli_runner().invoke(demo)

    assert said.exit_code == 1
    assert "only loaded into an empty one" in said.output


def test_what_breaks_on_the_way_leaves_the_house_empty(db: None, now: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError("the lamp fell")

    steps = founding.steps
    monkeypatch.setattr(founding, "steps", lambda stage: [*steps(stage), Step(NOON, broken)])
    monkeypatch.setattr(loading, "_history", lambda stage: [])
    monkeypatch.setattr(loading, "_current", lambda stage, *, larger: [])

    with pytest.raises(RuntimeError, match="the lamp fell"):
        loading.load()

    assert loading.is_empty()
    assert not loading.is_loaded()


def test_everybody_is_invented_and_nobody_can_be_reached(house: None) -> None:
    with reading() as db:
        people = db.scalars(select(Person)).all()

    assert len(people) > 150
    assert [p.name for p in people if not p.fictional] == []
    assert [p.email for p in people if p.email and not p.email.endswith(".example.org")] == []
    phones = [p.phone for p in people if p.phone]
    assert [phone for phone in phones if not re.fullmatch(r"\+212600000\d{3}|\+32470 ?0000\d\d", phone)] == []


def test_nothing_of_the_past_is_sent_and_nothing_of_it_is_left_to_do(house: None) -> None:
    with reading() as db:
        told = dict(db.execute(select(Mail.state, func.count(Mail.id)).group_by(Mail.state)).all())  # type: ignore[arg-type]
        reasons = set(db.scalars(select(Mail.smtp_answer)))

    assert set(told) == {MailState.CANCELLED}
    assert reasons == {"not sent: delivery was off"}
    assert not jobs.has_due()


def test_the_demonstration_keeps_the_promises_of_the_product(house: None) -> None:
    with reading():
        assert invariants.differences() == []
        assert audit.breaks() == []


def test_who_signs_in_has_one_password_and_nobody_else_has_an_account(house: None) -> None:
    with reading() as db:
        names = db.scalars(
            select(Person.name_latin).join(Account, Account.person_id == Person.id).order_by(Person.name_latin)
        ).all()

    assert names == [
        "Ann Verlinden", "Béatrice Lemaire", "Claire Vandeput", "Fatima Id Said", "Hicham Bensouda",
        "Khadija Aït Lhaj", "Mustapha Aziki", "Naïma Oubella", "Rachid Bouzid",
    ]  # fmt: skip
    assert accounts.sign_in_with_password("naima.oubella@belfaa.example.org", "belfaa-jette-2018")


def test_what_people_did_is_dated_then_and_signed_by_them(house: None) -> None:
    with reading() as db:
        officer = db.scalars(select(Person).where(Person.name_latin == "Naïma Oubella")).one()
        first = db.scalars(
            select(audit.AuditEvent)
            .where(audit.AuditEvent.action == "need.recorded", audit.AuditEvent.actor_id == officer.id)
            .order_by(audit.AuditEvent.id)
        ).first()
        roles = set(db.scalars(select(Mandate.role).where(Mandate.person_id == officer.id)))

    assert first is not None
    assert date(2018, 1, 8) <= first.at.date() <= date(2018, 1, 26)
    assert {role.value for role in roles} == {"sas_officer"}


def test_the_same_seed_invents_the_same_people() -> None:
    def some() -> list[cast.Guest]:
        stage = Stage(now=clock.now())
        return [
            cast.invented(stage, place, who, n)
            for place in ("belfaa", "jette")
            for who in cast.AUDIENCES
            for n in range(30)
        ]

    first = some()

    assert first == some()
    names = [(guest.commune, guest.draft.name_latin) for guest in first]
    assert len(set(names)) == len(names)
