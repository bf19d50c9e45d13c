"""What officers see of the outbox: what is told, to whom, why, in what state, and what the server answered."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from jinja2 import TemplateError
from sqlalchemy import func, select

from cic_events.kernel import jobs
from cic_events.kernel.db import one, session
from cic_events.messages import delivery, render
from cic_events.messages.mailbox import Mailbox
from cic_events.messages.models import Mail, MailState
from cic_events.people.permissions import Action, Actor, may

__all__ = ["Detail", "Line", "Mailbox", "counts", "detail", "lines"]

SENDS_AGAIN = frozenset({MailState.FAILED, MailState.CANCELLED, MailState.UNREACHABLE, MailState.QUEUED})
READDRESSED = frozenset({MailState.FAILED, MailState.UNREACHABLE})
CANCELS = frozenset({MailState.QUEUED, MailState.HELD, MailState.UNREACHABLE})


_PERSONAL = re.compile(r"(/(?:my/registration|my/certificate/[^/\s]+|answer|trainer|sign-in/link)/)[^\s/]+")


@dataclass(frozen=True)
class Line:
    """One mail of the queue."""

    id: int
    why: str
    template: str
    recipient_name: str
    reached_by: str  # the address, or the channel of who has none
    state: str
    smtp_answer: str
    tries: int
    created_at: datetime
    send_at: datetime | None
    next_try: datetime | None
    sent_at: datetime | None


@dataclass(frozen=True)
class Detail:
    """One mail with what it says; secret ones are read in the mailbox only."""

    line: Line
    owner_id: int
    locale: str
    subject: str
    text: str
    secret: bool
    calendar_method: str
    sends_again: bool
    cancels: bool
    held: bool
    unreachable: bool
    corrects_address: bool


def counts() -> dict[str, int]:
    """How many mails are in each state, as far as the actor sees."""
    rows = session().execute(select(Mail.state, func.count()).select_from(Mail).group_by(Mail.state))
    return {state.value: number for state, number in rows}


def lines(states: frozenset[str] | None = None, *, offset: int = 0, limit: int = 30) -> list[Line]:
    """The newest first, of these states or of all."""
    query = select(Mail).order_by(Mail.created_at.desc(), Mail.id.desc()).offset(offset).limit(limit)
    if states:
        query = query.where(Mail.state.in_([MailState(state) for state in states]))
    found = session().scalars(query).all()
    due = _next_tries(found)
    return [_line(mail, due.get(mail.job_key)) for mail in found]


def _next_tries(mails: Sequence[Mail]) -> dict[str, datetime]:
    keys = [mail.job_key for mail in mails if mail.state is MailState.QUEUED]
    rows = session().execute(
        select(jobs.Job.dedupe_key, jobs.Job.run_after).where(
            jobs.Job.dedupe_key.in_(keys), jobs.Job.state == jobs.JobState.PENDING
        )
    )
    return {key: run_after for key, run_after in rows if key}


def _line(mail: Mail, next_try: datetime | None) -> Line:
    return Line(
        id=mail.id,
        why=mail.why,
        template=mail.template,
        recipient_name=mail.recipient_name,
        reached_by=mail.recipient or mail.channel,
        state=mail.state.value,
        smtp_answer=mail.smtp_answer or "",
        tries=mail.tries,
        created_at=mail.created_at,
        send_at=mail.send_at,
        next_try=next_try,
        sent_at=mail.sent_at,
    )


def detail(id: int, *, by: Actor) -> Detail:
    """One mail. Raises NotFound."""
    mail = one(Mail, id)
    subject, text = ("", "") if mail.secret else _said(mail)
    acts = may(by, Action.OUTBOX_ACT, mail.owner_id)
    return Detail(
        line=_line(mail, _next_tries([mail]).get(mail.job_key)),
        owner_id=mail.owner_id,
        locale=mail.locale,
        subject=subject,
        text=text,
        secret=mail.secret,
        calendar_method=mail.calendar_method or "",
        sends_again=acts and mail.state in SENDS_AGAIN and mail.recipient is not None and not wiped(mail),
        cancels=acts and mail.state in CANCELS,
        held=acts and mail.state is MailState.HELD,
        unreachable=acts and mail.state is MailState.UNREACHABLE,
        corrects_address=acts and _takes_an_address(mail),
    )


def _said(mail: Mail) -> tuple[str, str]:
    try:
        said = render.rendered(delivery.letter_of(mail))
    except (TemplateError, ValueError, LookupError):
        return "", ""
    return said.subject, _PERSONAL.sub(r"\1…", said.text)


def wiped(mail: Mail) -> bool:
    return mail.secret and not mail.facts


def _takes_an_address(mail: Mail) -> bool:
    return mail.state in READDRESSED and not mail.calendar_method and not mail.secret
