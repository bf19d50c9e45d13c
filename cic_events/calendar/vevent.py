"""One VEVENT's text, built by icalendar when the meeting changes, stored, and joined for feeds."""

import re
from datetime import UTC, datetime

from icalendar import Event, vCalAddress, vText, vUri

from cic_events.calendar.parts import Appointment, Mailbox

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def plain(text: str) -> str:
    """Without control characters, which icalendar would pass through; lines end in \\n."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def line(text: str) -> str:
    return " ".join(plain(text).split())


def address(mailbox: Mailbox, **params: str) -> vCalAddress:
    """A calendar address; raises ValueError for one that would break the line."""
    if _CONTROL.search(mailbox.address) or "\n" in mailbox.address or "\r" in mailbox.address:
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
    changed = appointment.changed_at.astimezone(UTC).replace(microsecond=0)
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
    return build(appointment).to_ical().decode("utf-8")
