"""A day of the week in lines: sessions with their hours first, then what ends or falls due."""

from typing import Any

from flask import url_for

from cic_events.blueprints.week import words
from cic_events.calendar.holidays import Advice
from cic_events.cycle.sessions.agenda import Closing, DueItem, Sitting, TrainerWaiting
from cic_events.cycle.sessions.states import AssignmentState
from cic_events.events import words as event_words
from cic_events.events.contacts import Wish
from cic_events.events.states import EventState
from cic_events.events.unreached import Unreached
from cic_events.kernel.texts import Texts
from cic_events.people.words import CHANNELS
from cic_events.reporting.week import Day
from cic_events.web.locale import _, beside, called, current_language, day, hours, plain

Line = dict[str, Any]


def lines_of(one: Day) -> list[Line]:
    return [
        *(_sitting(sitting) for sitting in one.sittings),
        *(_closing(closing) for closing in one.closings),
        *(_item(item) for item in one.items),
        *(
            {
                "icon": "clipboard-list",
                "what": _("Wanted by this day"),
                "title": need.problem,
                "url": url_for("needs.show", id=need.id),
            }
            for need in one.needs
        ),
    ]


def _sitting(one: Sitting) -> Line:
    place = plain(one.place) or (_("online") if one.online else "")
    off = one.state is EventState.CANCELLED
    facts: list[tuple[str, str]] = [("map-pin", beside(place, plain(one.commune)))]
    if one.led_by and not off:
        facts.append(("user", one.led_by))
    return {
        "icon": "presentation",
        "what": hours(one.start, one.end),
        "title": one.title,
        "url": url_for("sessions.show", id=one.event_id),
        "facts": facts,
        "states": [] if off else _trainer(one.trainer),
        "state": _state(one.state),
        "seats": None if off else (one.taken, one.capacity, one.waiting),
        "off": off,
    }


def _state(state: EventState) -> tuple[str, str] | None:
    """Said only when it is not what one expects of a session that people come to."""
    if state in (EventState.OPEN, EventState.CONFIRMED, EventState.RUNNING):
        return None
    said, look = event_words.EVENT_STATES[state]
    return _(said), look


def _trainer(state: AssignmentState | None) -> list[tuple[str, str]]:
    if state is None:
        return [(_("No trainer yet"), "late")]
    said, look = words.TRAINERS[state]
    return [(_(said), look)]


def _closing(one: Closing) -> Line:
    return {
        "icon": "timer",
        "what": _("Registration closes at %(hour)s", hour=hours(one.hour)),
        "title": one.title,
        "url": url_for("registrations.roster", id=one.event_id),
        "seats": (one.taken, one.capacity, 0),
    }


def _item(one: DueItem) -> Line:
    return {
        "icon": "route",
        "what": _("Due in the plan"),
        "tag": one.activity_code,
        "title": one.title,
        "url": url_for("plans.show", id=one.plan_id, _anchor=f"item-{one.id}"),
        "states": [] if one.planned else [(_("No session yet"), "late")],
    }


def notes_of(one: Day) -> list[str]:
    """Days off, Ramadan, the market of the commune."""
    notes = [_off(advice) for advice in one.off]
    return [*dict.fromkeys(notes), *([_("Market day")] if one.market else [])]


def _off(advice: Advice) -> str:
    said = _(words.OFF[advice.reason]) % {
        "name": Texts(advice.names).best(current_language()),
        "country": _(words.COUNTRIES[advice.country]),
    }
    return said if advice.certain else _("%(name)s: date estimated", name=said)


def line_of_trainer(one: TrainerWaiting) -> Line:
    said, look = words.TRAINERS[one.trainer]
    return {
        "name": one.led_by or _("Trainer"),
        "url": url_for("sessions.show", id=one.event_id),
        "about": f"{plain(one.title)} · {day(one.first_day)}",
        "state": (_(said), look),
        "icon": "graduation-cap",
    }


def line_of_person(one: Unreached) -> Line:
    reached = one.phone or _(CHANNELS[one.channel])
    when = f" · {day(one.first_day)}" if one.first_day else ""
    return {
        "name": called(one),
        "phone": one.phone or "",
        "also": "" if one.phone else reached,
        "url": url_for("outbox.show", id=one.mail_id),
        "about": plain(one.title) + when,
        "icon": "phone" if one.phone else "user",
    }


def line_of_call(one: Wish) -> Line:
    """Somebody who pressed “call me”."""
    when = f" · {day(one.first_day)}" if one.first_day else ""
    return {
        "name": called(one),
        "phone": one.phone,
        "url": url_for("papers.messages", id=one.event_id, _anchor="calls"),
        "about": plain(one.title) + when,
        "icon": "phone",
    }
