"""The lists behind a figure, in words: every record a link that opens it where the reader may."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import url_for

from cic_events.blueprints.programme import words
from cic_events.people import words as people_words
from cic_events.programme import words as plan_words
from cic_events.programme.lines import Line
from cic_events.programme.rows import Ref
from cic_events.reporting.records import Record
from cic_events.web.locale import _, day, plain

Records = Mapping[Ref, Record]


def lines(found: Iterable[Line], records: Records) -> list[dict[str, Any]]:
    """What record_line() prints."""
    return [_line(line, records) for line in found]


def _line(line: Line, records: Records) -> dict[str, Any]:
    said, look = words.PARTS[line.part]
    links = [_link(ref, records.get(ref), line.key) for ref in line.refs] or [
        {"title": words.said_of(line.key), "url": "", "about": []}
    ]
    return {
        "links": links,
        "day": day(line.day) if line.day else "",
        "strength": strength(line),
        "part": (_(said), look),
        "why": words.refusal(line.why) if line.why else "",
    }


def strength(line: Line) -> tuple[str, str, str] | None:
    if line.strength is None:
        return None
    said, look, icon = words.STRENGTHS[line.strength]
    return _(said), look, icon


def _link(ref: Ref, record: Record | None, key: str) -> dict[str, Any]:
    """A record by its kind and number, with what the reader may know of it."""
    named = name_of(ref)
    if record is None:
        return {"title": named, "url": "", "about": []}
    about = [record.person, people_words_of(record), plain(record.title), plain(record.organisation)]
    if plan_words.of_value(key) is not None:  # the role that it fills
        about.insert(0, words.said_of(key))
    if record.percent is not None:
        about.append(_("%(percent)s %% of the time", percent=record.percent))
    url = url_for(record.endpoint, **record.args) if record.endpoint else ""
    return {"title": named, "url": url, "about": [part for part in about if part]}


def people_words_of(record: Record) -> str:
    return _(people_words.ROLES[record.role]) if record.role is not None else ""


def name_of(ref: Ref) -> str:
    """Attendance 12; another kind by its word in the plan."""
    if ref.kind in words.RECORDS:
        return _(words.RECORDS[ref.kind], number=ref.id)
    said = plan_words.of_value(ref.kind)
    return f"{plain(said) if said else ref.kind} {ref.id}"
