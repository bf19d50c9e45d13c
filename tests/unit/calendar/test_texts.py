"""Whatever people write, the text stays a calendar that every reader takes."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from cic_events.calendar import feeds, itip, vevent
from cic_events.calendar.parts import Appointment, Mailbox

HOUSE = Mailbox("CIC Belfaa", "cic@belfaa.test")
AMINA = Mailbox("أمينة", "amina@belfaa.test")
STARTS = datetime(2026, 11, 3, 9, tzinfo=UTC)
GOLDEN = """\
BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//cic_events//iTIP//EN\r
CALSCALE:GREGORIAN\r
METHOD:REQUEST\r
BEGIN:VEVENT\r
SUMMARY;LANGUAGE=fr:Gérer les compétences\\, jour 1/3\r
DTSTART:20261103T090000Z\r
DTEND:20261103T120000Z\r
DTSTAMP:20261001T083000Z\r
UID:4f0c@cic\r
SEQUENCE:2\r
ATTENDEE;CN=أمينة;CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PA\r
 RTICIPANT;RSVP=TRUE:mailto:amina@belfaa.test\r
CATEGORIES:R3.10\r
DESCRIPTION;LANGUAGE=fr:09:00-12:00 Belfaa (UTC+0) / 10:00-13:00 Bruxelles\r
  (UTC+1)\\nSalle du conseil\\; rez\r
LAST-MODIFIED:20261001T083000Z\r
LOCATION:Maison communale\r
ORGANIZER;CN="CIC Belfaa":mailto:cic@belfaa.test\r
STATUS:CONFIRMED\r
URL:https://cic.test/sessions/7\r
END:VEVENT\r
END:VCALENDAR\r
"""


def appointment(**changed: Any) -> Appointment:
    given: dict[str, Any] = {
        "uid": "4f0c@cic",
        "sequence": 2,
        "starts": STARTS,
        "ends": STARTS + timedelta(hours=3),
        "summary": "Gérer les compétences, jour 1/3",
        "description": "09:00-12:00 Belfaa (UTC+0) / 10:00-13:00 Bruxelles (UTC+1)\nSalle du conseil; rez",
        "changed_at": datetime(2026, 10, 1, 8, 30, 0, 999, tzinfo=UTC),
        "organizer": HOUSE,
        "location": "Maison communale",
        "url": "https://cic.test/sessions/7",
        "categories": ("R3.10",),
        "language": "fr",
    }
    return Appointment(**(given | changed))


def only(ics: bytes) -> Any:
    [event] = Calendar.from_ical(ics).events
    return event


def lines(ics: bytes) -> list[bytes]:
    assert ics.endswith(b"\r\n")
    assert ics.count(b"\n") == ics.count(b"\r") == ics.count(b"\r\n")
    return ics.split(b"\r\n")


def test_an_invitation_word_for_word() -> None:
    assert itip.request(appointment(), attendee=AMINA, accepted=False).decode() == GOLDEN


def test_an_invitation_read_back() -> None:
    event = only(itip.request(appointment(), attendee=AMINA, accepted=False))

    assert (event.start, event.end) == (STARTS, STARTS + timedelta(hours=3))
    assert str(event["DESCRIPTION"]) == appointment().description
    assert dict(event["ATTENDEE"].params) == {
        "CN": "أمينة",
        "CUTYPE": "INDIVIDUAL",
        "PARTSTAT": "NEEDS-ACTION",
        "ROLE": "REQ-PARTICIPANT",
        "RSVP": "TRUE",
    }


def test_what_is_published_names_the_organizer_and_nobody_else() -> None:
    raw = itip.publish([appointment(), appointment(uid="2@cic")])

    calendar = Calendar.from_ical(raw)
    assert [str(event["UID"]) for event in calendar.events] == ["4f0c@cic", "2@cic"]
    assert str(calendar["METHOD"]) == "PUBLISH"
    assert b"ATTENDEE" not in raw
    assert raw.count(b"ORGANIZER") == 2


def test_a_cancel_keeps_uid_times_and_sequence() -> None:
    event = only(itip.cancel(appointment(), attendee=AMINA))

    assert (str(event["STATUS"]), event["SEQUENCE"], str(event["UID"]), event.start) == (
        "CANCELLED",
        2,
        "4f0c@cic",
        STARTS,
    )


def test_nothing_names_a_zone_or_repeats() -> None:
    raw = itip.request(appointment(), attendee=AMINA, accepted=True)

    assert [word for word in (b"VTIMEZONE", b"TZID", b"RRULE", b"RDATE") if word in raw] == []


def test_a_whole_day_ends_on_the_day_after() -> None:
    day = STARTS.replace(hour=0)
    text = vevent.text(appointment(all_day=True, starts=day, ends=day + timedelta(days=2)))

    assert "DTSTART;VALUE=DATE:20261103\r\nDTEND;VALUE=DATE:20261105\r\n" in text


@settings(deadline=None)
@given(
    title=st.text(max_size=200),
    body=st.text(max_size=300),
    place=st.text(max_size=100),
    tags=st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=40), max_size=3),
    name=st.text(max_size=100),
)
def test_whatever_is_typed_comes_back(title: str, body: str, place: str, tags: list[str], name: str) -> None:
    tags = [tag for tag in tags if vevent.line(tag)]
    wild = appointment(summary=title, description=body, location=place, categories=tuple(tags))

    raw = itip.request(wild, attendee=Mailbox(name, "a@belfaa.test"), accepted=True)

    event = only(raw)
    assert str(event["SUMMARY"]) == vevent.line(title)
    assert str(event.get("DESCRIPTION", "")) == vevent.plain(body)
    assert str(event.get("LOCATION", "")) == vevent.line(place)
    assert [str(tag) for tag in event["CATEGORIES"].cats] if tags else [vevent.line(tag) for tag in tags] == []
    assert str(event["ATTENDEE"]) == "mailto:a@belfaa.test"
    assert max(map(len, lines(raw))) <= 75


@pytest.mark.parametrize(
    "title",
    [
        "تكوين في تدبير الكفاءات، " * 200,
        "👩‍🏫🇲🇦" * 500,
        "a,b;c\\d:" * 625,
        "é" * 5000,
        "\\n" * 2500,
        "a\"^n'" * 1000,
    ],
    ids=["arabic", "emoji", "punctuation", "accents", "backslashes", "quotes"],
)
def test_a_very_long_title_is_folded_by_octets_between_characters(title: str) -> None:
    raw = itip.publish([appointment(summary=title)])

    assert str(only(raw)["SUMMARY"]) == title.strip()
    assert max(map(len, lines(raw))) <= 75
    assert [line for line in lines(raw) if not line.decode("utf-8").isprintable() and b"\xe2\x80\x8d" not in line] == []


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_kind_of_line_end_becomes_one_that_readers_agree_on(end: str) -> None:
    raw = itip.publish([appointment(summary=f"a{end}b", description=f"a{end}b")])

    assert (str(only(raw)["SUMMARY"]), str(only(raw)["DESCRIPTION"])) == ("a b", "a\nb")


@pytest.mark.parametrize("hidden", ["\x00", "\x1b", "\x9f", "\u202e", "\ufeff", "\ud800"])
def test_what_nobody_sees_is_not_passed_on(hidden: str) -> None:
    assert str(only(itip.publish([appointment(summary=f"a{hidden}b")]))["SUMMARY"]) == "ab"


def test_a_link_cannot_carry_a_line_of_its_own() -> None:
    with pytest.raises(ValueError, match="CR or LF"):
        vevent.text(appointment(url="https://cic.test/\r\nATTENDEE:mailto:evil@x.test"))


def test_an_instant_without_zone_is_refused() -> None:
    naive = datetime(2026, 11, 3, 9)
    with pytest.raises(ValueError, match="aware"):
        vevent.text(appointment(starts=naive, ends=naive + timedelta(hours=1)))
    with pytest.raises(ValueError, match="aware"):
        vevent.text(appointment(changed_at=naive))


def test_what_ends_before_it_begins_never_reaches_a_feed() -> None:
    with pytest.raises(ValueError, match="before it has begun"):
        appointment(ends=STARTS)


def test_a_feed_says_its_name_and_when_to_look_again() -> None:
    raw = feeds.feed("Formations, plateformes", [])

    assert lines(raw)[1:] == [
        b"VERSION:2.0",
        b"PRODID:-//cic_events//feed//EN",
        b"CALSCALE:GREGORIAN",
        b"NAME:Formations\\, plateformes",
        b"X-WR-CALNAME:Formations\\, plateformes",
        b"REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        b"X-PUBLISHED-TTL:PT1H",
        b"END:VCALENDAR",
        b"",
    ]


def test_a_feed_is_the_same_bytes_until_something_changes() -> None:
    stored = [vevent.text(appointment(uid=f"{n}@cic")) for n in range(3)]

    assert feeds.feed("CIC", stored) == feeds.feed("CIC", list(stored))
    assert feeds.feed("CIC", stored) != feeds.feed(
        "CIC", [*stored[:2], vevent.text(appointment(uid="2@cic", sequence=3))]
    )


@settings(deadline=None)
@given(st.text(max_size=200))
def test_a_feed_may_have_any_name(name: str) -> None:
    raw = feeds.feed(name, [vevent.text(appointment())])

    calendar = Calendar.from_ical(raw)
    said = {re.sub(r"\\(.)", r"\1", str(calendar[key])) for key in ("NAME", "X-WR-CALNAME")}
    assert said == {vevent.line(name)}
    assert max(map(len, lines(raw))) <= 75


@pytest.mark.parametrize("changed", range(5))
def test_the_mark_of_a_feed_depends_on_all_that_the_bytes_do(changed: int) -> None:
    before = ["commune:belfaa", "2026-10-01T08:30:00Z", "1", "fr", "2026f"]
    after = [*before]
    after[changed] += "x"

    assert feeds.etag(*before) != feeds.etag(*after)
    assert feeds.etag(*before) == feeds.etag(*before)


def test_the_parts_of_a_mark_do_not_run_together() -> None:
    assert feeds.etag("a", "bc") != feeds.etag("ab", "c")
