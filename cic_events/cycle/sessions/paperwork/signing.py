"""The sheets to sign, one for each half-day: numbered lines, and on every page a square that says which page it is."""

from collections.abc import Mapping
from typing import Any

from cic_events.cycle.sessions.paperwork.convocations import INK, WORDS, place
from cic_events.cycle.sessions.paperwork.gathering import Gathered, Guest, Half
from cic_events.messages import config
from cic_events.papers import saying, squares

LINES = 20  # on a page
FREE = 4  # for who comes without a registration


def values(found: Gathered, codes: Mapping[int, str]) -> dict[str, Any]:
    """What sheets.typ prints; `codes`: part -> the code under which its lines are kept."""
    spoken = saying.of_host(found.country)
    return {
        "title": f"{saying.words(WORDS)['fr']['sheet']['heading']} : {found.title.best('fr')}",
        "lang": "fr",
        "house": found.house,
        "columns": {
            name: saying.distinct(saying.said(code, saying.words(WORDS)[code]["sheet"][name]) for code in spoken)
            for name in ("number", "name", "function", "signature", "trainer", "extra")
        },
        "pages": [page for half in found.halves for page in _pages(found, half, codes[half.id], spoken)],
    }


def address(code: str, page: int) -> str:
    """What the square of a page opens: the sheet, and the page of it."""
    return f"{config.current().base_url}/sheets/{code}/{page}"


def _pages(found: Gathered, half: Half, code: str, spoken: tuple[str, ...]) -> list[dict[str, Any]]:
    lines = [_line(guest, number, found) for number, guest in enumerate(found.guests, start=1)]
    free = [{"number": len(lines) + n, "names": [], "about": []} for n in range(1, FREE + 1)]
    sheets = _cut([*lines, *free])
    return [
        {
            "headings": [_heading(found, half, language, (number, len(sheets))) for language in spoken],
            "code": code,
            "address": address(code, number),
            "square": squares.qr(address(code, number), dark=INK),
            "number": number,
            "lines": sheet,
            "last": number == len(sheets),
        }
        for number, sheet in enumerate(sheets, start=1)
    ]


def _cut(lines: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    return [lines[start : start + LINES] for start in range(0, len(lines), LINES)]


def _heading(found: Gathered, half: Half, language: str, page: tuple[int, int]) -> dict[str, Any]:
    w = saying.words(WORDS)[language]["sheet"]
    return {
        "lang": language,
        "heading": w["heading"],
        "training": saying.best(found.title, language),
        "day": saying.day(half.day, language, weekday=True),
        "hours": f"{half.start:%H:%M} – {half.end:%H:%M}",
        "place": place(found, language),
        "half": w["half"].format(n=half.number, of=len(found.halves)),
        "page": w["page"].format(n=page[0], of=page[1]),
        "code": w["code"],
    }


def _line(guest: Guest, number: int, found: Gathered) -> dict[str, Any]:
    home = saying.best(guest.organisation, "fr")
    about = [saying.as_typed(guest.function), home]
    return {
        "number": number,
        "names": saying.names(guest.name_latin, guest.name_ar),
        "about": [one for one in about if one["text"]],
    }
