"""What people are told, and what their calendars get."""

from datetime import datetime, time, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from cic_events.cycle.sessions import service as sessions
from cic_events.events import answers, service
from cic_events.events.parts import PartDraft
from cic_events.kernel import clock, jobs
from cic_events.kernel.db import reading
from cic_events.kernel.reach import acting_as
from cic_events.kernel.texts import Texts
from cic_events.messages.models import Mail, MailState
from cic_events.messages.render import Letter, rendered
from cic_events.people.models import Language
from cic_events.people.permissions import PUBLIC, SYSTEM
from tests import make_events as make

pytestmark = pytest.mark.usefixtures("db", "now")


def mails() -> list[Mail]:
    with reading() as db:
        found = list(db.scalars(select(Mail).order_by(Mail.id)))
        for mail in found:
            _ = mail.calendar
        return found


def told() -> list[tuple[str, str | None, str | None]]:
    return [(mail.template, mail.recipient, mail.calendar_method) for mail in mails()]


def event_of(mail: Mail):  # type: ignore[no-untyped-def]
    [event] = Calendar.from_ical(mail.calendar).events
    return event


def test_the_confirmation_carries_an_invitation_that_is_accepted_already() -> None:
    planned = make.session(place=Texts(fr="Salle du Conseil"))

    make.registered(planned, "Amina Aït")

    [mail] = mails()
    assert (mail.template, mail.recipient) == ("registration_confirmed", "amina@example.org")
    event = event_of(mail)
    assert str(event["SUMMARY"]) == "Gestion des compétences"
    assert event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert event["SEQUENCE"] == 0
    assert str(event["LOCATION"]) == "Salle du Conseil, Belfaa"
    assert "UTC+0" in str(event["DESCRIPTION"])


def test_both_clocks_stand_in_the_mail() -> None:
    make.registered(make.session(day=datetime(2026, 11, 10).date()), "Amina Aït")

    [mail] = mails()

    assert mail.facts["when:fr"] == "mardi 10 novembre 2026, 09:00-16:00 Belfaa (UTC+0) / 10:00-17:00 Bruxelles (UTC+1)"


def test_three_days_are_three_invitations_and_four_are_one_mail() -> None:
    host = make.commune()
    make.registered(make.session(host, days=3), "Amina Aït")
    three = told()
    make.registered(make.session(host, days=4), "Brahim Oul")

    assert three == [("registration_confirmed", "amina@example.org", "REQUEST")] * 3
    assert [mail.facts["part"] for mail in mails()[:3]] == ["1/3", "2/3", "3/3"]
    assert len({str(event_of(mail)["UID"]) for mail in mails()[:3]}) == 3
    [summary] = mails()[3:]
    assert summary.calendar_method == "PUBLISH"
    assert len(Calendar.from_ical(summary.calendar).events) == 4


def test_who_waits_gets_no_invitation_until_promoted() -> None:
    planned = make.session(capacity=1)
    first = make.registered(planned, "Amina Aït")
    make.registered(planned, "Brahim Oul")

    service.withdraw(first.id, by=SYSTEM)

    assert told() == [
        ("registration_confirmed", "amina@example.org", "REQUEST"),
        ("registration_waitlisted", "brahim@example.org", None),
        ("registration_cancelled", "amina@example.org", "CANCEL"),
        ("registration_promoted", "brahim@example.org", "REQUEST"),
    ]


def test_the_cancel_has_the_uid_of_the_request_and_a_higher_sequence() -> None:
    registration = make.registered(make.session(), "Amina Aït")

    service.withdraw(registration.id, by=SYSTEM)

    request, cancel = (event_of(mail) for mail in mails())
    assert str(cancel["UID"]) == str(request["UID"])
    assert cancel["SEQUENCE"] == request["SEQUENCE"] + 1
    assert str(cancel["STATUS"]) == "CANCELLED"


def moved(planned, **changed):  # type: ignore[no-untyped-def]
    sessions.edit(planned.id, draft=make.draft(**changed), version=make.version_of(planned.id), by=SYSTEM)


def test_a_new_time_asks_again_with_a_higher_sequence_and_a_plain_difference(now: datetime) -> None:
    planned = make.session()
    make.registered(planned, "Amina Aït")
    day = now.date() + timedelta(days=30)

    moved(planned, parts=[PartDraft(day, time(14), time(17))])

    request, update = mails()
    assert (update.template, update.calendar_method) == ("registration_updated", "REQUEST")
    assert event_of(update)["SEQUENCE"] == event_of(request)["SEQUENCE"] + 1
    assert str(event_of(update)["UID"]) == str(event_of(request)["UID"])
    assert update.facts["changes"] == f"{day} 09:00–16:00 → {day} 14:00–17:00"


def test_a_new_room_keeps_the_sequence() -> None:
    planned = make.session()
    make.registered(planned, "Amina Aït")

    moved(planned, place=Texts(fr="Maison communale"))

    request, update = mails()
    assert event_of(update)["SEQUENCE"] == event_of(request)["SEQUENCE"]
    assert str(event_of(update)["LOCATION"]) == "Maison communale, Belfaa"


def test_what_does_not_concern_those_registered_is_not_told() -> None:
    planned = make.session()
    make.registered(planned, "Amina Aït")

    moved(planned, cost=Texts(fr="Gratuit, repas compris"))

    assert len(mails()) == 1


def test_a_day_that_falls_away_is_removed_from_the_calendar() -> None:
    planned = make.session(days=2)
    make.registered(planned, "Amina Aït")

    moved(planned, days=1)

    assert [(m.template, m.calendar_method) for m in mails()[2:]] == [
        ("registration_cancelled", "CANCEL"),
        ("registration_updated", "REQUEST"),
    ]
    second = mails()[1]
    assert str(event_of(mails()[2])["UID"]) == str(event_of(second)["UID"])


def test_a_cancelled_session_tells_everybody_why() -> None:
    planned = make.session(capacity=1)
    make.registered(planned, "Amina Aït")
    make.registered(planned, "Brahim Oul")

    sessions.cancel(planned.id, reason="La salle est inondée", by=SYSTEM)

    assert [(m.template, m.recipient, m.calendar_method, m.facts["reason"]) for m in mails()[2:]] == [
        ("registration_cancelled", "amina@example.org", "CANCEL", "La salle est inondée"),
        ("registration_cancelled", "brahim@example.org", None, "La salle est inondée"),
    ]


def test_the_reminder_leaves_the_day_before_and_only_to_those_who_come(now: datetime) -> None:
    planned = make.session(capacity=1, day=now.date() + timedelta(days=3))
    make.registered(planned, "Amina Aït")
    make.registered(planned, "Brahim Oul")

    with clock.travel(now + timedelta(days=2)):
        jobs.run_all()

    reminders = [mail for mail in mails() if mail.template == "registration_reminder"]
    assert [mail.recipient for mail in reminders] == ["amina@example.org"]
    assert reminders[0].expires_at == planned.starts_at


def test_a_session_that_moved_reminds_for_its_new_date_only(now: datetime) -> None:
    day = now.date() + timedelta(days=3)
    planned = make.session(day=day)
    make.registered(planned, "Amina Aït")
    moved(planned, day=day + timedelta(days=7))

    with clock.travel(now + timedelta(days=2, hours=12)):
        jobs.run_all()
        early = [mail for mail in mails() if mail.template == "registration_reminder"]
    with clock.travel(now + timedelta(days=9, hours=12)):
        jobs.run_all()

    assert early == []
    assert len([mail for mail in mails() if mail.template == "registration_reminder"]) == 1


def test_who_has_no_address_stands_in_the_officers_queue() -> None:
    make.registered(make.session(), "Hassan Agourram", email=None, phone="06 12 34 56 78")

    [mail] = mails()

    assert (mail.state, mail.channel, mail.calendar) == (MailState.UNREACHABLE, "phone", None)


def test_mail_is_in_the_recipients_language() -> None:
    make.registered(make.session(), "Khadija Aït", language=Language.AR)

    [mail] = mails()

    assert mail.locale == "ar"
    assert {name for name in mail.facts if ":" in name} == {"title:ar", "place:ar", "when:ar"}
    assert mail.facts["title:ar"] == "تدبير الكفاءات"


def test_the_link_is_mailed_again_to_the_address_that_is_known_and_to_nobody_else() -> None:
    planned = make.session()
    make.registered(planned, "Amina Aït", email="famille@example.org")
    make.registered(planned, "Brahim Aït", email="famille@example.org")

    with acting_as(PUBLIC.reach):
        answers.send_link_again(planned.id, email="Famille@example.org", by=PUBLIC)
        answers.send_link_again(planned.id, email="inconnu@example.org", by=PUBLIC)

    assert told()[2:] == [("registration_link", "famille@example.org", None)] * 2


@pytest.mark.parametrize(
    "template", ["confirmed", "waitlisted", "promoted", "cancelled", "updated", "reminder", "link"]
)
@pytest.mark.parametrize("language", ["fr", "ar", "nl", "en", "unknown"])
def test_every_mail_renders_in_every_language(template: str, language: str) -> None:
    spoken = ("fr", "nl") if language == "unknown" else (language,)
    facts = {f"{name}:{code}": f"{name} {code}" for name in ("title", "place", "when") for code in spoken}
    plain = {"part": "1/2", "changes": "a → b", "reason": "x", "whole_session": ""}
    links = {"link": "http://localhost/my", "session_link": "http://localhost/sessions/1"}
    letter = Letter(
        recipient="amina@example.org",
        recipient_name="Amina",
        locale=language,
        template=f"registration_{template}",
        facts={**facts, **plain, **links},
        why="why",
        message_id="<1@localhost>",
        date=clock.now(),
    )

    said = rendered(letter)

    assert f"title {spoken[0]}" in said.subject
    assert "http://localhost/sessions/1" in said.text or "http://localhost/my" in said.text
