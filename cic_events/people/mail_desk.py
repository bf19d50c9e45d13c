"""What officers do with the outbox: send again, cancel, let go, tell otherwise, try the mail out."""

from sqlalchemy import select

from cic_events.kernel import audit, clock, jobs, secrets
from cic_events.kernel.db import elevated, one, session, transaction
from cic_events.kernel.errors import N_, DomainError, FieldRefused
from cic_events.messages import outbox, words
from cic_events.messages.models import Mail, MailState
from cic_events.messages.notice import Notice
from cic_events.people.mail_queue import CANCELS, READDRESSED, SENDS_AGAIN, wiped
from cic_events.people.permissions import Action, Actor, require


class NotInThisState(DomainError):
    sentence = N_("The mail is in another state by now. Look at it again.")


class TextIsGone(DomainError):
    sentence = N_("The text of this mail is no longer kept. Ask for a new link instead.")


class NewerExists(DomainError):
    sentence = N_("A newer message on the same subject exists: this one would mislead.")


class BadAddress(FieldRefused):
    sentence = N_("No mail can be sent to this address.")


class ForItsReader(FieldRefused):
    sentence = N_("This mail holds a secret of its reader: it goes nowhere else. Correct the address of the person.")


class NamesTheAddress(FieldRefused):
    sentence = N_("This invitation names the old address. Correct the address of the person and invite again.")


def _mine(id: int, by: Actor) -> Mail:
    mail = one(Mail, id, lock=True)
    require(by, Action.OUTBOX_ACT, mail.owner_id)
    return mail


def send_again(id: int, *, by: Actor, to: str = "") -> None:
    """Put it in the queue once more, at another address when one is given.

    Raises NotInThisState, NewerExists, TextIsGone, BadAddress, ForItsReader, NamesTheAddress.
    """
    with transaction():
        mail = _mine(id, by)
        if mail.state not in SENDS_AGAIN:
            raise NotInThisState
        if wiped(mail):
            raise TextIsGone
        if _newer(mail):
            raise NewerExists
        if to:
            _readdress(mail, to)
        if mail.recipient is None:
            raise BadAddress("to")
        _queue_anew(mail)
        audit.record("outbox.send_again", mail)


def _newer(mail: Mail) -> bool:
    if mail.thread is None:
        return False
    with elevated():
        newer = select(Mail.id).where(Mail.key.startswith(mail.thread, autoescape=True), Mail.id > mail.id)
        return session().scalar(newer.limit(1)) is not None


def _readdress(mail: Mail, to: str) -> None:
    address = words.address(to)
    if address is None:
        raise BadAddress("to")
    if address == mail.recipient:
        return
    if mail.secret:
        raise ForItsReader("to")
    if mail.state not in READDRESSED:
        raise NotInThisState
    if mail.calendar_method:
        raise NamesTheAddress("to")
    mail.recipient, mail.rendered, mail.channel = address, None, "email"


def _queue_anew(mail: Mail) -> None:
    jobs.cancel(mail.job_key)
    mail.round += 1
    mail.tries, mail.first_tried_at, mail.smtp_answer, mail.send_at = 0, None, None, None
    outbox.put_in_queue(mail)


def cancel(id: int, *, by: Actor) -> None:
    """It is not told. Raises NotInThisState when it has left."""
    with transaction():
        mail = _mine(id, by)
        if mail.state not in CANCELS:
            raise NotInThisState
        outbox.withdraw(mail, MailState.CANCELLED)
        audit.record("outbox.cancel", mail)


def release(id: int, *, by: Actor) -> None:
    """Let a held mail go. Raises NotInThisState."""
    with transaction():
        mail = _mine(id, by)
        if mail.state is not MailState.HELD:
            raise NotInThisState
        outbox.put_in_queue(mail)
        audit.record("outbox.release", mail)


def told_otherwise(id: int, *, by: Actor) -> None:
    """Somebody without an address was told by letter, phone or in person. Raises NotInThisState."""
    with transaction():
        mail = _mine(id, by)
        if mail.state is not MailState.UNREACHABLE:
            raise NotInThisState
        mail.state, mail.sent_at, mail.smtp_answer = MailState.SENT, clock.now(), f"told by {mail.channel}"
        outbox.wipe_secret(mail)
        audit.record("outbox.told_otherwise", mail)


def send_test(to: str, *, by: Actor) -> None:
    """A mail that only shows that mail works. Raises BadAddress."""
    require(by, Action.OUTBOX_ACT)
    if words.address(to) is None:
        raise BadAddress("to")
    with transaction():
        mail = outbox.post(
            Notice(
                key=f"test_mail:{secrets.new_token()[:16]}",
                to=to,
                to_name=by.name,
                person_id=by.person_id,
                locale=by.language.value,
                template="test_mail",
                owner_id=min(by.organisations),
                why=N_("a test of the mail was asked for"),
            )
        )
        audit.record("outbox.test", mail)
