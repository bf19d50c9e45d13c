"""Invitations between people: REQUEST, CANCEL, PUBLISH (RFC 5546). One UID, one attendee in each."""

from collections.abc import Sequence

from icalendar import Calendar

from cic_events.calendar import vevent
from cic_events.calendar.parts import Appointment, Mailbox

PRODID = "-//cic_events//iTIP//EN"


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("PRODID", PRODID)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", method)
    return calendar


def request(appointment: Appointment, *, attendee: Mailbox, accepted: bool) -> bytes:
    """An invitation. `accepted`: the person registered; otherwise an officer invites and the client asks."""
    if appointment.cancelled:
        raise ValueError("a REQUEST of something cancelled makes clients offer to accept it: send a CANCEL")
    calendar, event = _calendar("REQUEST"), vevent.build(appointment)
    asked = {"PARTSTAT": "ACCEPTED"} if accepted else {"PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"}
    event.add("ATTENDEE", vevent.address(attendee, ROLE="REQ-PARTICIPANT", CUTYPE="INDIVIDUAL", **asked))
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def cancel(appointment: Appointment, *, attendee: Mailbox) -> bytes:
    """Remove the appointment from the attendee's calendar; its sequence is that of the last REQUEST, or higher."""
    calendar, event = _calendar("CANCEL"), vevent.build(appointment)
    del event["STATUS"]
    event.add("STATUS", "CANCELLED")
    event.add("ATTENDEE", vevent.address(attendee, ROLE="REQ-PARTICIPANT"))
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def publish(appointments: Sequence[Appointment]) -> bytes:
    """What is only made known: no attendee."""
    calendar = _calendar("PUBLISH")
    for appointment in appointments:
        calendar.add_component(vevent.build(appointment))
    return bytes(calendar.to_ical())
