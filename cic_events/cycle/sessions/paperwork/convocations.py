"""One page for each person: the letter, how to answer by telephone, and a slip to tear off."""

from typing import Any

from cic_events.cycle.sessions.paperwork.gathering import Gathered, Guest
from cic_events.papers import saying, squares

WORDS = "paper_words.yaml"
INK = "#07443f"


def values(found: Gathered) -> dict[str, Any]:
    """What convocations.typ prints."""
    heading = saying.words(WORDS)["fr"]["convocation"]["heading"]
    return {
        "title": f"{heading} : {found.title.best('fr')}",
        "lang": "fr",
        "house": found.house,
        "pages": [_page(found, guest) for guest in found.guests],
    }


def _page(found: Gathered, guest: Guest) -> dict[str, Any]:
    return {
        "names": saying.names(guest.name_latin, guest.name_ar),
        "function": saying.as_typed(guest.function),
        "lang": guest.languages[0],
        "panels": [panel(found, language, guest.organisation) for language in guest.languages],
        "square": squares.qr(guest.link, dark=INK),
        "link": guest.link,
    }


def panel(found: Gathered, language: str, home: Any) -> dict[str, Any]:
    """The letter in one language."""
    everything = saying.words(WORDS)[language]
    w, host = everything["convocation"], found.host.best(language)
    return {
        "lang": language,
        "line": everything["line"],
        "host": saying.best(found.host, language),
        "home": saying.best(home, language),
        "dated": everything["dated"].format(place=host, day=saying.day(found.today, language)),
        "words": {**w, "invites": w["invites"].format(host=host)},
        "training": saying.best(found.title, language),
        "days": days(found, language),
        "place": place(found, language),
        "trainer": saying.as_typed(found.trainer),
        "programme": saying.best(found.programme, language),
        "learn": saying.best(found.objectives, language),
        "slip": {**everything["slip"], "back": everything["slip"]["back"].format(host=host)},
    }


def days(found: Gathered, language: str) -> list[dict[str, Any]]:
    """Each half-day with its hours, on both clocks where they differ."""
    return [
        {"day": saying.day(half.day, language, weekday=True), "clocks": found.clocks(half, language)}
        for half in found.halves
    ]


def place(found: Gathered, language: str) -> dict[str, str]:
    """The room and the commune; for a session on the net, that."""
    if not found.place:
        online: str = saying.words(WORDS)[language]["convocation"]["online"]
        return saying.said(language, online)
    room = saying.best(found.place, language)
    comma = "، " if language == "ar" else ", "
    return saying.said(room["lang"], f"{room['text']}{comma}{found.host.best(language)}")
