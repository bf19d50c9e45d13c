"""What was found, as the lines of a list: a title, where it leads, what tells it apart."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import url_for

from cic_events.cycle.needs import words as need_words
from cic_events.cycle.needs.queries import NeedRow
from cic_events.cycle.plans.finding import ItemHit
from cic_events.cycle.sessions.listing import SessionRow
from cic_events.events import words as event_words
from cic_events.kernel.errors import N_
from cic_events.people import directory, places
from cic_events.people.permissions import Action, may
from cic_events.people.words import KINDS, ROLES
from cic_events.programme.finding import CodeHit
from cic_events.reporting.search import Found, Kind
from cic_events.web.locale import _, also_called, called, day, day_range, plain
from cic_events.web.session import actor

Line = dict[str, Any]
TITLES = {
    Kind.ACTIVITIES: N_("Activities of the programme"),
    Kind.PERSONS: N_("People"),
    Kind.SESSIONS: N_("Sessions"),
    Kind.NEEDS: N_("Needs"),
    Kind.ITEMS: N_("Items of plans"),
    Kind.ORGANISATIONS: N_("Organisations"),
}


def group_of(kind: Kind, found: Found, only: Kind | None) -> dict[str, Any] | None:
    """A kind with its lines and, where there are more, the way to all; None when nothing was found."""
    hits = getattr(found, kind.value)
    if not hits.rows:
        return None
    return {
        "title": _(TITLES[kind]),
        "lines": [LINES[kind](row) for row in hits.rows],
        "all": _all(kind, found) if hits.more and only is None else "",
        "cut": hits.more and only is not None,
    }


def _all(kind: Kind, found: Found) -> str:
    """The list of this kind, filtered by the same words; this page itself where there is no such list."""
    words, code = found.asked.words, found.asked.code
    given: dict[str, Any] = {name: value for name, value in (("q", words), ("code", code)) if value}
    match kind:
        case Kind.PERSONS:
            return url_for("people.index", q=words, everywhere="y")
        case Kind.SESSIONS:
            return url_for("sessions.index", **given, past=1)
        case Kind.NEEDS:
            return url_for("needs.index", **given)
        case Kind.ACTIVITIES:
            return url_for("programme.board", q=words)
        case _:
            return url_for("search.index", q=found.asked.text, kind=kind.value)


def code_line(hit: CodeHit) -> Line:
    url = url_for("programme.board", q=hit.code) if hit.is_result else url_for("programme.activity", code=hit.code)
    return {"tag": hit.display, "title": hit.labels, "url": url, "icon": "target"}


def _person(row: directory.Row) -> Line:
    said = [row.function or _(ROLES[row.role]), plain(row.organisation)]
    return {
        "name": called(row),
        "also": also_called(row),
        "url": url_for("people.show", id=row.id),
        "about": " · ".join(said),
        "icon": "user",
    }


def _session(row: SessionRow) -> Line:
    said, look = event_words.EVENT_STATES[row.state]
    when = day_range(row.first_day, row.last_day or row.first_day) if row.first_day else _("Without a date")
    return {
        "tag": row.activity_code or "",
        "title": row.title,
        "url": url_for("sessions.show", id=row.id),
        "about": f"{when} · {plain(row.commune)}",
        "state": (_(said), look),
        "icon": "calendar-days",
    }


def _need(row: NeedRow) -> Line:
    said, look = need_words.STATES[row.state]
    return {
        "tag": row.activity_code or "",
        "title": row.problem,
        "url": url_for("needs.show", id=row.id),
        "about": plain(row.commune),
        "state": (_(said), look),
        "icon": "clipboard-list",
    }


def _item(row: ItemHit) -> Line:
    plan = _("Plan %(year)s", year=row.year)
    due = _("due on %(day)s", day=day(row.due_on)) if row.due_on else ""
    return {
        "tag": row.activity_code,
        "title": row.title,
        "url": url_for("plans.show", id=row.plan_id, _anchor=f"item-{row.id}"),
        "about": " · ".join(filter(None, (plan, plain(row.commune), due))),
        "icon": "route",
    }


def _organisation(row: places.Place) -> Line:
    sees = may(actor(), Action.PEOPLE_SEE)
    url = url_for("people.index", organisation=row.slug, everywhere="y") if sees else ""
    said = [_(KINDS[row.kind]), plain(row.commune) if row.commune else ""]
    return {
        "title": row.name,
        "url": url or url_for("sessions.index", commune=row.slug),
        "about": " · ".join(filter(None, said)),
        "icon": "building-2",
    }


LINES: Mapping[Kind, Callable[[Any], Line]] = {
    Kind.ACTIVITIES: code_line,
    Kind.PERSONS: _person,
    Kind.SESSIONS: _session,
    Kind.NEEDS: _need,
    Kind.ITEMS: _item,
    Kind.ORGANISATIONS: _organisation,
}
