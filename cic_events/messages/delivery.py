"""The mail job: rendered once outside any unit, its bytes stored before the first send, sent, marked."""

import logging
import threading
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from jinja2 import TemplateError
from sqlalchemy import select
from sqlalchemy.orm import undefer

from cic_events.kernel import clock
from cic_events.kernel.db import reading, session, transaction
from cic_events.kernel.jobs import GiveUp, Job, JobState, Later, handles
from cic_events.messages import config, outbox, render
from cic_events.messages.models import UNSENT, Mail, MailState
from cic_events.messages.notice import Itip
from cic_events.messages.schedule import Pace, pause_after
from cic_events.messages.transport import Answer, Dropped, Postman

log = logging.getLogger(__name__)
REFUSED, TOO_LONG, NOT_YET = "refused", "not taken for three days", "not taken yet"  # the mail holds the server's words
IN_FLIGHT = timedelta(seconds=30)


class _Desk(threading.local):
    """Each thread keeps its own connection."""

    postman: Postman | None = None
    pace: Pace | None = None


_desk = _Desk()


@dataclass(frozen=True)
class Ready:
    """What is sent, and to whom."""

    raw: bytes
    recipient: str


@handles(outbox.KIND)
def deliver(payload: dict[str, Any]) -> None:
    """Send one mail of the outbox. Raises Later or GiveUp as the answer says."""
    mail_id = int(payload["mail_id"])
    letter, raw = _look(mail_id)
    if letter is None:
        return
    house = config.current()
    recipient = house.rehearsal_mailbox or letter.recipient
    if (wait := _pace().wait(recipient.rpartition("@")[2], clock.now())) is not None:
        raise Later("the rate of this domain", delay=wait)
    ready = _begin(mail_id, raw or _written(mail_id, letter), recipient)
    if ready is None:
        return
    try:
        answer = _postman().deliver(ready.raw, ready.recipient)
    except Dropped as dropped:
        _tried(mail_id, str(dropped))
    else:
        _answered(mail_id, answer)


def hang_up() -> None:
    """End this thread's conversation with the server; the worker calls it when nothing is due."""
    if _desk.postman is not None:
        _desk.postman.hang_up()
        _desk.postman = None


def _postman() -> Postman:
    if _desk.postman is None or _desk.postman.config != config.current():
        hang_up()
        _desk.postman = Postman(config.current())
    return _desk.postman


def _pace() -> Pace:
    rate = config.current().domain_rate
    if _desk.pace is None or _desk.pace.rate != rate:
        _desk.pace = Pace(rate)
    return _desk.pace


def _look(mail_id: int) -> tuple[render.Letter | None, bytes | None]:
    """The letter to write, and its bytes when they were written before; None when there is nothing to send."""
    with reading() as db:
        mail = db.scalars(
            select(Mail).where(Mail.id == mail_id).options(undefer(Mail.rendered), undefer(Mail.calendar))
        ).one_or_none()
        if mail is None or mail.state is not MailState.QUEUED or mail.recipient is None:
            return None, None
        return letter_of(mail), mail.rendered


def letter_of(mail: Mail) -> render.Letter:
    """The row as plain values for the writer."""
    calendar = Itip(mail.calendar_method or "REQUEST", mail.calendar.encode()) if mail.calendar else None
    return render.Letter(
        recipient=mail.recipient or "",
        recipient_name=mail.recipient_name,
        locale=mail.locale,
        template=mail.template,
        facts=mail.facts,
        why=mail.why,
        message_id=mail.message_id,
        date=mail.dated,
        calendar=calendar,
        unsubscribe_link=mail.unsubscribe_link,
    )


def _written(mail_id: int, letter: render.Letter) -> bytes:
    try:
        return render.message(letter).as_bytes()
    except (TemplateError, ValueError, LookupError) as broken:
        log.exception("mail %s cannot be written", mail_id)
        reason = f"cannot be written: {broken}"
        _end(mail_id, MailState.FAILED, reason)
        raise GiveUp(reason) from broken


def _begin(mail_id: int, raw: bytes, recipient: str) -> Ready | None:
    """Store the bytes and count the try, if the mail is still to be sent; None otherwise."""
    with transaction() as db:
        mail = db.scalars(
            select(Mail).where(Mail.id == mail_id).with_for_update(of=Mail).options(undefer(Mail.rendered))
        ).one()
        now = clock.now()
        if mail.state is not MailState.QUEUED:
            return None
        if mail.expires_at is not None and now >= mail.expires_at:
            mail.state = MailState.EXPIRED
            outbox.wipe_secret(mail)
            return None
        if _older_in_flight(mail):
            raise Later("an older version is being sent", delay=IN_FLIGHT)
        mail.rendered = mail.rendered or raw
        mail.tries += 1
        mail.first_tried_at = mail.first_tried_at or now
        return Ready(mail.rendered, recipient)


def _older_in_flight(mail: Mail) -> bool:
    """Whether another worker is sending what this mail takes the place of."""
    if mail.thread is None:
        return False
    others = select(Job.id).where(
        Job.dedupe_key.startswith(f"mail:{mail.thread}", autoescape=True),
        Job.dedupe_key != mail.job_key,
        Job.state == JobState.LEASED,
        Job.lease_until > clock.now(),
    )
    return session().scalar(others.limit(1)) is not None


def _answered(mail_id: int, answer: Answer) -> None:
    if answer.accepted:
        _end(mail_id, MailState.SENT, str(answer))
    elif answer.refused:
        _end(mail_id, MailState.FAILED, str(answer))
        raise GiveUp(REFUSED)
    else:
        _tried(mail_id, str(answer))


def _tried(mail_id: int, reason: str) -> None:
    """Not now: note why. Raises Later, or GiveUp when three days are over."""
    with transaction() as db:
        mail = db.scalars(select(Mail).where(Mail.id == mail_id).with_for_update(of=Mail)).one()
        mail.smtp_answer = reason
        if mail.state not in UNSENT:
            return
        waited = clock.now() - (mail.first_tried_at or clock.now())
        pause = pause_after(mail.tries, waited=waited)
        if pause is None:
            mail.state = MailState.FAILED
            outbox.wipe_secret(mail)
    if pause is None:
        raise GiveUp(TOO_LONG)
    raise Later(NOT_YET, delay=pause)


def _end(mail_id: int, state: MailState, said: str) -> None:
    with transaction() as db:
        mail = db.scalars(select(Mail).where(Mail.id == mail_id).with_for_update(of=Mail)).one()
        mail.smtp_answer = said
        if state is MailState.SENT or mail.state in UNSENT:
            mail.state = state
        mail.sent_at = clock.now() if state is MailState.SENT else None
        outbox.wipe_secret(mail)
