"""Messages that an officer sends or says by hand: short, in the person's language, with the personal link."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from sqlalchemy import select

from cic_events.cycle.sessions.models import TrainingSession
from cic_events.cycle.sessions.paperwork.convocations import WORDS, place
from cic_events.cycle.sessions.paperwork.gathering import Gathered, Guest, gathered
from cic_events.events import contacts
from cic_events.events.contact_models import Told
from cic_events.events.models import Registration
from cic_events.kernel import audit
from cic_events.kernel.db import one, session, transaction
from cic_events.kernel.errors import NotFound
from cic_events.kernel.names import Named
from cic_events.messages.models import Mail, MailState
from cic_events.papers import saying
from cic_events.people import mail_desk
from cic_events.people.permissions import Action, Actor, require

FEW = 4  # half-days that a short message spells out
_NO_DIGIT = re.compile(r"\D")


@dataclass(frozen=True)
class Message(Named):
    """What to send or say to one person; `whatsapp` is empty for who has no number."""

    registration_id: int
    about: str
    email: str
    phone: str
    language: str
    text: str
    whatsapp: str
    told: Told | None
    told_at: datetime | None


def messages(found: Gathered, told: Mapping[int, tuple[Told, datetime]], *, everybody: bool) -> list[Message]:
    """For those without an address, or for everybody."""
    return [_message(found, guest, told) for guest in found.guests if everybody or not guest.email]


def _message(found: Gathered, guest: Guest, told: Mapping[int, tuple[Told, datetime]]) -> Message:
    text = "\n\n".join(text_for(found, guest, language) for language in guest.languages)
    how, at = told.get(guest.registration_id, (None, None))
    return Message(
        name_latin=guest.name_latin,
        name_ar=guest.name_ar,
        registration_id=guest.registration_id,
        about=guest.function,
        email=guest.email,
        phone=guest.phone,
        language=guest.languages[0],
        text=text,
        whatsapp=whatsapp(guest.phone, text),
        told=how,
        told_at=at,
    )


def text_for(found: Gathered, guest: Guest, language: str) -> str:
    """A handful of lines: who writes, what, when, where, the link alone on the last one."""
    w = saying.words(WORDS)[language]["message"]
    name = guest.name_ar or guest.name_latin if language == "ar" else guest.name_latin
    lines = [
        w["hello"].format(name=name),
        w["invites"].format(host=found.host.best(language), title=found.title.best(language)),
        *_days(found, language),
        w["place"].format(place=place(found, language)["text"]),
        w["answer"],
        guest.link,
    ]
    return "\n".join(lines)


def _days(found: Gathered, language: str) -> list[str]:
    lines = []
    for half in found.halves[:FEW]:
        hours = " / ".join(
            f"{one_['hours']} {one_['place']}" if n else one_["hours"]
            for n, one_ in enumerate(found.clocks(half, language))
        )
        lines.append(
            f"{saying.day(half.day, language, weekday=True)}، {hours}"
            if language == "ar"
            else f"{saying.day(half.day, language, weekday=True)}, {hours}"
        )
    return [*lines, "…"] if len(found.halves) > FEW else lines


def whatsapp(phone: str, text: str) -> str:
    """The address that opens WhatsApp with this text, ready to send."""
    digits = _NO_DIGIT.sub("", phone)
    return f"https://wa.me/{digits}?text={quote(text)}" if digits else ""


def prepare(session_id: int, *, by: Actor, everybody: bool = False) -> list[Message]:
    """The messages with their links; it is noted who had them."""
    with transaction():
        planned = one(TrainingSession, session_id)
        require(by, Action.PAPERS_PRINT, planned.owner_id)
        found = gathered(session_id)
        made = messages(found, contacts.last_told(session_id), everybody=everybody)
        audit.record("messages.shown", planned, detail={"people": len(made)})
        return made


def told(
    session_id: int, registration_ids: Sequence[int], *, how: Told, by: Actor, everybody: bool = False
) -> list[Message]:
    """Note that these people were told; mails that reach nobody and wait for it are done. The messages as they stand.

    Raises NotFound for somebody of another session.
    """
    with transaction():
        planned = one(TrainingSession, session_id)
        require(by, Action.PAPERS_PRINT, planned.owner_id)
        chosen = (Registration.event_id == session_id, Registration.id.in_(registration_ids))
        people = session().scalars(select(Registration).where(*chosen).order_by(Registration.id)).all()
        if len(people) != len(set(registration_ids)):
            raise NotFound
        waiting = (Mail.registration_id.in_(registration_ids), Mail.state == MailState.UNREACHABLE)
        for mail_id in session().scalars(select(Mail.id).where(*waiting).order_by(Mail.id)).all():
            mail_desk.told_otherwise(mail_id, by=by)
        for registration in people:
            contacts.note_told(registration, how, by=by)
        audit.record("messages.told", planned, detail={"how": how.value, "registrations": [one_.id for one_ in people]})
        session().flush()
        return prepare(session_id, by=by, everybody=everybody)
