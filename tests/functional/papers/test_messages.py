"""Who has no e-mail is told by hand: a text ready to send, a tick that is noted, a call that was asked for."""

from urllib.parse import parse_qs, urlsplit

import pytest

from cic_events.events import links
from cic_events.kernel.audit import AuditEvent
from cic_events.kernel.db import reading
from cic_events.messages.models import Mail, MailState
from cic_events.people.models import Language, Role
from tests import make_events as make
from tests.browser import Browser
from tests.functional.attendance.test_officer import officer_of
from tests.functional.attendance.test_trainer import press, said, words

pytestmark = pytest.mark.usefixtures("db", "now")


def crowd(host):
    planned = make.session(host)
    make.registered(planned, "Amina Aït")
    asked = make.registered(planned, "Brahim Oul", email=None, phone="+212600000001", language=Language.AR)
    return planned, asked


def path(registration) -> str:
    return f"/my/registration/{links.token(registration.link_seed)}"


def test_a_text_with_the_link_is_ready_for_who_has_no_address(browser: Browser) -> None:
    host = make.commune()
    planned, asked = crowd(host)
    page = officer_of(host, browser).get(f"/sessions/{planned.id}/papers").click("Messages to send by hand")
    before = page.text
    page = press(page, "Show the texts and links")
    text = page.html.find("textarea")
    opened = urlsplit(page.html.find("a", href=lambda href: href and "wa.me" in href)["href"])

    assert path(asked) not in before
    assert (text["lang"], text["dir"]) == ("ar", "rtl")
    assert text.get_text().strip().splitlines()[-1].endswith(path(asked))
    assert "تدبير الكفاءات" in text.get_text()
    assert opened.path == "/212600000001"
    assert parse_qs(opened.query)["text"] == [text.get_text().strip()]
    assert "Amina" not in words(page)
    assert page.headers["Cache-Control"] == "no-store"


def test_everybody_has_a_text_when_asked(browser: Browser) -> None:
    host = make.commune()
    planned, _asked = crowd(host)
    page = press(officer_of(host, browser).get(f"/sessions/{planned.id}/messages?list=all"), "Show the texts and links")

    assert len(page.html.find_all("textarea")) == 2
    assert "Bonjour Amina Aït," in page.html.find("textarea").get_text()


def test_told_is_noted_and_the_mail_that_reaches_nobody_is_done(browser: Browser) -> None:
    host = make.commune()
    planned, asked = crowd(host)
    page = press(officer_of(host, browser).get(f"/sessions/{planned.id}/messages"), "Show the texts and links")

    page = press(page, "Told by WhatsApp")

    assert "Told by WhatsApp, 28 September 2026, 12:00" in words(page)
    assert len(page.html.find_all("textarea")) == 1
    with reading() as db:
        mails = db.query(Mail).filter(Mail.registration_id == asked.id).all()
        actions = [one.action for one in db.query(AuditEvent) if one.action.startswith("messages.")]
    assert {mail.state for mail in mails} == {MailState.SENT}
    assert actions == ["messages.shown", "messages.told", "messages.shown"]


def test_a_call_that_was_asked_for_is_made_and_gone(browser: Browser) -> None:
    host = make.commune()
    planned, asked = crowd(host)
    press(Browser(browser.flask).in_language("en").get(path(asked)), "Call me")
    page = officer_of(host, browser).get(f"/sessions/{planned.id}/messages")
    shown = words(page)

    page = press(page, "Called").follow()

    assert "Asked to be called Brahim Oul +212600000001" in shown
    assert said(page) == "Noted: the person was called."
    assert "Asked to be called" not in words(page)


def test_others_find_nothing(browser: Browser) -> None:
    planned, _asked = crowd(make.commune())
    elsewhere = make.commune("ait-baha", name="Aït Baha")
    for role in (Role.SAS_OFFICER, Role.ASSOCIATION_CONTACT):
        stranger = officer_of(elsewhere, browser, role=role, name=f"Autre {role}")
        stranger.get(f"/sessions/{planned.id}/messages", status=404)
