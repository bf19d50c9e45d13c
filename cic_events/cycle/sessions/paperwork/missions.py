"""Orders to travel: what was filled in is printed, what was not is left as a line to write on. No rate is computed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cic_events.cycle.sessions.paperwork.convocations import WORDS, place
from cic_events.cycle.sessions.paperwork.gathering import Gathered, Guest
from cic_events.events.paper_models import Payer, Transport
from cic_events.papers import saying


@dataclass(frozen=True)
class Order:
    """What an officer says of one journey."""

    grade: str = ""
    purpose: str = ""
    place: str = ""
    leaves_on: date | None = None
    returns_on: date | None = None
    transport: Transport | None = None
    vehicle: str = ""
    payer: Payer | None = None


def values(found: Gathered, orders: Mapping[int, Order]) -> dict[str, Any]:
    """What missions.typ prints; `orders`: registration -> what was filled in."""
    spoken = saying.of_host(found.country)[:3]  # a fourth column would be too narrow to write in
    return {
        "title": f"{saying.words(WORDS)['fr']['mission']['heading']} : {found.title.best('fr')}",
        "lang": "fr",
        "house": found.house,
        "pages": [_page(found, guest, orders.get(guest.registration_id, Order()), spoken) for guest in found.guests],
    }


def _page(found: Gathered, guest: Guest, order: Order, spoken: tuple[str, ...]) -> dict[str, Any]:
    w = {code: saying.words(WORDS)[code]["mission"] for code in spoken}
    return {
        "headings": [saying.said(code, w[code]["heading"]) for code in spoken],
        "home": saying.distinct([saying.best(guest.organisation, code) for code in spoken]),
        "intro": [saying.said(code, w[code]["intro"]) for code in spoken],
        "rows": [
            {"labels": [saying.said(code, w[code][name]) for code in spoken], "values": saying.distinct(said)}
            for name, said in _facts(found, guest, order, spoken).items()
        ],
        "done": [saying.said(code, w[code]["done"]) for code in spoken],
        "authority": [saying.said(code, w[code]["authority"]) for code in spoken],
        "seen": [saying.said(code, w[code]["seen"]) for code in spoken],
    }


def _facts(found: Gathered, guest: Guest, order: Order, spoken: tuple[str, ...]) -> dict[str, list[dict[str, str]]]:
    w = {code: saying.words(WORDS)[code]["mission"] for code in spoken}
    typed = saying.as_typed

    def each(say: Any) -> list[dict[str, str]]:
        return [saying.said(code, say(code)) for code in spoken]

    return {
        "name": saying.names(guest.name_latin, guest.name_ar),
        "grade": [typed(order.grade or guest.function)],
        "commune": [saying.best(guest.organisation, code) for code in spoken],
        "purpose": [typed(order.purpose)]
        if order.purpose
        else each(lambda code: w[code]["attend"].format(title=found.title.best(code))),
        "place": [typed(order.place)] if order.place else [place(found, code) for code in spoken],
        "sessions": each(lambda code: _span(found, code)),
        "leaves": each(lambda code: saying.day(order.leaves_on, code)),
        "returns": each(lambda code: saying.day(order.returns_on, code)),
        "transport": each(lambda code: w[code]["transports"][order.transport.value] if order.transport else ""),
        "vehicle": [typed(order.vehicle)],
        "payer": each(lambda code: w[code]["payers"][order.payer.value] if order.payer else ""),
    }


def _span(found: Gathered, language: str) -> str:
    if not found.halves:
        return ""
    first, last = found.halves[0].day, found.halves[-1].day
    return (
        saying.day(first, language)
        if first == last
        else f"{saying.day(first, language)} – {saying.day(last, language)}"
    )
