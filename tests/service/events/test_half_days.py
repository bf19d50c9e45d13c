"""Half-days of one day that touch are one appointment in every calendar."""

from datetime import date, datetime, time, timedelta

import pytest
from icalendar import Calendar
from icalendar import Event as Vevent
from sqlalchemy import select

from cic_events.cycle.sessions import service as sessions
from cic_events.cycle.sessions.models import TrainingSession
from cic_events.events import feeds, service
from cic_events.events.feeds import Scope
from cic_events.events.parts import PartDraft
from cic_events.kernel.db import one, reading
from cic_events.messages.models import Mail
from cic_events.people.permissions import SYSTEM
from tests import make_events as make

pytestmark = pytest.mark.usefixtures("db", "now")
MONDAY = date(2026, 11, 9)
MORNING, AFTERNOON = (time(9), time(12)), (time(12), time(15))


def day(number: int, *halves: tuple[time, time]) -> list[PartDraft]:
    return [PartDraft(MONDAY + timedelta(days=number), *half) for half in halves]


def pairs(days: int) -> list[PartDraft]:
    return [draft for number in range(days) for draft in day(number, MORNING, AFTERNOON)]


def planned(parts: list[PartDraft]) -> TrainingSession:
    return make.session(parts=parts)


def edited(found: TrainingSession, parts: list[PartDraft]) -> None:
    sessions.edit(found.id, draft=make.draft(parts=parts), version=make.version_of(found.id), by=SYSTEM)


def invitations(after: int = 0) -> list[tuple[str, Vevent]]:
    """(method, event) of each mail with a calendar, in the order they were posted."""
    with reading() as db:
        rows = db.execute(
            select(Mail.calendar_method, Mail.calendar).where(Mail.calendar.is_not(None)).order_by(Mail.id)
        )
        return [(method, event) for method, ics in rows for event in Calendar.from_ical(ics).events][after:]


def span(event: Vevent) -> tuple[datetime, datetime]:
    return event["DTSTART"].dt, event["DTEND"].dt


def uid(event: Vevent) -> str:
    return str(event["UID"])


def in_feed(found: TrainingSession) -> list[Vevent]:
    with reading():
        texts = feeds.vevents(Scope(event_id=found.id), "fr")
    return [Vevent.from_ical(text) for text in texts]


def utc(day: int, hour: int) -> datetime:
    return datetime.fromisoformat(f"2026-11-{9 + day:02}T{hour:02}:00:00+00:00")


def test_a_morning_and_its_afternoon_are_one_invitation_and_one_event_of_the_feed() -> None:
    found = planned(pairs(1))

    make.registered(found, "Amina Aït")

    [(method, event)] = invitations()
    assert (method, str(event["SUMMARY"])) == ("REQUEST", "Gestion des compétences")
    assert span(event) == (utc(0, 9), utc(0, 15))
    assert "09:00-15:00 Belfaa (UTC+0)" in str(event["DESCRIPTION"])
    assert [span(shown) for shown in in_feed(found)] == [(utc(0, 9), utc(0, 15))]


def test_three_pairs_are_three_invitations_and_a_fourth_makes_one_mail_of_four() -> None:
    found = planned(pairs(3))
    make.registered(found, "Amina Aït")
    three = invitations()
    make.registered(make.session(make.commune("ait-baha", name="Aït Baha"), parts=pairs(4)), "Brahim Oul")

    titles = [str(event["SUMMARY"]) for _, event in three]
    assert titles == [f"Gestion des compétences ({number}/3)" for number in (1, 2, 3)]
    assert len({uid(event) for _, event in three}) == 3
    assert [method for method, _ in invitations(3)] == ["PUBLISH"] * 4
    assert [str(event["SUMMARY"]) for event in in_feed(found)] == titles


def test_a_lunch_break_keeps_two_appointments() -> None:
    found = planned(day(0, MORNING, (time(14), time(16))))

    make.registered(found, "Amina Aït")

    assert [span(event) for _, event in invitations()] == [(utc(0, 9), utc(0, 12)), (utc(0, 14), utc(0, 16))]


def test_a_longer_afternoon_is_an_update_under_the_same_uid() -> None:
    found = planned(pairs(2))
    make.registered(found, "Amina Aït")
    [before, *_] = in_feed(found)
    requests = [event for _, event in invitations()]

    edited(found, day(0, MORNING, (time(12), time(17))) + day(1, MORNING, AFTERNOON))

    updates = invitations(2)
    assert [method for method, _ in updates] == ["REQUEST", "REQUEST"]
    assert [uid(event) for _, event in updates] == [uid(event) for event in requests]
    assert span(updates[0][1]) == (utc(0, 9), utc(0, 17))
    assert updates[0][1]["SEQUENCE"] == requests[0]["SEQUENCE"] + 1
    assert uid(in_feed(found)[0]) == uid(before)


def test_a_break_put_between_them_asks_for_the_afternoon_and_keeps_the_uid_of_the_morning() -> None:
    found = planned(pairs(1))
    make.registered(found, "Amina Aït")

    edited(found, day(0, MORNING, (time(13), time(16))))

    [(_, request), (_, morning), (method, afternoon)] = invitations()
    assert uid(morning) == uid(request)
    assert (method, span(afternoon)) == ("REQUEST", (utc(0, 13), utc(0, 16)))
    assert uid(afternoon) != uid(request)
    assert len(in_feed(found)) == 2


def test_two_that_come_to_touch_are_one_and_the_uid_of_the_second_is_cancelled_each_time() -> None:
    found = planned(day(0, MORNING, (time(13), time(16))))
    make.registered(found, "Amina Aït")
    [(_, first), (_, second)] = invitations()

    edited(found, pairs(1))
    joined = invitations(2)
    edited(found, day(0, MORNING, (time(13), time(16))))
    edited(found, pairs(1))
    again = invitations(6)

    for [(lost, gone), (method, whole)] in (joined, again):
        assert (lost, uid(gone)) == ("CANCEL", uid(second))
        assert (method, uid(whole), span(whole)) == ("REQUEST", uid(first), (utc(0, 9), utc(0, 15)))
    assert again[0][1]["SEQUENCE"] > joined[0][1]["SEQUENCE"]
    assert [span(event) for event in in_feed(found)] == [(utc(0, 9), utc(0, 15))]


def test_a_morning_that_falls_away_leaves_the_day_under_its_uid() -> None:
    found = planned(pairs(2))
    make.registered(found, "Amina Aït")
    before = [uid(event) for _, event in invitations()]

    edited(found, day(0, AFTERNOON) + day(1, MORNING, AFTERNOON))

    assert [(method, uid(event)) for method, event in invitations(2)] == [
        ("REQUEST", before[0]),
        ("REQUEST", before[1]),
    ]


def test_the_first_day_that_falls_away_is_the_one_that_is_cancelled() -> None:
    found = planned(pairs(3))
    make.registered(found, "Amina Aït")
    before = [uid(event) for _, event in invitations()]

    edited(found, [*day(1, MORNING, AFTERNOON), *day(2, MORNING, AFTERNOON)])

    assert [(method, uid(event)) for method, event in invitations(3)] == [
        ("CANCEL", before[0]),
        ("REQUEST", before[1]),
        ("REQUEST", before[2]),
    ]


def test_a_week_later_every_appointment_moves_under_its_uid() -> None:
    found = planned(pairs(2))
    make.registered(found, "Amina Aït")
    before = [uid(event) for _, event in invitations()]

    edited(found, [*day(7, MORNING, AFTERNOON), *day(8, MORNING, AFTERNOON)])

    after = invitations(2)
    assert [(method, uid(event)) for method, event in after] == [("REQUEST", uid) for uid in before]
    assert [span(event)[0] for _, event in after] == [utc(7, 9), utc(8, 9)]


def test_who_withdraws_gets_one_cancel_for_the_whole_day() -> None:
    found = planned(pairs(1))
    mine = make.registered(found, "Amina Aït")

    service.withdraw(mine.id, by=SYSTEM)

    [(_, request), (method, cancel)] = invitations()
    assert (method, uid(cancel)) == ("CANCEL", uid(request))
    assert cancel["SEQUENCE"] > request["SEQUENCE"]


def test_a_cancelled_session_takes_each_day_out_of_the_calendars() -> None:
    found = planned(pairs(2))
    make.registered(found, "Amina Aït")
    before = [uid(event) for _, event in invitations()]

    sessions.cancel(found.id, reason="La salle est inondée", by=SYSTEM)

    assert [(method, uid(event)) for method, event in invitations(2)] == [("CANCEL", uid) for uid in before]
    assert [str(event["STATUS"]) for event in in_feed(found)] == ["CANCELLED"] * 2


def test_the_parts_themselves_stay_as_they_were_written() -> None:
    found = planned(pairs(1))

    with reading():
        parts = one(TrainingSession, found.id).parts

    assert [(part.start, part.end) for part in parts] == [MORNING, AFTERNOON]
