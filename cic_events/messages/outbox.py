"""Posting a notice: a row and a job of the caller's transaction. Roll back, and nothing was told."""

from collections.abc import Collection, Mapping, Sequence
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
    return post_all([notice], hold=hold)[0]


def post_all(notices: Sequence[Notice], *, hold: bool = False) -> list[Mail]:
    """Post in this order, with as few statements as one notice costs: the parts of a session are told together."""
    with elevated():
        refused = _suppressed({notice.to for notice in notices if notice.to})
        new = jobs.insert_all_once(Mail, [_values(notice, refused, hold=hold) for notice in notices], on="key")
        told = {mail.key: mail for mail in new}
        for place, notice in enumerate(notices):
            if notice.supersedes is not None and notice.key in told:
                _supersede(notice.supersedes, before=[told[n.key].id for n in notices[place:] if n.key in told])
        put_in_queue(*(mail for mail in new if mail.state is MailState.QUEUED))
        for mail in new:
            if mail.state is MailState.CANCELLED:
                wipe_secret(mail)
        if known := {notice.key for notice in notices} - set(told):
            told |= {mail.key: mail for mail in session().scalars(select(Mail).where(Mail.key.in_(known)))}
    return [told[notice.key] for notice in notices]


def _values(notice: Notice, refused: Mapping[str, str], *, hold: bool) -> dict[str, Any]:
    house, now = config.current(), clock.now().replace(microsecond=0)
    recipient = words.address(notice.to)
    state = MailState.HELD if hold else MailState.QUEUED
    refusal = _refusal(notice.to, recipient, refused)
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


def _refusal(given: str | None, recipient: str | None, refused: Mapping[str, str]) -> str | None:
    """Why no mail goes there, or None."""
    if not given:
        return "no address"
    if recipient is None:
        return "not an address"
    reason = refused.get(names.fold_email(recipient))
    return reason and f"address suppressed: {reason}"


def _suppressed(addresses: Collection[str]) -> dict[str, str]:
    """The folded addresses among these that are written to no more, and why."""
    folded = {names.fold_email(found) for given in addresses if (found := words.address(given)) is not None}
    if not folded:
        return {}
    rows = session().execute(
        select(SuppressedAddress.address, SuppressedAddress.reason).where(SuppressedAddress.address.in_(folded))
    )
    return {row.address: row.reason for row in rows}


def _supersede(prefix: str, *, before: Sequence[int]) -> None:
    older = session().scalars(
        select(Mail)
        .where(
            Mail.key.startswith(prefix, autoescape=True),
            Mail.id.not_in(before),
            Mail.state.in_(UNSENT),
        )
        .order_by(Mail.id)
        .with_for_update(of=Mail)
    )
    for mail in older:
        withdraw(mail, MailState.SUPERSEDED)


def put_in_queue(*mails: Mail) -> None:
    """A job for each of these mails, at its hour."""
    for mail in mails:
        mail.state = MailState.QUEUED
    planned = [jobs.Planned(mail.job_key, {"mail_id": mail.id}, mail.send_at) for mail in mails]
    jobs.enqueue_all(KIND, planned)


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
