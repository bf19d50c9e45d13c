"""One's own calendar follows every move at once, and says 304 in between."""

from datetime import datetime, timedelta

import pytest
from icalendar import Calendar, Event
from sqlalchemy import select

from cic_events.cycle.sessions import service as sessions
from cic_events.events import service
from cic_events.kernel import clock, secrets
from cic_events.kernel.db import reading, transaction
from cic_events.kernel.texts import Texts
from cic_events.messages.models import Mail
from cic_events.people import merging
from cic_events.people.models import FeedToken
from cic_events.people.permissions import SYSTEM
from tests import make_events as make
from tests.browser import Browser
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("now")


class Subscriber:
    """A calendar program that keeps the mark of what it fetched last."""

    def __init__(self, browser: Browser, person_id: int) -> None:
        token = secrets.new_token()
        with transaction() as db:
            made = {"kind": "registrations", "token_hash": secrets.digest(token), "created_at": clock.now()}
            db.add(FeedToken(person_id=person_id, **made))
        self.browser, self.address, self.mark = browser, f"/feeds/fr/my/{token}.ics", ""

    def news(self) -> list[Event] | None:
        """What stands in it now; None when nothing changed."""
        asked = {"If-None-Match": self.mark} if self.mark else {}
        answer = self.browser.get(self.address, headers=asked)
        self.mark = answer.headers["ETag"]
        return None if answer.status_int == 304 else list(Calendar.from_ical(answer.body).events)


def titles(events: list[Event] | None) -> list[str] | None:
    return None if events is None else [str(event["SUMMARY"]) for event in events]


def last_invitation() -> Event:
    with reading() as db:
        ics = db.scalars(select(Mail.calendar).where(Mail.calendar.is_not(None)).order_by(Mail.id.desc())).first()
    [event] = Calendar.from_ical(ics).events
    return event


def test_nothing_new_is_304_in_two_statements_of_reading(browser: Browser) -> None:
    mine = Subscriber(browser, make.registered(make.session(), "Amina Aït").person_id)
    mine.news()

    with statements() as said:
        assert mine.news() is None

    assert len([text for text in said if text.startswith("SELECT")]) <= 3  # token, mark; then the note of its use


def test_a_withdrawal_shows_at_the_next_look_even_in_the_same_instant(browser: Browser) -> None:
    planned = make.session()
    registration = make.registered(planned, "Amina Aït")
    mine = Subscriber(browser, registration.person_id)
    assert titles(mine.news()) == ["Gestion des compétences"]

    service.withdraw(registration.id, by=SYSTEM)

    assert mine.news() == []
    assert mine.news() is None


def test_who_registers_again_has_a_new_invitation_and_the_feed_has_its_uid(browser: Browser) -> None:
    planned = make.session()
    first = make.registered(planned, "Amina Aït")
    mine = Subscriber(browser, first.person_id)
    [before] = mine.news() or []
    service.withdraw(first.id, by=SYSTEM)

    make.registered(planned, "Amina Aït")

    [after] = mine.news() or []
    assert str(after["UID"]) == str(last_invitation()["UID"]) != str(before["UID"])


def test_a_promotion_brings_the_session_at_once(browser: Browser) -> None:
    planned = make.session(capacity=1)
    first, second = make.registered(planned, "Amina Aït"), make.registered(planned, "Brahim Oul")
    mine = Subscriber(browser, second.person_id)
    assert mine.news() == []
    assert mine.news() is None

    service.withdraw(first.id, by=SYSTEM)

    [event] = mine.news() or []
    assert (str(event["UID"]), event["SEQUENCE"]) == (str(last_invitation()["UID"]), last_invitation()["SEQUENCE"])


def test_a_new_name_of_the_session_is_seen(browser: Browser, now: datetime) -> None:
    planned = make.session()
    mine = Subscriber(browser, make.registered(planned, "Amina Aït").person_id)
    mine.news()

    with clock.travel(now + timedelta(minutes=1)):
        draft = make.draft(title=Texts(fr="Mener un entretien"))
        sessions.edit(planned.id, draft=draft, version=make.version_of(planned.id), by=SYSTEM)
        assert titles(mine.news()) == ["Mener un entretien"]
        assert mine.news() is None


def test_one_session_exchanged_for_another_is_seen(browser: Browser) -> None:
    host = make.commune()
    sums = [make.session(host, title=Texts(fr=name)) for name in ("Un", "Deux", "Trois", "Quatre")]
    one, four = make.registered(sums[0], "Amina Aït"), make.registered(sums[3], "Amina Aït")
    mine = Subscriber(browser, one.person_id)
    assert titles(mine.news()) == ["Un", "Quatre"]

    for registration in (one, four):
        service.withdraw(registration.id, by=SYSTEM)
    for other in sums[1:3]:
        make.registered(other, "Amina Aït")

    assert titles(mine.news()) == ["Deux", "Trois"]


def test_a_double_that_is_merged_brings_its_sessions(browser: Browser) -> None:
    host = make.commune()
    kept = make.registered(make.session(host, title=Texts(fr="Un")), "Amina Aït")
    double = make.registered(make.session(host, title=Texts(fr="Deux")), "Aït Amina", email="autre@example.org")
    mine = Subscriber(browser, kept.person_id)
    assert titles(mine.news()) == ["Un"]

    merging.merge(double.person_id, into_id=kept.person_id, by=SYSTEM)

    assert titles(mine.news()) == ["Un", "Deux"]


def test_the_feed_never_stands_behind_the_last_mail(browser: Browser, now: datetime) -> None:
    """A client that holds the invitation of SEQUENCE n ignores n - 1 from the feed."""
    planned = make.session()
    registration = make.registered(planned, "Amina Aït")
    mine = Subscriber(browser, registration.person_id)
    with transaction() as db:
        held = db.get_one(type(registration), registration.id)
        held.sequence = 7  # put off and restored several times

    [event] = mine.news() or []

    assert event["SEQUENCE"] == 7
