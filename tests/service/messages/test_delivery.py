"""Sending: once, byte for byte the same at every try, by a server that has its moods."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import undefer

from cic_events.kernel import clock, jobs
from cic_events.kernel.db import reading, transaction
from cic_events.kernel.jobs import Job, JobState
from cic_events.messages import config, delivery
from cic_events.messages.models import Mail, MailState
from cic_events.messages.notice import Itip
from tests.make_messages import posted
from tests.smtp import MailServer

ICS = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"


def now_is(mail: Mail) -> Mail:
    with reading() as db:
        return db.scalars(select(Mail).where(Mail.id == mail.id).options(undefer(Mail.rendered))).one()


def last_job() -> Job:
    with reading() as db:
        return db.scalars(select(Job).order_by(Job.id.desc())).all()[0]


def test_it_is_sent_and_the_answer_kept(server: MailServer) -> None:
    mail = posted(calendar=Itip("REQUEST", ICS))
    jobs.run_all()

    [received] = server.received
    assert (received.recipient, received.subject) == ("amina@belfaa.test", "Test mail from CIC")
    assert received.calendar == ICS.decode()
    sent = now_is(mail)
    assert (sent.state, sent.smtp_answer, sent.tries) == (MailState.SENT, "250 OK queued as 1", 1)
    assert (sent.rendered, sent.sent_at) == (received.raw, clock.now())
    assert last_job().state is JobState.DONE


def test_greylisted_it_is_delivered_later_and_once(server: MailServer) -> None:
    server.behaviour.greylist = 1
    mail = posted()
    jobs.run_all()

    waiting = now_is(mail)
    assert (waiting.state, waiting.smtp_answer) == (MailState.QUEUED, "451 4.7.1 Greylisted, come back later")
    assert last_job().run_after - clock.now() >= timedelta(seconds=30)
    with clock.travel(clock.now() + timedelta(minutes=2)):
        jobs.run_all()
        jobs.run_all()
    assert len(server.received) == 1
    assert now_is(mail).tries == 2


def test_refused_it_is_not_sent_again_and_the_answer_is_shown(server: MailServer) -> None:
    server.behaviour.refuse = {"amina@belfaa.test"}
    mail = posted()
    jobs.run_all()
    with clock.travel(clock.now() + timedelta(days=3)):
        jobs.run_all()

    failed = now_is(mail)
    assert (failed.state, failed.tries) == (MailState.FAILED, 1)
    assert failed.smtp_answer == "550 5.1.1 <amina@belfaa.test> user unknown"
    assert server.tries == 1
    assert last_job().state is JobState.FAILED


def test_refused_after_the_data_it_is_not_sent_again(server: MailServer) -> None:
    server.behaviour.refuse_data = 1
    mail = posted()
    jobs.run_all()

    assert now_is(mail).smtp_answer == "554 5.7.1 Looks like spam"
    assert now_is(mail).state is MailState.FAILED


def test_a_break_after_the_data_doubles_with_the_same_bytes(server: MailServer) -> None:
    server.behaviour.drop = 1
    mail = posted(calendar=Itip("REQUEST", ICS))
    jobs.run_all()
    with clock.travel(clock.now() + timedelta(minutes=2)):
        jobs.run_all()

    first, second = server.received
    assert first.raw == second.raw
    assert first.message_id == mail.message_id
    assert now_is(mail).state is MailState.SENT


def test_a_server_that_is_down_only_delays(server: MailServer) -> None:
    port = config.current().port
    house = config.current()
    config.use(config.MailConfig(host="127.0.0.1", port=1, timeout=1, base_url=house.base_url, sender=house.sender))
    mail = posted()
    jobs.run_all()
    assert "Connection refused" in (now_is(mail).smtp_answer or "")

    config.use(house)
    assert house.port == port
    with clock.travel(clock.now() + timedelta(minutes=2)):
        jobs.run_all()
    assert len(server.received) == 1


def test_after_three_days_an_officer_sees_it(server: MailServer) -> None:
    server.behaviour.greylist = -1
    mail = posted()
    instant = clock.now()
    for _ in range(20):
        with clock.travel(instant):
            jobs.run_all()
            instant = max(last_job().run_after, instant)
    failed = now_is(mail)

    assert (failed.state, failed.smtp_answer) == (MailState.FAILED, "451 4.7.1 Greylisted, come back later")
    assert 7 <= failed.tries <= 10
    assert server.received == []


def test_a_worker_that_dies_after_storing_sends_the_same_bytes_later(server: MailServer) -> None:
    mail = posted()
    jobs.claim()
    letter, raw = delivery._look(mail.id)
    assert letter is not None
    assert raw is None
    stored = delivery._begin(mail.id, delivery._written(mail.id, letter), "amina@belfaa.test")
    with transaction() as db:
        db.get_one(Mail, mail.id).recipient_name = "Changed since"
    with clock.travel(clock.now() + timedelta(minutes=2)):
        jobs.run_all()

    assert stored is not None
    assert [m.raw for m in server.received] == [stored.raw]


def test_a_mail_that_cannot_be_written_is_shown_and_blocks_nobody(server: MailServer) -> None:
    broken = posted(template="no_such_notice")
    lacking = posted(template="sign_in_link")
    good = posted()
    jobs.run_all()

    assert [now_is(m).state for m in (broken, lacking, good)] == [MailState.FAILED, MailState.FAILED, MailState.SENT]
    assert now_is(lacking).smtp_answer == "cannot be written: 'link' is undefined"


HOSTILE = [
    "A\r\nBcc: spy@evil.test",
    'A" <spy@evil.test>',
    "=?utf-8?q?=0d=0aBcc:spy@evil.test?=",
    "\x00\ud800\u202e",
    "أ" * 999,
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_blocks_nobody_and_reaches_nobody_else(server: MailServer, name: str) -> None:
    posted(to_name=name, facts={"name": name})
    posted(to="youssef@belfaa.test")
    jobs.run_all()

    assert [m.recipients for m in server.received] == [("amina@belfaa.test",), ("youssef@belfaa.test",)]
    assert all(m.mail["Bcc"] is None for m in server.received)


def test_one_connection_serves_a_run(server: MailServer) -> None:
    for _ in range(30):
        posted()
    jobs.run_all()

    assert (len(server.received), server.connections) == (30, 1)


def test_hung_up_on_between_two_runs_it_connects_again(server: MailServer) -> None:
    posted()
    jobs.run_all()
    server.behaviour.cut = 1
    mail = posted()
    jobs.run_all()

    assert now_is(mail).state is MailState.SENT
    assert len(server.received) == 2


def test_a_rehearsal_reaches_its_mailbox_alone(server: MailServer) -> None:
    house = config.current()
    config.use(
        config.MailConfig(
            host=house.host, port=house.port, base_url=house.base_url, rehearsal_mailbox="office@cic.test"
        )
    )
    posted()
    jobs.run_all()

    [received] = server.received
    assert received.recipients == ("office@cic.test",)
    assert received.subject == "[Rehearsal: amina@belfaa.test] Test mail from CIC"
