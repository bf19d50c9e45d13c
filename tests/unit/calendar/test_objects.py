from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from cic_events.calendar import feeds, itip, uids, vevent, wording
from cic_events.calendar.parts import Appointment, Mailbox, Stretch, joined
from cic_events.calendar.wording import Clock

HOUSE = Mailbox("CIC Belfaa", "cic@belfaa.test")
AMINA = Mailbox("أمينة", "amina@belfaa.test")


def appointment(**changed: object) -> Appointment:
    given = {
        "uid": "u1@cic",
        "sequence": 2,
        "starts": datetime(2026, 11, 3, 9, tzinfo=UTC),
        "ends": datetime(2026, 11, 3, 12, tzinfo=UTC),
        "summary": "Gestion des compétences; jour 1/3",
        "description": "09:00-12:00 Belfaa (UTC+0)\nSalle, rez",
        "changed_at": datetime(2026, 10, 1, 8, 30, tzinfo=UTC),
        "organizer": HOUSE,
    }
    return Appointment(**{**given, **changed})  # type: ignore[arg-type]


def only(ics: bytes) -> tuple[Calendar, object]:
    calendar = Calendar.from_ical(ics)
    [event] = calendar.events
    return calendar, event


def test_times_are_utc_instants_that_every_client_reads() -> None:
    text = vevent.text(appointment())

    assert "DTSTART:20261103T090000Z\r\n" in text
    assert "DTEND:20261103T120000Z\r\n" in text
    assert "TZID" not in text


def test_the_bytes_change_only_with_the_row() -> None:
    assert vevent.text(appointment()) == vevent.text(appointment())
    assert "DTSTAMP:20261001T083000Z" in vevent.text(appointment())


def test_who_registered_is_accepted_already() -> None:
    calendar, event = only(itip.request(appointment(), attendee=AMINA, accepted=True))

    assert calendar["METHOD"] == "REQUEST"
    assert event["ATTENDEE"] == "mailto:amina@belfaa.test"
    assert (event["ATTENDEE"].params["PARTSTAT"], "RSVP" in event["ATTENDEE"].params) == ("ACCEPTED", False)


def test_who_is_invited_by_an_officer_is_asked() -> None:
    _, event = only(itip.request(appointment(), attendee=AMINA, accepted=False))

    assert (event["ATTENDEE"].params["PARTSTAT"], event["ATTENDEE"].params["RSVP"]) == ("NEEDS-ACTION", "TRUE")


def test_a_cancel_removes_under_the_same_uid() -> None:
    calendar, event = only(itip.cancel(appointment(sequence=3), attendee=AMINA))

    assert (calendar["METHOD"], event["STATUS"], event["UID"], event["SEQUENCE"]) == (
        "CANCEL",
        "CANCELLED",
        "u1@cic",
        3,
    )


def test_something_cancelled_is_never_requested() -> None:
    with pytest.raises(ValueError, match="CANCEL"):
        itip.request(appointment(cancelled=True), attendee=AMINA, accepted=True)


def test_an_address_cannot_carry_a_line_of_its_own() -> None:
    with pytest.raises(ValueError, match="control"):
        vevent.text(appointment(organizer=Mailbox("x", "a@b.test\r\nATTENDEE:mailto:evil@x.test")))


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=300), st.text(st.characters(codec="utf-8"), max_size=5000))
def test_any_title_folds_by_octets_and_reparses(title: str, body: str) -> None:
    _, event = only(itip.request(appointment(summary=title, description=body), attendee=AMINA, accepted=True))
    raw = itip.request(appointment(summary=title, description=body), attendee=AMINA, accepted=True)

    assert str(event.get("SUMMARY", "")) == vevent.line(title)
    assert str(event.get("DESCRIPTION", "")).replace("\r", "") == vevent.plain(body)
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_a_feed_joins_what_was_built() -> None:
    text = vevent.text(appointment())
    raw = feeds.feed("CIC " + "تكوينات " * 20, [text, text.replace("u1@cic", "u2@cic")])

    calendar = Calendar.from_ical(raw)
    assert [str(e["UID"]) for e in calendar.events] == ["u1@cic", "u2@cic"]
    assert str(calendar["X-WR-CALNAME"]) == ("CIC " + "تكوينات " * 20).strip()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75


def test_both_clocks_when_they_differ() -> None:
    belfaa, brussels = Clock("Belfaa", "Africa/Casablanca"), Clock("Bruxelles", "Europe/Brussels")
    autumn = (datetime(2026, 11, 3, 9, tzinfo=UTC), datetime(2026, 11, 3, 12, tzinfo=UTC))
    winter_2019 = (datetime(2019, 1, 8, 8, tzinfo=UTC), datetime(2019, 1, 8, 11, tzinfo=UTC))

    assert wording.both_clocks(*autumn, [belfaa, brussels]) == (
        "09:00-12:00 Belfaa (UTC+0) / 10:00-13:00 Bruxelles (UTC+1)"
    )
    assert wording.both_clocks(*winter_2019, [belfaa, brussels]) == "09:00-12:00 Belfaa (UTC+1)"


def test_half_days_that_touch_are_one_appointment() -> None:
    day = date(2026, 11, 3)
    at = [datetime(2026, 11, 3, hour, tzinfo=UTC) for hour in (9, 12, 16)]

    assert joined([Stretch(day, at[0], at[1]), Stretch(day, at[1], at[2])]) == [Stretch(day, at[0], at[2])]


def test_uids_differ_and_cannot_be_guessed() -> None:
    from cic_events.kernel import secrets

    secrets.use_key("k" * 40)
    assert len({uids.of_registration(r, p) for r in (1, 2) for p in (1, 2)}) == 4
    assert len(uids.of_registration(1, 1).split("@")[0]) == 24
