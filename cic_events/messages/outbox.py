"""Posting a notice: a row and a job of the caller's transaction. Roll back, and nothing was told."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update

from cic_events.kernel import clock, jobs, names, secrets
from cic_events.kernel.db import elevated, session
from cic_events.messages import config, words
from cic_events.messages.models import UNSENT, Mail, MailState, SuppressedAddress
from cic_events.messages.notice import Notice

KIND = "mail.deliver"
NOT_SENT = "not sent: delivery was off"


def post(notice: Notice, *, hold: bool = False) -> Mail:
    """Tell it once per key: a known key is the mail that is there. `hold`: an officer lets it go.

    Raises NotOurs when a link leads elsewhere. Without an address, or one that no server takes, the row stands as
    unreachable and an officer tells it by the person's channel.
    """
    with elevated():
        new = jobs.insert_once(Mail, _values(notice, hold=hold), on="key")
        mail = session().scalars(select(Mail).where(Mail.key == notice.key)).one()
        if new is not None:
            _supersede(notice, mail)
            if mail.state is MailState.QUEUED:
                put_in_queue(mail)
            elif mail.state is MailState.CANCELLED:
                wipe_secret(mail)
    return mail


def _values(notice: Notice, *, hold: bool) -> dict[str, Any]:
    house, now = config.current(), clock.now().replace(microsecond=0)
    recipient = words.address(notice.to)
    state = MailState.HELD if hold else MailState.QUEUED
    refusal = "no address" if not notice.to else "not an address" if recipient is None else _suppressed(recipient)
    if refusal is not None:
        state = MailState.UNREACHABLE
    if not house.delivers:
        state, refusal = MailState.CANCELLED, NOT_SENT
    if notice.unsubscribe_link is not None:
        words.check_link(notice.unsubscribe_link, house.base_url)
    return {
        "key": notice.key,
        "thread": notice.supersedes,
        "owner_id": notice.owner_id,
        "person_id": notice.person_id,
        "registration_id": notice.registration_id,
        "recipient": recipient,
        "recipient_name": names.clean(words.scrub(notice.to_name)),
        "channel": "email" if state is not MailState.UNREACHABLE else notice.channel,
        "locale": str(notice.locale),
        "template": notice.template,
        "facts": _checked(notice.facts, house.base_url),
        "why": notice.why,
        "calendar": notice.calendar and notice.calendar.ics.decode("utf-8"),
        "calendar_method": notice.calendar and notice.calendar.method,
        "unsubscribe_link": notice.unsubscribe_link,
        "secret": notice.secret,
        "message_id": f"<{secrets.mac('mail.id', notice.key)[:32]}@{house.domain}>",
        "dated": now,
        "state": state,
        "smtp_answer": refusal,
        "send_at": notice.send_at,
        "expires_at": notice.expires_at,
    }


def _checked(facts: Mapping[str, str], base_url: str) -> dict[str, str]:
    for name, value in facts.items():
        if not isinstance(value, str):
            raise TypeError(f"the fact {name} is not a string")
        if words.is_link(name.partition(":")[0]):
            words.check_link(value, base_url)
        elif words.is_path(name.partition(":")[0]):
            words.check_path(value)
    return {name: words.scrub(value) for name, value in facts.items()}


def _suppressed(recipient: str) -> str | None:
    """Why nothing is sent there any more, or None."""
    found = session().scalar(
        select(SuppressedAddress.reason).where(SuppressedAddress.address == names.fold_email(recipient))
    )
    return None if found is None else f"address suppressed: {found}"


def _supersede(notice: Notice, newer: Mail) -> None:
    if notice.supersedes is None:
        return
    older = session().scalars(
        select(Mail)
        .where(Mail.key.startswith(notice.supersedes, autoescape=True), Mail.id != newer.id, Mail.state.in_(UNSENT))
        .order_by(Mail.id)
        .with_for_update(of=Mail)
    )
    for mail in older:
        withdraw(mail, MailState.SUPERSEDED)


def put_in_queue(mail: Mail) -> None:
    """A job for this mail, at its hour."""
    mail.state = MailState.QUEUED
    jobs.enqueue(KIND, {"mail_id": mail.id}, dedupe_key=mail.job_key, run_after=mail.send_at)


def withdraw(mail: Mail, state: MailState) -> None:
    """Take an unsent mail out of the queue."""
    mail.state = state
    jobs.cancel(mail.job_key)
    wipe_secret(mail)


def withdraw_all(prefix: str) -> int:
    """Cancel every unsent mail whose key begins so (reminders of a session that moved); how many."""
    with elevated():
        rows = session().scalars(
            select(Mail)
            .where(Mail.key.startswith(prefix, autoescape=True), Mail.state.in_(UNSENT))
            .order_by(Mail.id)
            .with_for_update(of=Mail)
        )
        unsent = rows.all()
        for mail in unsent:
            withdraw(mail, MailState.CANCELLED)
    return len(unsent)


def wipe_secret(mail: Mail) -> None:
    """What only the recipient may read does not stay in the database."""
    if mail.secret:
        mail.facts, mail.rendered, mail.calendar = {}, None, None


def suppress(address: str, reason: str) -> None:
    """Write to this address no more."""
    jobs.insert_once(SuppressedAddress, {"address": names.fold_email(address), "reason": reason}, on="address")


def forget(*, person_id: int) -> int:
    """Erase a person from the outbox: unsent mails are cancelled, words and addresses go, the counts stay."""
    with elevated():
        mine = session().scalars(select(Mail).where(Mail.person_id == person_id).with_for_update(of=Mail)).all()
        for mail in mine:
            if mail.state in (*UNSENT, MailState.UNREACHABLE):
                withdraw(mail, MailState.CANCELLED)
        session().flush()
        session().execute(
            update(Mail)
            .where(Mail.id.in_([mail.id for mail in mine]))
            .values(recipient=None, recipient_name="", facts={}, calendar=None, rendered=None, smtp_answer=None)
        )
    return len(mine)
