"""People whom no mail reaches and who have not been told yet: to be telephoned, written to, or told in person."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select

from cic_events.events.models import Event, Registration
from cic_events.kernel.db import session
from cic_events.kernel.texts import Texts
from cic_events.messages.models import Mail, MailState
from cic_events.people.models import Channel, Person

MANY = 200


@dataclass(frozen=True)
class Unreached:
    """A registration with the newest message that could not be sent."""

    mail_id: int
    channel: Channel
    name_latin: str
    name_ar: str
    phone: str | None
    event_id: int
    title: Texts
    first_day: date | None


def unreached(*, as_of: datetime) -> list[Unreached]:
    """Of sessions that are not over, the nearest first, a registration once, as far as one sees. One statement."""
    rows: Any = session().execute(
        select(
            Registration.id, Mail.id, Mail.channel, Person.name_latin, Person.name_ar, Person.phone, Event.id,
            Event.title, Event.first_day,
        )
        .select_from(Mail)
        .join(Registration, Registration.id == Mail.registration_id)
        .join(Person, Person.id == Registration.person_id)
        .join(Event, Event.id == Registration.event_id)
        .where(Mail.state == MailState.UNREACHABLE, or_(Event.ends_at.is_(None), Event.ends_at >= as_of))
        .order_by(Event.starts_at, Registration.queue_number, Mail.id)
        .limit(MANY)
    )  # fmt: skip
    newest = {id: Unreached(mail_id, Channel(channel), *rest) for id, mail_id, channel, *rest in rows}
    return list(newest.values())
