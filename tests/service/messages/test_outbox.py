"""Posting: told once, with the commit, to whom it can be told."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from cic_events.kernel import clock, jobs
from cic_events.kernel.db import PUBLIC_REACH, Reach, acting_as, reading, transaction
from cic_events.kernel.jobs import Job, JobState
from cic_events.messages import config, outbox
from cic_events.messages.models import Mail, MailState
from cic_events.messages.notice import Itip
from cic_events.messages.words import NotOurs
from tests.make_messages import notice, organisation, posted
from tests.smtp import MailServer
from tests.statements import statements


def mail_of(key: str) -> Mail:
    with reading() as db:
        return db.scalars(select(Mail).where(Mail.key == key)).one()


def job_states() -> list[str]:
    with reading() as db:
        return [state.value for state in db.scalars(select(Job.state).order_by(Job.id))]


def test_rolled_back_nothing_is_told(server: MailServer) -> None:
    owner = organisation()
    with pytest.raises(ZeroDivisionError), transaction():
        outbox.post(notice(owner_id=owner.id))
        _ = 1 / 0

    assert jobs.run_all() == 0
    assert server.received == []


def test_the_same_fact_is_told_once(server: MailServer) -> None:
    first, again = posted(key="registration:1:1"), posted(key="registration:1:1")
    jobs.run_all()

    assert first.id == again.id
    assert len(server.received) == 1


def test_a_newer_version_takes_the_place_of_an_unsent_older_one(server: MailServer) -> None:
    posted(key="registration:7:part:1:1", supersedes="registration:7:")
    posted(key="registration:7:part:1:2", supersedes="registration:7:", to_name="Newer")
    posted(key="registration:77:part:1:1", supersedes="registration:77:", to_name="Another")
    jobs.run_all()

    assert mail_of("registration:7:part:1:1").state is MailState.SUPERSEDED
    assert [m.text.splitlines()[0] for m in server.received] == ["Hello Newer,", "Hello Another,"]


def test_an_older_version_told_again_does_not_undo_the_newer(server: MailServer) -> None:
    posted(key="registration:7:1", supersedes="registration:7:")
    posted(key="registration:7:2", supersedes="registration:7:")
    posted(key="registration:7:1", supersedes="registration:7:")

    assert mail_of("registration:7:2").state is MailState.QUEUED


def test_posting_costs_three_statements_however_many_are_told_together(server: MailServer) -> None:
    owner = organisation()
    sent = []
    for count in (1, 5):
        with transaction(), statements() as said:
            outbox.post_all([notice(key=f"registration:{count}:1:{n}", owner_id=owner.id) for n in range(count)])
        sent.append(len(said))
    jobs.run_all()

    assert sent == [3, 3]
    assert len(server.received) == 6


def test_what_is_told_together_is_told_in_its_order(server: MailServer) -> None:
    owner = posted(key="registration:7:0", supersedes="registration:7:").owner_id
    with transaction():
        outbox.post_all(
            [notice(key=f"registration:7:{n}", supersedes="registration:7:", owner_id=owner) for n in (1, 2)]
        )
    jobs.run_all()

    assert [mail_of(f"registration:7:{n}").state.value for n in range(3)] == ["superseded", "superseded", "sent"]
    assert len(server.received) == 1


def test_the_newer_waits_while_another_worker_sends_the_older(server: MailServer) -> None:
    posted(key="registration:7:1", supersedes="registration:7:")
    jobs.claim()
    posted(key="registration:7:2", supersedes="registration:7:")
    jobs.run_due()

    assert server.received == []
    assert job_states() == ["leased", "pending"]
    with clock.travel(clock.now() + timedelta(minutes=2)):
        jobs.run_all()
    assert [m.message_id for m in server.received] == [mail_of("registration:7:2").message_id]


@pytest.mark.parametrize("address", [None, "", "amina", "a@b.test\r\nBcc: spy@evil.test"])
def test_a_person_without_an_address_is_left_to_an_officer(server: MailServer, address: str | None) -> None:
    mail = posted(to=address, channel="whatsapp")

    assert jobs.run_all() == 0
    assert (mail.state, mail.channel, mail.recipient) == (MailState.UNREACHABLE, "whatsapp", None)


def test_an_address_that_is_written_to_no_more(server: MailServer) -> None:
    with transaction():
        outbox.suppress("Amina@belfaa.test", "asked for it")
    mail = posted()

    assert (mail.state, mail.smtp_answer) == (MailState.UNREACHABLE, "address suppressed: asked for it")


def test_a_link_that_leads_elsewhere_is_refused_when_posting(server: MailServer) -> None:
    with pytest.raises(NotOurs):
        posted(facts={"link": "https://evil.test/"})


def test_it_leaves_at_its_hour_and_not_before(server: MailServer) -> None:
    posted(send_at=clock.now() + timedelta(hours=2))
    assert jobs.run_all() == 0

    with clock.travel(clock.now() + timedelta(hours=2)):
        jobs.run_all()
    assert len(server.received) == 1


def test_a_reminder_expires_at_the_start(server: MailServer) -> None:
    mail = posted(expires_at=clock.now() + timedelta(hours=1))
    with clock.travel(clock.now() + timedelta(hours=1)):
        jobs.run_all()

    assert server.received == []
    assert mail_of(mail.key).state is MailState.EXPIRED


def test_reminders_of_a_session_that_moved_are_withdrawn(server: MailServer) -> None:
    posted(key="reminder:7:1")
    posted(key="reminder:8:1")
    with transaction():
        assert outbox.withdraw_all("reminder:7:") == 1
    jobs.run_all()

    assert [m.message_id for m in server.received] == [mail_of("reminder:8:1").message_id]


def test_the_public_may_cause_a_mail_and_never_read_one(server: MailServer) -> None:
    owner = organisation()
    with acting_as(PUBLIC_REACH):
        posted(owner_id=owner.id)
        with reading() as db:
            assert db.scalar(select(func.count()).select_from(Mail)) == 0
    jobs.run_all()

    assert len(server.received) == 1


def test_an_organisation_reads_its_own_mail_only(server: MailServer) -> None:
    ours, theirs = organisation(), organisation("Sidi Bibi")
    mail = posted(owner_id=ours.id)
    posted(owner_id=theirs.id)

    with acting_as(Reach(organisations=frozenset({ours.id}), signed_in=True)), reading() as db:
        assert [m.id for m in db.scalars(select(Mail))] == [mail.id]


def test_what_only_the_recipient_may_read_is_wiped_once_sent(server: MailServer) -> None:
    mail = posted(template="sign_in_link", secret=True, facts={"path": "/sign-in/abc"})
    jobs.run_all()

    assert "https://cic.test/sign-in/abc" in server.received[0].text
    with reading() as db:
        kept = db.scalars(select(Mail).where(Mail.id == mail.id)).one()
        assert (kept.state, kept.facts, kept.rendered) == (MailState.SENT, {}, None)


def test_an_erased_person_is_nowhere_in_the_outbox(server: MailServer) -> None:
    from sqlalchemy import text

    from cic_events.people.models import Person

    with transaction() as db:
        person = Person(name_latin="Amina Bennani", search_key="amina bennani")
        db.add(person)
        db.flush()
    server.behaviour.refuse = {"amina@belfaa.test"}
    posted(person_id=person.id, calendar=Itip("REQUEST", b"BEGIN:VCALENDAR\r\nATTENDEE:mailto:amina@belfaa.test\r\n"))
    jobs.run_all()
    posted(person_id=person.id, send_at=clock.now() + timedelta(days=1))
    with transaction():
        assert outbox.forget(person_id=person.id) == 2

    assert JobState.CANCELLED.value in job_states()
    with reading() as db:
        for table in ("mail", "job"):
            rows = str(db.execute(text(f"SELECT * FROM {table}")).all())
            assert "amina" not in rows.lower()


def test_a_past_that_is_entered_is_written_down_and_never_sent(server: MailServer) -> None:
    with config.without_delivery():
        posted(key="of the past", secret=True)
        posted(key="without an address", to=None)
    posted(key="of today")
    jobs.run_all()

    assert len(server.received) == 1
    past = mail_of("of the past")
    assert (past.state, past.smtp_answer, past.facts) == (MailState.CANCELLED, "not sent: delivery was off", {})
    assert mail_of("without an address").state is MailState.CANCELLED
