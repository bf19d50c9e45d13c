"""Whom targets are counted for: communes, pairs, partnerships, sides, the programme. All dated."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from cic_events.programme.rules.figures import Unit, Window
from cic_events.programme.vocabulary import Side, UnitKind


@dataclass(frozen=True)
class Link:
    """A partnership of one northern commune with one southern commune, as long as it lasts."""

    partnership: int
    north: int
    south: int
    starts_on: date
    ends_on: date | None = None

    def overlaps(self, window: Window) -> bool:
        return self.starts_on <= window.last and (self.ends_on is None or self.ends_on >= window.first)


Units = Mapping[UnitKind, tuple[Unit, ...]]


def units_of(links: Iterable[Link], programme: Window) -> Units:
    """The units of the programme: communes belong to it as long as one of their partnerships lasts."""
    within = [link for link in links if link.overlaps(programme)]
    north = {link.north for link in within}
    south = {link.south for link in within}
    joined, left = _memberships(within)

    def unit(kind: UnitKind, key: str, n: Iterable[int], s: Iterable[int], side: Side | None = None) -> Unit:
        n, s = frozenset(n), frozenset(s)
        return Unit(kind, key, n, s, _only(joined, n | s), _only(left, n | s), side)

    of_north = tuple(unit(UnitKind.COMMUNE, f"commune:{c}", {c}, ()) for c in sorted(north))
    of_south = tuple(unit(UnitKind.COMMUNE, f"commune:{c}", (), {c}) for c in sorted(south))
    return {
        UnitKind.COMMUNE: of_north + of_south,
        UnitKind.COMMUNE_N: of_north,
        UnitKind.COMMUNE_S: of_south,
        UnitKind.PAIR: tuple(_linked(UnitKind.PAIR, f"pair:{p.north}-{p.south}", [p]) for p in _in_order(within)),
        UnitKind.PARTNERSHIP: tuple(
            _linked(UnitKind.PARTNERSHIP, f"partnership:{id}", [p for p in within if p.partnership == id])
            for id in sorted({p.partnership for p in within})
        ),
        UnitKind.SIDE: (
            unit(UnitKind.SIDE, "side:N", north, (), Side.NORTH),
            unit(UnitKind.SIDE, "side:S", (), south, Side.SOUTH),
        ),
        UnitKind.PROGRAMME: (unit(UnitKind.PROGRAMME, "programme", north, south),),
        UnitKind.CLUSTER: (),
    }


def _only(days: Mapping[int, date], communes: Iterable[int]) -> dict[int, date]:
    return {commune: days[commune] for commune in communes if commune in days}


def _in_order(links: Iterable[Link]) -> list[Link]:
    return sorted(links, key=lambda link: (link.north, link.south, link.starts_on))


def _memberships(links: Iterable[Link]) -> tuple[dict[int, date], dict[int, date]]:
    """First and last day of each commune; one whose last partnership has no end has no last day."""
    joined: dict[int, date] = {}
    ends: dict[int, list[date | None]] = {}
    for link in links:
        for commune in (link.north, link.south):
            joined[commune] = min(joined.get(commune, link.starts_on), link.starts_on)
            ends.setdefault(commune, []).append(link.ends_on)
    left = {c: max(day for day in days if day) for c, days in ends.items() if None not in days}
    return joined, left


def _linked(kind: UnitKind, key: str, links: list[Link]) -> Unit:
    """A unit that lives as long as its links do, whatever its communes did before."""
    joined, left = _memberships(links)
    return Unit(kind, key, frozenset(p.north for p in links), frozenset(p.south for p in links), joined, left)
