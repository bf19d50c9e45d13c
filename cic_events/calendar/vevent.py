"""One VEVENT's text, built by icalendar when the meeting changes, stored, and joined for feeds."""

import re
from datetime import UTC, datetime

from icalendar import Event, vCalAddress, vText, vUri

from cic_events.calendar.parts import Appointment, Mailbox

_BREAK = re.compile(r"\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Controls, direction overrides, byte order marks and halves of a pair: icalendar would pass them on
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\ufeff\ud800-\udfff]")


def plain(text: str) -> str:
    """Without control characters; all that some reader takes for a line's end is \\n."""
    return _CONTROL.sub("", _BREAK.sub("\n", text))


def line(text: str) -> str:
    return " ".join(plain(text).split())


def address(mailbox: Mailbox, **params: str) -> vCalAddress:
    """A calendar address; raises ValueError for one that would break the line."""
    if plain(mailbox.address) != mailbox.address or "\n" in mailbox.address:
        raise ValueError("a mail address with control characters")
    made = vCalAddress(f"mailto:{mailbox.address}")
    if name := line(mailbox.name).replace('"', "'"):
        made.params["CN"] = vText(name)
    for key, value in params.items():
        made.params[key] = vText(value)
    return made


def build(appointment: Appointment) -> Event:
    """The VEVENT component. DTSTAMP = LAST-MODIFIED = the change time, so that the bytes are stable."""
    event = Event()
    event.add("UID", appointment.uid)
    changed = _utc(appointment.changed_at)
    event.add("DTSTAMP", changed)
    event.add("LAST-MODIFIED", changed)
    event.add("SEQUENCE", appointment.sequence)
    _times(event, appointment)
    event.add("SUMMARY", line(appointment.summary), parameters=_spoken(appointment))
    if appointment.description:
        event.add("DESCRIPTION", plain(appointment.description), parameters=_spoken(appointment))
    if appointment.location:
        event.add("LOCATION", line(appointment.location))
    if appointment.url:
        event.add("URL", vUri(appointment.url))
    if appointment.categories:
        event.add("CATEGORIES", [line(c) for c in appointment.categories])
    event.add("STATUS", "CANCELLED" if appointment.cancelled else "CONFIRMED")
    event.add("ORGANIZER", address(appointment.organizer))
    return event


def _spoken(appointment: Appointment) -> dict[str, str]:
    return {"LANGUAGE": appointment.language} if appointment.language else {}


def _times(event: Event, appointment: Appointment) -> None:
    if appointment.all_day:
        event.add("DTSTART", appointment.starts.date())
        event.add("DTEND", appointment.ends.date())
        return
    event.add("DTSTART", _utc(appointment.starts))
    event.add("DTEND", _utc(appointment.ends))


def _utc(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("a calendar object needs aware instants")
    return instant.astimezone(UTC).replace(microsecond=0)


def text(appointment: Appointment) -> str:
    """The finished text, folded at 75 octets, lines ending in CRLF."""
    return bytes(build(appointment).to_ical()).decode("utf-8")
