"""Calendars that subscribe: what they get, and when they are told that nothing changed."""

import gzip
from datetime import datetime, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select
from webtest import TestResponse

from cic_events.calendar import uids
from cic_events.cycle.sessions import service as sessions
from cic_events.events import service
from cic_events.events.models import Event
from cic_events.kernel import clock, secrets
from cic_events.kernel.db import one, reading, transaction
from cic_events.kernel.texts import Texts
from cic_events.people.models import FeedToken
from cic_events.people.permissions import SYSTEM
from tests import make_events as make
from tests.browser import Browser
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("now")
ALL = "/feeds/fr/sessions.ics"


def summaries(answer: TestResponse) -> list[str]:
    return [str(event["SUMMARY"]) for event in Calendar.from_ical(answer.body).events]


def feed_of(person_id: int, *, rotated_at: datetime | None = None, revoked_at: datetime | None = None) -> str:
    token = secrets.new_token()
    with transaction() as db:
        db.add(
            FeedToken(
                person_id=person_id,
                kind="registrations",
                token_hash=secrets.digest(token),
                created_at=clock.now(),
                rotated_at=rotated_at,
                revoked_at=revoked_at,
            )
        )
    return f"/feeds/fr/my/{token}.ics"


def test_the_public_feed_holds_open_sessions_and_no_draft(browser: Browser) -> None:
    host = make.commune()
    make.session(host, title=Texts(fr="Projets sociaux"))
    make.session(host, title=Texts(fr="Brouillon"), opened=False)

    answer = browser.get(ALL)

    assert summaries(answer) == ["Projets sociaux"]
    assert answer.content_type == "text/calendar"


def test_the_headers_of_a_feed(browser: Browser) -> None:
    make.session()

    headers = browser.get(ALL).headers

    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["X-Robots-Tag"] == "noindex"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in headers


def test_every_line_is_at_most_75_octets_also_in_arabic(browser: Browser) -> None:
    make.session(title=Texts(ar="تدبير الكفاءات والموارد البشرية " * 6), description=Texts(ar="شرح طويل " * 40))

    body = browser.get("/feeds/ar/sessions.ics").body

    assert max(len(line) for line in body.split(b"\r\n")) <= 75
    assert b"\n" not in body.replace(b"\r\n", b"")


@pytest.mark.parametrize(
    "asked",
    [
        {"If-None-Match": "{etag}"},
        {"If-None-Match": "W/{etag}"},
        {"If-None-Match": '"other", {etag}'},
        {"If-None-Match": "*"},
        {"If-None-Match": "{etag}", "Cache-Control": "no-cache"},
    ],
)
def test_an_unchanged_feed_is_304_in_two_statements(browser: Browser, asked: dict[str, str]) -> None:
    make.session()
    etag = browser.get(ALL).headers["ETag"]

    with statements() as said:
        answer = browser.get(ALL, headers={k: v.format(etag=etag) for k, v in asked.items()}, status=304)

    assert answer.body == b""
    assert answer.headers["ETag"] == etag
    assert len(said) <= 2


def test_head_answers_like_get_without_the_bytes(browser: Browser) -> None:
    make.session()

    head, get = browser.head(ALL), browser.get(ALL)

    assert (head.body, head.headers["ETag"]) == (b"", get.headers["ETag"])


def test_packed_bytes_are_the_same_each_time(browser: Browser) -> None:
    make.session(days=4)

    client = browser.flask.test_client()
    answers = [client.get(ALL, headers={"Accept-Encoding": "gzip"}) for _ in range(2)]

    assert answers[0].headers["Content-Encoding"] == "gzip"
    assert answers[0].data == answers[1].data
    assert gzip.decompress(answers[0].data) == client.get(ALL).data


def test_the_bytes_stand_still_while_people_register_and_time_passes(browser: Browser, now: datetime) -> None:
    planned = make.session()
    before = browser.get(ALL)
    make.registered(planned, "Amina Aït")

    with clock.travel(now + timedelta(hours=5)):
        after = browser.get(ALL)

    assert (after.body, after.headers["ETag"]) == (before.body, before.headers["ETag"])


def test_a_change_changes_the_mark(browser: Browser, now: datetime) -> None:
    planned = make.session()
    etag = browser.get(ALL).headers["ETag"]
    with clock.travel(now + timedelta(minutes=1)):
        sessions.edit(
            planned.id, draft=make.draft(place=Texts(fr="Dar Chabab")), version=make.version_of(planned.id), by=SYSTEM
        )

    answer = browser.get(ALL, headers={"If-None-Match": etag})

    [event] = Calendar.from_ical(answer.body).events
    assert str(event["LOCATION"]) == "Dar Chabab, Belfaa"


def test_a_cancelled_session_stays_marked_for_thirty_days(browser: Browser, now: datetime) -> None:
    planned = make.session(day=now.date() + timedelta(days=10))
    sessions.cancel(planned.id, reason="La salle est inondée", by=SYSTEM)

    [event] = Calendar.from_ical(browser.get(ALL).body).events

    assert (str(event["STATUS"]), str(event["SUMMARY"])) == ("CANCELLED", "Annulé – Gestion des compétences")
    with clock.travel(now + timedelta(days=45)):
        assert summaries(browser.get(ALL)) == []


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("/feeds/fr/commune/ait-baha.ics", ["Plan de communication"]),
        ("/feeds/fr/theme/project_design.ics", ["Projets sociaux"]),
        ("/feeds/fr/audience/officer.ics", ["Projets sociaux", "Plan de communication"]),
        ("/feeds/fr/kind/platform.ics", []),
        ("/feeds/fr/sessions.ics?commune=ait-baha&theme=project_design", []),
        ("/feeds/fr/commune/nowhere.ics", []),
    ],
)
def test_filtered_feeds_at_stable_addresses(browser: Browser, address: str, found: list[str]) -> None:
    make.session(make.commune(), title=Texts(fr="Projets sociaux"), theme="project_design")
    make.session(
        make.commune("ait-baha", name="Aït Baha"), title=Texts(fr="Plan de communication"), theme="communication_plan"
    )

    assert summaries(browser.get(address)) == found


def test_the_language_of_the_address_decides_and_not_the_readers(browser: Browser) -> None:
    make.session()
    plain = browser.get("/feeds/ar/sessions.ics").body
    browser.in_language("nl")

    assert browser.get("/feeds/ar/sessions.ics").body == plain
    assert summaries(browser.get("/feeds/ar/sessions.ics")) == ["تدبير الكفاءات"]


def test_one_session_is_a_file_that_invites_nobody(browser: Browser) -> None:
    planned = make.session(days=2)

    answer = browser.get(f"/feeds/fr/session-{planned.id}.ics")

    calendar = Calendar.from_ical(answer.body)
    assert str(calendar["METHOD"]) == "PUBLISH"
    assert ["ATTENDEE" in event for event in calendar.events] == [False, False]
    assert answer.headers["Content-Disposition"] == f'attachment; filename="session-{planned.id}.ics"'


def test_a_draft_is_no_file(browser: Browser) -> None:
    planned = make.session(opened=False)

    browser.get(f"/feeds/fr/session-{planned.id}.ics", status=404)


def test_ones_own_feed_has_the_uid_of_the_invitation(browser: Browser) -> None:
    planned = make.session()
    mine = make.registered(planned, "Amina Aït")
    with reading():
        part = one(Event, planned.id).parts[0].id

    [event] = Calendar.from_ical(browser.get(feed_of(mine.person_id)).body).events

    assert str(event["UID"]) == uids.of_registration(mine.id, part)


def test_a_withdrawn_registration_leaves_ones_feed(browser: Browser) -> None:
    planned = make.session()
    mine = make.registered(planned, "Amina Aït")
    address = feed_of(mine.person_id)
    etag = browser.get(address).headers["ETag"]

    service.withdraw(mine.id, by=SYSTEM)

    assert summaries(browser.get(address, headers={"If-None-Match": etag})) == []


def test_who_waits_has_nothing_in_the_feed_and_no_name_of_others(browser: Browser) -> None:
    planned = make.session(capacity=1)
    first, second = make.registered(planned, "Amina Aït"), make.registered(planned, "Brahim Oul")

    body = browser.get(feed_of(first.person_id)).text

    assert summaries(browser.get(feed_of(second.person_id))) == []
    for hidden in ("Brahim", "Amina", "@example.org", "/my/registration"):
        assert hidden not in body


def test_a_wrong_or_revoked_address_is_not_there(browser: Browser, now: datetime) -> None:
    mine = make.registered(make.session(), "Amina Aït")

    browser.get("/feeds/fr/my/wrong.ics", status=404)
    browser.get(feed_of(mine.person_id, revoked_at=now), status=404)
    browser.get(feed_of(mine.person_id, rotated_at=now - timedelta(days=31)), status=404)


def test_a_replaced_address_says_so_for_thirty_days(browser: Browser, now: datetime) -> None:
    mine = make.registered(make.session(), "Amina Aït")

    answer = browser.get(feed_of(mine.person_id, rotated_at=now - timedelta(days=3)))

    assert summaries(answer) == ["Cette adresse d'agenda a été remplacée : abonnez-vous à la nouvelle."]


@pytest.mark.parametrize("language", ["fr", "ar", "nl", "en"])
def test_the_page_of_subscriptions(browser: Browser, language: str) -> None:
    make.commune()

    page = browser.in_language(language).get("/feeds/")

    addresses = [a["href"] for a in page.html.find("main").find_all("a")]
    assert any(a.startswith("webcal://") and a.endswith(f"/feeds/{language}/commune/belfaa.ics") for a in addresses)


def test_ones_own_address_is_shown_once_replaced_and_closed(browser: Browser) -> None:
    host = make.commune()
    officer = browser.signed_in_as(make.account(host))

    def press(page: TestResponse, act: str) -> TestResponse:
        return next(f for f in page.forms.values() if "act" in f.fields and f["act"].value == act).submit()

    first = press(officer.get("/feeds/mine"), "renew")
    old = first.html.select_one("p.xs bdi").text.removeprefix("http://localhost")
    assert browser.get(old).status_int == 200
    again = officer.get("/feeds/mine")
    assert old not in again.text
    assert again.html.select_one("p.xs") is None
    second = press(again, "renew")
    new = second.html.select_one("p.xs bdi").text.removeprefix("http://localhost")
    assert len(summaries(browser.get(old))) == 1
    press(second, "revoke")

    browser.get(new, status=404)
    browser.get(old, status=404)


def test_the_last_use_of_an_address_is_noted_after_the_answer(browser: Browser, now: datetime) -> None:
    mine = make.registered(make.session(), "Amina Aït")

    browser.get(feed_of(mine.person_id))

    with reading() as db:
        assert db.scalars(select(FeedToken.used_at)).all() == [now]
