"""From parts to calendar objects and to words: what feeds, invitations and mails say of the times."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from babel.dates import format_date

from cic_events.calendar import itip, uids, vevent
from cic_events.calendar.parts import Appointment, Mailbox, Stretch, joined
from cic_events.calendar.wording import Clock, both_clocks
from cic_events.events.models import Event, EventPart, Registration
from cic_events.events.states import Answer, EventState
from cic_events.kernel.clock import wall_from_utc
from cic_events.kernel.texts import LANGUAGES, Texts
from cic_events.messages import config
from cic_events.messages.notice import Itip
from cic_events.messages.render import LOCALES, LONG_DAY

THERE = {
    "Africa/Casablanca": Texts(fr="Maroc", ar="المغرب", nl="Marokko", en="Morocco"),
    "Europe/Brussels": Texts(fr="Bruxelles", ar="بروكسل", nl="Brussel", en="Brussels"),
}
CALLED_OFF = {
    EventState.CANCELLED: Texts(fr="Annulé", ar="ملغى", nl="Geannuleerd", en="Cancelled"),
    EventState.POSTPONED: Texts(fr="Reporté", ar="مؤجل", nl="Uitgesteld", en="Postponed"),
}
COMMAS = {"fr": ", ", "ar": "، ", "nl": ", ", "en": ", "}
MOVED = Texts(
    fr="Cette adresse d'agenda a été remplacée : abonnez-vous à la nouvelle.",
    ar="تم تغيير عنوان هذه اليومية: اشتركوا في العنوان الجديد.",
    nl="Dit agenda-adres is vervangen: abonneer u op het nieuwe.",
    en="The address of this calendar was replaced: subscribe to the new one.",
)


def clocks(host: Texts, zone: str, language: str) -> list[Clock]:
    """The clock of the place, then that of the other side."""
    there = [Clock(name.best(language), other) for other, name in THERE.items() if other != zone]
    return [Clock(host.best(language), zone), *there]


@dataclass(frozen=True)
class Block:
    """What a calendar shows as one: half-days of one day that touch. It goes by the UID of its first part."""

    first: EventPart
    day: date
    zone: str
    starts_at: datetime
    ends_at: datetime


def blocks(event: Event) -> list[Block]:
    """The parts of an event as calendars show them, in order."""
    stretches = [Stretch(p.day, p.starts_at, p.ends_at, (n,)) for n, p in enumerate(event.parts)]
    firsts = [(event.parts[whole.parts[0]], whole) for whole in joined(stretches)]
    return [Block(first, first.day, first.zone, whole.starts, whole.ends) for first, whole in firsts]


def when(event: Event, shown: Sequence[Block]) -> Texts:
    """Each block on a line: its day, its hours on both clocks."""
    return Texts({language: "\n".join(_line(event, block, language) for block in shown) for language in LANGUAGES})


def where(event: Event) -> Texts:
    """The room and its commune; nothing when the room is not known."""
    return Texts({language: _there(event, language) for language in LANGUAGES if event.place})


def _there(event: Event, language: str) -> str:
    return COMMAS[language].join(filter(None, [event.place.best(language), event.host.name.best(language)]))


def _line(event: Event, block: Block, language: str) -> str:
    day = format_date(block.day, LONG_DAY[language], locale=LOCALES[language])
    there = clocks(event.host.name, block.zone, language)
    return COMMAS[language].join([day, both_clocks(block.starts_at, block.ends_at, there)])


def instant(at: datetime, zone: str) -> Texts:
    """A day and an hour on the clock of the place, in each language."""
    wall = wall_from_utc(at, zone)
    return Texts(
        {
            language: f"{format_date(wall.day, LONG_DAY[language], locale=LOCALES[language])}, {wall.time:%H:%M}"
            for language in LANGUAGES
        }
    )


def session_link(event: Event) -> str:
    return f"{config.current().base_url}/sessions/{event.id}"


def _organizer() -> Mailbox:
    house = config.current()
    return Mailbox(house.sender_name, house.sender)


def _appointment(
    event: Event, block: Block, language: str, *, uid: str, sequence: int, invited: bool = True
) -> Appointment:
    title, shown = event.title.best(language), [other.first for other in blocks(event)]
    if len(shown) > 1 and block.first in shown:
        title = f"{title} ({shown.index(block.first) + 1}/{len(shown)})"
    off = CALLED_OFF.get(event.state)
    joining = event.online_url or "" if invited else ""  # the address of the meeting is for who has a place
    said = [_line(event, block, language), joining, event.description.best(language)]
    return Appointment(
        uid=uid,
        sequence=sequence,
        starts=block.starts_at,
        ends=block.ends_at,
        summary=f"{off.best(language)} – {title}" if off else title,
        changed_at=event.changed_at,
        organizer=_organizer(),
        description="\n\n".join(text for text in said if text),
        location=_there(event, language),
        url=session_link(event),
        cancelled=off is not None,
        categories=(event.activity_code,) if event.activity_code else (),
        language=event.title.lang_of(language),
    )


def public_vevent(event: Event, block: Block, language: str) -> str:
    """The finished text of one block for public feeds."""
    made = _appointment(event, block, language, uid=block.first.uid, sequence=event.sequence, invited=False)
    return vevent.text(made)


def invitation(
    method: Literal["REQUEST", "CANCEL"], registration: Registration, event: Event, block: Block
) -> Itip | None:
    """The calendar side of a mail about one block; nothing for who has no address."""
    person = registration.person
    if not person.email:
        return None
    language = person.language.value if person.language.value in LANGUAGES else "fr"
    uid = uids.of_registration(registration.id, block.first.id)
    made = _appointment(event, block, language, uid=uid, sequence=registration.sequence)
    attendee = Mailbox(person.name, person.email)
    if method == "CANCEL":
        return Itip(method, itip.cancel(made, attendee=attendee))
    return Itip(method, itip.request(made, attendee=attendee, accepted=registration.partstat is Answer.ACCEPTED))


def summary(registration: Registration, event: Event) -> Itip | None:
    """All parts at once, to be added rather than answered."""
    if not registration.person.email:
        return None
    spoken = registration.person.language.value
    language = spoken if spoken in LANGUAGES else "fr"
    made = [
        _appointment(
            event,
            block,
            language,
            uid=uids.of_registration(registration.id, block.first.id),
            sequence=registration.sequence,
        )
        for block in blocks(event)
    ]
    return Itip("PUBLISH", itip.publish(made))


def address_changed(language: str, at: datetime) -> str:
    """The one event of a feed whose address was replaced."""
    day = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    notice = Appointment(
        uid="address-replaced@cic",
        sequence=0,
        starts=day,
        ends=day + timedelta(days=1),
        summary=MOVED.best(language),
        changed_at=at,
        organizer=_organizer(),
        url=f"{config.current().base_url}/feeds/",
        all_day=True,
    )
    return vevent.text(notice)
