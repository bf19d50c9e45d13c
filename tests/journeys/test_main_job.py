"""The one test of the main job: from an empty database to an invitation in a visitor's mail."""

import urllib.request
from datetime import UTC, datetime
from typing import Any

import pytest
from icalendar import Calendar

from tests.journeys import walk
from tests.journeys.conftest import Enter, House
from tests.journeys.walk import ARABIC, DESK, FRENCH, PHONE, Words

# Morocco's own hour is UTC since September 2026: the instants of the hours that the officer types.
EXPECTED = [(datetime.combine(day, start, UTC), datetime.combine(day, end, UTC)) for day, start, end in walk.PARTS]


@pytest.mark.parametrize("words", [FRENCH, ARABIC], ids=["french", "arabic-without-script"])
def test_from_a_need_to_an_invitation_in_the_calendar(words: Words, house: House, enter: Enter) -> None:
    officer = enter("officer", words, DESK)
    walk.set_up(officer)
    walk.invite_the_elected(officer)
    need_id = walk.record_a_need(officer)
    walk.qualify(officer)
    plan_id = walk.make_a_plan(officer, need_id)

    elected = enter("elected", words, PHONE)
    walk.approve(elected, house.wait_for_mail(walk.ELECTED), plan_id)

    session_id = walk.plan_a_session(officer, plan_id)
    walk.open_it(officer, session_id)
    visitor = enter("visitor", words, PHONE)
    walk.register(visitor, session_id)

    assert_invites(house)
    assert_in_the_feed(house, words)
    officer.go(f"/needs/{need_id}")  # what came of it: the session, by its link
    assert officer.page.locator(f"main a[href='/sessions/{session_id}']").count() == 1


def assert_invites(house: House) -> None:
    """Each half-day comes as an invitation of its own, to the hours that were typed."""
    found = []
    for mail in house.wait_for_mails(walk.VISITOR, len(EXPECTED)):
        (part,) = [p for p in mail.walk() if p.get_content_type() == "text/calendar" and not p.is_attachment()]
        assert part.get_param("method") == "REQUEST"
        invitation = Calendar.from_ical(part.get_content())
        assert invitation["METHOD"] == "REQUEST"
        for event in invitation.walk("VEVENT"):
            assert event["SEQUENCE"] == 0
            assert event["ATTENDEE"] == f"mailto:{walk.VISITOR}"
        found += times(invitation)
    assert sorted(found) == EXPECTED


def assert_in_the_feed(house: House, words: Words) -> None:
    with urllib.request.urlopen(f"{house.url}/feeds/{words.language}/sessions.ics", timeout=10) as answer:
        feed = Calendar.from_ical(answer.read())
    events = list(feed.walk("VEVENT"))
    assert {str(event["STATUS"]) for event in events} == {"CONFIRMED"}
    assert all(words.title in str(event["SUMMARY"]) for event in events)
    assert times(feed) == EXPECTED


def times(calendar: Calendar) -> list[tuple[datetime, datetime]]:
    """Start and end of each event, as instants; they are written in UTC."""
    events: list[Any] = calendar.walk("VEVENT")
    found = [(event["DTSTART"].dt, event["DTEND"].dt) for event in events]
    assert {moment.tzname() for pair in found for moment in pair} == {"UTC"}
    return sorted(found)
