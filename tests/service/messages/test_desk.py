"""What officers see of the outbox and what they do with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from cic_events.kernel import clock, jobs
from cic_events.kernel.db import acting_as, reading, transaction
from cic_events.kernel.errors import Forbidden, NotFound
from cic_events.messages import outbox
from cic_events.messages.notice import Itip
from cic_events.people import mail_desk, mail_queue
from cic_events.people.models import Language, Organisation, Role
from cic_events.people.permissions import Actor, actor_for
from tests.make_messages import organisation, person, posted
from tests.smtp import MailServer


def officer(of: Organisation, role: Role = Role.SAS_OFFICER) -> Actor:
    return actor_for(person().id, "Khadija", Language.EN, {role: frozenset({of.id})}, frozenset())


@contextmanager
def acting(by: Actor) -> Iterator[Actor]:
    with acting_as(by.reach):
        yield by


def seen(id: int, by: Actor) -> mail_queue.Detail:
    with acting_as(by.reach), reading():
        return mail_queue.detail(id, by=by)


def test_an_officer_sees_why_to_whom_and_what_the_server_said(server: MailServer) -> None:
    ours = organisation()
    server.behaviour.refuse = {"amina@belfaa.test"}
    mail = posted(owner_id=ours.id)
    posted(owner_id=organisation("Jette").id)
    jobs.run_all()

    by = officer(ours)
    with acting(by), reading():
        assert mail_queue.counts() == {"failed": 1}
        [line] = mail_queue.lines()
    assert (line.id, line.reached_by, line.why) == (mail.id, "amina@belfaa.test", "You asked for a test.")
    assert line.smtp_answer == "550 5.1.1 <amina@belfaa.test> user unknown"
    assert seen(mail.id, by).subject == "Test mail from CIC"


def test_sent_again_to_a_corrected_address_it_arrives(server: MailServer) -> None:
    ours = organisation()
    server.behaviour.refuse = {"amina@belfaa.test"}
    mail = posted(owner_id=ours.id)
    jobs.run_all()
    with acting(officer(ours)) as by:
        mail_desk.send_again(mail.id, by=by, to="amina.bennani@belfaa.test")
    jobs.run_all()

    assert [m.recipients for m in server.received] == [("amina.bennani@belfaa.test",)]
    assert server.received[0].mail["To"].addresses[0].addr_spec == "amina.bennani@belfaa.test"
    assert seen(mail.id, officer(ours)).line.state == "sent"


def test_sent_again_to_the_same_address_it_is_the_same_bytes(server: MailServer) -> None:
    ours = organisation()
    server.behaviour.drop = 1
    mail = posted(owner_id=ours.id)
    jobs.run_all()
    with acting(officer(ours)) as by:
        mail_desk.send_again(mail.id, by=by)
    jobs.run_all()

    first, second = server.received
    assert first.raw == second.raw


@pytest.mark.parametrize("to", ["nobody", "a@b.test\r\nBcc: c@d.test", "a@b.test, c@d.test"])
def test_a_bad_address_is_refused(server: MailServer, to: str) -> None:
    ours = organisation()
    mail = posted(owner_id=ours.id, to=None)
    with acting(officer(ours)) as by, pytest.raises(mail_desk.BadAddress):
        mail_desk.send_again(mail.id, by=by, to=to)


def test_an_invitation_that_names_the_old_address_is_not_readdressed(server: MailServer) -> None:
    ours = organisation()
    mail = posted(owner_id=ours.id, to=None, calendar=Itip("REQUEST", b"BEGIN:VCALENDAR\r\n"))
    with acting(officer(ours)) as by, pytest.raises(mail_desk.NamesTheAddress):
        mail_desk.send_again(mail.id, by=by, to="a@b.test")


def test_an_older_version_is_not_sent_after_a_newer(server: MailServer) -> None:
    ours = organisation()
    server.behaviour.refuse = {"amina@belfaa.test"}
    older = posted(owner_id=ours.id, key="registration:7:1", supersedes="registration:7:")
    jobs.run_all()
    posted(owner_id=ours.id, key="registration:7:2", supersedes="registration:7:")
    with acting(officer(ours)) as by, pytest.raises(mail_desk.NewerExists):
        mail_desk.send_again(older.id, by=by)


def test_cancelled_it_does_not_leave_and_sent_it_cannot_be_cancelled(server: MailServer) -> None:
    ours = organisation()
    kept, gone = posted(owner_id=ours.id), posted(owner_id=ours.id)
    with acting(officer(ours)) as by:
        mail_desk.cancel(gone.id, by=by)
        jobs.run_all()
        with pytest.raises(mail_desk.NotInThisState):
            mail_desk.cancel(kept.id, by=by)

    assert [m.message_id for m in server.received] == [kept.message_id]


def test_a_held_mail_leaves_when_it_is_let_go(server: MailServer) -> None:
    ours = organisation()
    mail = posted(owner_id=ours.id, hold=True)
    assert jobs.run_all() == 0
    with acting(officer(ours)) as by:
        mail_desk.release(mail.id, by=by)
    jobs.run_all()

    assert len(server.received) == 1


def test_a_mail_of_tomorrow_can_leave_now(server: MailServer) -> None:
    ours = organisation()
    mail = posted(owner_id=ours.id, send_at=clock.now() + timedelta(days=1))
    with acting(officer(ours)) as by:
        mail_desk.send_again(mail.id, by=by)
    jobs.run_all()
    with clock.travel(clock.now() + timedelta(days=2)):
        jobs.run_all()

    assert len(server.received) == 1


def test_who_has_no_address_is_told_otherwise(server: MailServer) -> None:
    ours = organisation()
    mail = posted(owner_id=ours.id, to=None, channel="phone")
    with acting(officer(ours)) as by:
        assert seen(mail.id, by).text.startswith("Hello Amina Bennani,")
        mail_desk.told_otherwise(mail.id, by=by)

    line = seen(mail.id, officer(ours)).line
    assert (line.state, line.smtp_answer, line.reached_by) == ("sent", "told by phone", "phone")


def test_a_secret_text_is_not_shown_and_not_sent_again_once_wiped(server: MailServer) -> None:
    ours = organisation()
    server.behaviour.refuse = {"amina@belfaa.test"}
    mail = posted(owner_id=ours.id, template="sign_in_link", secret=True, facts={"path": "/s/abc"})
    with acting(officer(ours)) as by:
        assert seen(mail.id, by).text == ""
        jobs.run_all()
        with pytest.raises(mail_desk.TextIsGone):
            mail_desk.send_again(mail.id, by=by)


def test_another_commune_finds_nothing_and_a_participant_may_not(server: MailServer) -> None:
    ours = organisation()
    mail = posted(owner_id=ours.id)
    with acting(officer(organisation("Jette"))) as by, pytest.raises(NotFound):
        mail_desk.cancel(mail.id, by=by)
    with acting(officer(ours, Role.PARTICIPANT)) as by, pytest.raises(Forbidden):
        mail_desk.cancel(mail.id, by=by)


def test_a_test_mail_arrives(server: MailServer) -> None:
    with acting(officer(organisation())) as by:
        mail_desk.send_test("khadija@belfaa.test", by=by)
    jobs.run_all()

    assert [(m.recipient, m.subject) for m in server.received] == [("khadija@belfaa.test", "Test mail from CIC")]


@pytest.mark.parametrize("suppressed", [False, True])
def test_a_secret_of_its_reader_goes_to_nobody_else(server: MailServer, suppressed: bool) -> None:
    ours = organisation()
    if suppressed:
        with transaction():
            outbox.suppress("amina@belfaa.test", "asked for it")
    mail = posted(owner_id=ours.id, secret=True)
    by = officer(ours)
    with acting(by), pytest.raises(mail_desk.ForItsReader):
        mail_desk.send_again(mail.id, by=by, to="spy@belfaa.test")

    assert not seen(mail.id, by).corrects_address


def test_a_mail_in_the_queue_keeps_its_address(server: MailServer) -> None:
    ours = organisation()
    mail = posted(owner_id=ours.id)
    with acting(officer(ours)) as by, pytest.raises(mail_desk.NotInThisState):
        mail_desk.send_again(mail.id, by=by, to="spy@belfaa.test")
