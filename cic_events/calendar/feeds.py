"""Feeds: stored VEVENT texts joined, byte for byte the same until something changes."""

import hashlib
from collections.abc import Iterable

from icalendar import vText

from cic_events.calendar import vevent

PRODID = "-//cic_events//feed//EN"


def _folded(name: str, value: str) -> str:
    """One content line, folded at 75 octets."""
    raw = f"{name}:{vText(vevent.line(value)).to_ical().decode()}".encode()
    lines, room = [], 75
    while len(raw) > room:
        cut = room
        while raw[cut] & 0xC0 == 0x80:
            cut -= 1
        lines.append(raw[:cut])
        raw, room = raw[cut:], 74
    return b"\r\n ".join([*lines, raw]).decode() + "\r\n"


def feed(name: str, vevents: Iterable[str], *, method: str = "") -> bytes:
    """A VCALENDAR of finished VEVENT texts; clients look again every hour."""
    head = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:{PRODID}\r\nCALSCALE:GREGORIAN\r\n"
    if method:
        head += f"METHOD:{method}\r\n"
    head += _folded("NAME", name) + _folded("X-WR-CALNAME", name)
    head += "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n"
    return "".join([head, *vevents, "END:VCALENDAR\r\n"]).encode("utf-8")


def etag(*what: str) -> str:
    """A strong mark over everything that the bytes depend on."""
    return hashlib.sha256("\x1f".join(what).encode()).hexdigest()[:32]
