"""What a rule answers: a figure with the records behind it; and what it is asked for: a unit, a window, a day."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from cic_events.programme.evidence import Evidence
from cic_events.programme.rows import Ref
from cic_events.programme.vocabulary import Measure, Predicate, RuleSpec, Side, UnitKind


@dataclass(frozen=True)
class Window:
    """Both days belong to it."""

    first: date
    last: date

    def holds(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last


@dataclass(frozen=True)
class Unit:
    """Whom one target is counted for. `joined` and `left` are its communes' first and last days in it."""

    kind: UnitKind
    key: str
    north: frozenset[int] = frozenset()
    south: frozenset[int] = frozenset()
    joined: Mapping[int, date] | None = None
    left: Mapping[int, date] | None = None
    side: Side | None = None

    def __hash__(self) -> int:
        return hash(self.key)

    @property
    def communes(self) -> frozenset[int]:
        return self.north | self.south

    def has(self, commune: int | None) -> bool:
        """Whether a fact of this commune is the unit's; the programme's own facts are its own."""
        return self.kind is UnitKind.PROGRAMME or commune in self.communes

    def has_any(self, communes: Iterable[int]) -> bool:
        return self.kind is UnitKind.PROGRAMME or not self.communes.isdisjoint(communes)

    def active(self, day: date) -> frozenset[int]:
        """Its communes that were in the programme on that day."""
        joined, left = self.joined or {}, self.left or {}
        return frozenset(c for c in self.communes if joined.get(c, day) <= day <= left.get(c, day))

    @property
    def since(self) -> date | None:
        """The day from which the unit was whole: a commune is not late for what came before it joined."""
        return None if self._lasting else max((self.joined or {}).values(), default=None)

    @property
    def until(self) -> date | None:
        """The last day on which the unit was whole."""
        return None if self._lasting else min((self.left or {}).values(), default=None)

    @property
    def _lasting(self) -> bool:
        return self.kind in (UnitKind.PROGRAMME, UnitKind.SIDE)


@dataclass(frozen=True)
class Item:
    """One thing counted or to be counted, and the records that prove it."""

    key: str
    refs: tuple[Ref, ...] = ()


@dataclass(frozen=True)
class Refused:
    """A record that is not counted, and the predicate or setting that it fails."""

    ref: Ref
    why: str


@dataclass(frozen=True)
class Figure:
    """len(counted) of len(possible); an empty `possible` of a share is not measurable, never 100 %."""

    measure: Measure
    counted: tuple[Item, ...] = ()
    open: tuple[Item, ...] = ()
    possible: tuple[Item, ...] | None = None
    refused: tuple[Refused, ...] = ()

    @property
    def measurable(self) -> bool:
        return self.measure is not Measure.PERCENT or bool(self.possible)

    @property
    def value(self) -> Fraction:
        return self._weigh(self.counted)

    @property
    def open_value(self) -> Fraction:
        """What the open items would add, in the same measure."""
        return self._weigh(self.open)

    def _weigh(self, items: tuple[Item, ...]) -> Fraction:
        if self.measure is Measure.COUNT:
            return Fraction(len(items))
        if self.measure is Measure.BOOLEAN:
            return Fraction(bool(items))
        return Fraction(100 * len(items), len(self.possible)) if self.possible else Fraction(0)

    @property
    def refs(self) -> tuple[Ref, ...]:
        """The records behind the figure, each once."""
        return tuple(dict.fromkeys(ref for item in self.counted for ref in item.refs))


@dataclass(frozen=True)
class Question:
    """What a rule is asked."""

    rule: RuleSpec
    unit: Unit
    window: Window
    as_of: date
    requires: frozenset[Predicate] = frozenset()
    figure: str = ""  # which one, of a rule that answers two

    def happened(self, day: date | None) -> bool:
        """Dated inside the window, and not after the day asked."""
        return day is not None and self.window.first <= day <= self.known_until

    def known(self, day: date | None) -> bool:
        """Already so on the day asked, however old."""
        return day is not None and day <= self.as_of

    def to_come(self, day: date) -> bool:
        """Inside the window, after the day asked."""
        return self.window.holds(day) and day > self.as_of

    @property
    def known_until(self) -> date:
        """The last day of the window that has come."""
        return min(self.as_of, self.window.last)


Rule = Callable[[Question, Evidence], Figure]


def distinct(items: Iterable[Item]) -> tuple[Item, ...]:
    """One item per key, with the records of all of them."""
    merged: dict[str, list[Ref]] = {}
    for item in items:
        merged.setdefault(item.key, []).extend(item.refs)
    return tuple(Item(key, tuple(dict.fromkeys(refs))) for key, refs in merged.items())


def without(items: Iterable[Item], counted: Iterable[Item]) -> tuple[Item, ...]:
    """The items whose key is not among the counted ones."""
    keys = {item.key for item in counted}
    return tuple(item for item in distinct(items) if item.key not in keys)
