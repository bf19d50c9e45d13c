"""The sentence of proof, from short phrases: need → plan item → session → present → tests → acquired."""

from typing import Any

from flask import url_for

from cic_events.people.permissions import Action, may
from cic_events.reporting.proof import Chain, Openable, SessionLink
from cic_events.web.locale import _, _n, beside, day, plain
from cic_events.web.session import actor


def chain_of(chain: Chain, open_to: Openable) -> dict[str, Any]:
    """What chain() prints: a title and its links."""
    session = chain.session
    title = plain(session.title) if session and session.id in open_to.sessions else ""
    if not title and chain.item is not None and chain.item.plan_id in open_to.plans:
        title = plain(chain.item.title)
    links = [_needs(chain, open_to), _item(chain, open_to), _session(session, open_to)]
    if session is not None:
        links += _learnt(session, open_to)
    return {"title": title, "links": links}


def _needs(chain: Chain, open_to: Openable) -> dict[str, Any]:
    needs = chain.needs
    if not needs:
        return {"icon": "clipboard-list", "words": _("no need named"), "done": False}
    said = (
        _("need %(number)s", number=needs[0].id) if len(needs) == 1 else _n("%(num)s need", "%(num)s needs", len(needs))
    )
    persons = _n("%(num)s person", "%(num)s persons", chain.persons)
    opens = needs[0].id in open_to.needs and may(actor(), Action.NEEDS_SEE)
    return {
        "icon": "clipboard-list",
        "words": said,
        "note": _("severity %(severity)s, %(persons)s", severity=chain.severity, persons=persons),
        "url": url_for("needs.show", id=needs[0].id) if opens else "",
        "done": True,
    }


def _item(chain: Chain, open_to: Openable) -> dict[str, Any]:
    item = chain.item
    if item is None:
        return {"icon": "route", "words": _("outside the plan"), "done": False}
    opens = item.plan_id in open_to.plans and may(actor(), Action.PLANS_SEE)
    return {
        "icon": "route",
        "words": _("plan item %(number)s", number=item.id),
        "note": _n("%(num)s seat", "%(num)s seats", item.seats),
        "url": url_for("plans.show", id=item.plan_id, _anchor=f"item-{item.id}") if opens else "",
        "done": True,
    }


def _session(session: SessionLink | None, open_to: Openable) -> dict[str, Any]:
    if session is None:
        return {"icon": "calendar-days", "words": _("no session yet"), "done": False}
    registered = _n("%(num)s registered", "%(num)s registered", session.registered)
    note = beside(day(session.first_day), registered) if session.first_day else registered
    return {
        "icon": "calendar-days",
        "words": _("session %(number)s", number=session.id),
        "note": note,
        "url": url_for("sessions.show", id=session.id) if session.id in open_to.sessions else "",
        "done": session.held,
    }


def _learnt(session: SessionLink, open_to: Openable) -> list[dict[str, Any]]:
    return [
        {
            "icon": "user-check",
            "words": _n("%(num)s present", "%(num)s present", session.present),
            "note": _("at least %(percent)s %% of the time", percent=session.threshold),
            "url": _opened("attendance.index", session, open_to, Action.ATTENDANCE_SEE),
            "done": session.held and session.present > 0,
        },
        {
            "icon": "clipboard-check",
            "words": _n("%(num)s pair of tests", "%(num)s pairs of tests", session.measured),
            "note": _("before and after"),
            "url": _opened("learning.results", session, open_to, Action.ACQUIS_AGGREGATES),
            "done": session.measured > 0,
        },
        {
            "icon": "graduation-cap",
            "words": _n("%(num)s acquired", "%(num)s acquired", session.acquired),
            "note": _("every objective, as validated"),
            "url": _opened("learning.results", session, open_to, Action.ACQUIS_AGGREGATES),
            "done": session.acquired > 0,
        },
    ]


def _opened(endpoint: str, session: SessionLink, open_to: Openable, action: Action) -> str:
    """The page that holds these people, for who may see them."""
    if session.id not in open_to.sessions or not may(actor(), action, session.owner_id):
        return ""
    return url_for(endpoint, id=session.id)
