"""Badges, eight on a page, and the sign for the door of the room."""

from typing import Any

from cic_events.cycle.sessions.paperwork.convocations import WORDS, days, place
from cic_events.cycle.sessions.paperwork.gathering import Gathered
from cic_events.papers import saying


def badges(found: Gathered) -> dict[str, Any]:
    """What badges.typ prints."""
    return {
        "title": f"{saying.words(WORDS)['fr']['badge']['heading']} : {found.title.best('fr')}",
        "lang": "fr",
        "house": found.house,
        "training": saying.distinct([saying.best(found.title, code) for code in saying.TWO]),
        "badges": [
            {
                "names": saying.names(guest.name_latin, guest.name_ar),
                "function": saying.as_typed(guest.function),
                "home": saying.distinct([saying.best(guest.organisation, code) for code in saying.TWO]),
            }
            for guest in found.guests
        ],
    }


def sign(found: Gathered) -> dict[str, Any]:
    """What sign.typ prints."""
    spoken = saying.of_host(found.country)
    w = saying.words(WORDS)
    return {
        "title": f"{w['fr']['sign']['heading']} : {found.title.best('fr')}",
        "lang": "fr",
        "house": found.house,
        "welcome": [saying.said(code, w[code]["sign"]["welcome"]) for code in spoken],
        "training": saying.distinct([saying.best(found.title, code) for code in spoken]),
        "panels": [
            {
                "lang": code,
                "days": days(found, code),
                "place": place(found, code),
                "trainer": saying.as_typed(found.trainer),
                "given": w[code]["convocation"]["trainer"],
            }
            for code in saying.TWO
        ],
    }
