"""Officers and their mail queue."""

from datetime import datetime

import pytest
from sqlalchemy import select

from cic_events.events import links
from cic_events.kernel.db import reading
from cic_events.kernel.reach import SYSTEM_REACH, acting_as
from cic_events.messages.models import Mail
from cic_events.people.models import Organisation, Role
from tests import make_events
from tests.browser import Browser
from tests.make_messages import organisation, person, posted
from tests.smtp import delivered, serving
from tests.statements import statements


@pytest.fixture
def ours(db: None, now: datetime) -> Organisation:
    return organisation()


@pytest.fixture
def officer(browser: Browser, ours: Organisation) -> Browser:
    return browser.signed_in_as(person(role=Role.SAS_OFFICER, at=ours)).in_language("en")


def refused(ours: Organisation) -> int:
    """A mail that the server refused for good."""
    from dataclasses import replace

    from cic_events.kernel import jobs
    from cic_events.messages import config, delivery

    mail = posted(owner_id=ours.id)
    before = config.current()
    with serving() as (server, port):
        server.behaviour.refuse = {"amina@belfaa.test"}
        config.use(replace(before, host="127.0.0.1", port=port))
        jobs.run_all()
        delivery.hang_up()
    config.use(before)
    return mail.id


def test_a_refused_mail_is_shown_with_a_way_to_correct_it(officer: Browser, ours: Organisation) -> None:
    refused(ours)
    page = officer.get("/outbox/?heap=todo")
    assert page.html.find("tbody").find_all("td")[2].text == "550 5.1.1 <amina@belfaa.test> user unknown"

    page = page.click("Amina Bennani")
    form = page.forms["address-form"]
    form["to"] = "amina.bennani@belfaa.test"
    page = form.submit(status=303).follow()

    assert "It is in the queue again." in page.html.find(role="status").text
    assert [m.recipients for m in delivered()] == [("amina.bennani@belfaa.test",)]


def test_a_bad_address_is_told_at_its_field(officer: Browser, ours: Organisation) -> None:
    form = officer.get(f"/outbox/{refused(ours)}").forms["address-form"]
    form["to"] = "nobody"
    page = form.submit(status=422)

    assert page.html.find(id="to-error").text == "No mail can be sent to this address."
    assert page.forms["address-form"]["to"].value == "nobody"


def test_do_not_send(officer: Browser, ours: Organisation) -> None:
    mail = posted(owner_id=ours.id)
    page = officer.get(f"/outbox/{mail.id}")
    form = next(f for f in page.forms.values() if f.action.endswith("/cancel"))
    form.submit(status=303).follow()

    assert delivered() == []


def test_somebody_without_an_address_was_told_by_phone(officer: Browser, ours: Organisation) -> None:
    mail = posted(owner_id=ours.id, to=None, channel="phone")
    page = officer.get("/outbox/?heap=todo")
    assert "by phone" in page.html.find("tbody").text
    page = officer.get(f"/outbox/{mail.id}")
    assert "Hello Amina Bennani," in page.html.find("section", id="text").text
    form = next(f for f in page.forms.values() if f.action.endswith("/told"))
    page = form.submit(status=303).follow()

    assert page.html.find(class_="page-header").find(class_="badge").text.strip() == "Sent"


def test_a_test_mail_is_sent_to_oneself(officer: Browser) -> None:
    form = officer.get("/outbox/").click("Send a test mail").forms["form"]
    form["to"] = "khadija@belfaa.test"
    form.submit(status=303).follow()

    assert [(m.recipient, m.subject) for m in delivered()] == [("khadija@belfaa.test", "Test mail from CIC")]


def test_the_queue_costs_the_same_with_one_row_and_with_three(officer: Browser, ours: Organisation) -> None:
    sent = []
    for more in (1, 2):
        for _ in range(more):
            posted(owner_id=ours.id)
        with statements() as now_sent:
            page = officer.get("/outbox/")
        sent.append((len(page.html.find("tbody").find_all("tr")), len(now_sent)))

    assert [rows for rows, _ in sent] == [1, 3]
    assert sent[0][1] == sent[1][1]


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_page_is_whole_in_every_language(officer: Browser, ours: Organisation, language: str) -> None:
    mail = posted(owner_id=ours.id, to_name="<b>أمينة</b>")
    officer.in_language(language)

    for path in ("/outbox/", f"/outbox/{mail.id}", "/outbox/test", "/outbox/caught"):
        officer.get(path, status=200)


def test_another_commune_finds_nothing(browser: Browser, ours: Organisation) -> None:
    mail = posted(owner_id=ours.id)
    other = browser.signed_in_as(person(role=Role.SAS_OFFICER, at=organisation("Jette")))

    other.get(f"/outbox/{mail.id}", status=404)
    assert not other.get("/outbox/").html.find("tbody")


def test_a_participant_has_no_queue(browser: Browser, ours: Organisation) -> None:
    browser.signed_in_as(person(role=Role.PARTICIPANT, at=ours)).get("/outbox/", status=404)


def test_the_personal_link_in_a_mail_is_its_readers_only(browser: Browser, db: None, now: datetime) -> None:
    host = make_events.commune()
    made = make_events.registered(make_events.session(host))
    with acting_as(SYSTEM_REACH), reading() as rows:
        id = rows.scalars(select(Mail.id).where(Mail.registration_id == made.id)).first()

    page = browser.signed_in_as(make_events.account(host)).get(f"/outbox/{id}")

    assert "/my/registration/…" in page.text
    assert links.token(made.link_seed) not in page.text
