"""An activity on a day: the figure and state of each target for each unit, and what leads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from cic_events.programme.evidence import Evidence
from cic_events.programme.framework import ActivitySpec, TargetSpec
from cic_events.programme.rows import Ref
from cic_events.programme.rules import evaluate
from cic_events.programme.rules.conditions import missing
from cic_events.programme.rules.figures import Figure, Question, Unit, Window
from cic_events.programme.states import State, elapsed, headline, state_of, worst
from cic_events.programme.vocabulary import Predicate, UnitKind

ONE = Fraction(1)


@dataclass(frozen=True)
class Measured:
    """One target for one unit in one window."""

    target: TargetSpec
    window: Window
    figure: Figure
    state: State
    missing: tuple[Predicate, ...] = ()

    @property
    def progress(self) -> Fraction:
        return min(self.figure.value / self.target.min, ONE)

    @property
    def hoped(self) -> Fraction:
        """The progress once the open items are counted too."""
        return min((self.figure.value + self.figure.open_value) / self.target.min, ONE)


@dataclass(frozen=True)
class UnitState:
    """A unit's headline: `measured` holds the running window's targets, `years` one state a year."""

    unit: Unit
    state: State
    measured: tuple[Measured, ...]
    years: tuple[tuple[int, State], ...] = ()
    missed: tuple[int, ...] = ()

    @property
    def lead(self) -> Measured:
        """The target whose state leads."""
        return next(m for m in self.measured if m.state is self.state)

    @property
    def refs(self) -> tuple[Ref, ...]:
        """The records behind its figures, each once."""
        return tuple(dict.fromkeys(ref for m in self.measured for ref in m.figure.refs))

    @property
    def refused(self) -> tuple[tuple[Ref, str], ...]:
        """The records that are not counted, and what each fails."""
        return tuple(dict.fromkeys((r.ref, r.why) for m in self.measured for r in m.figure.refused))

    @property
    def missing(self) -> tuple[Predicate, ...]:
        return tuple(dict.fromkeys(predicate for m in self.measured for predicate in m.missing))


@dataclass(frozen=True)
class Assessment:
    """An activity for all of its units."""

    spec: ActivitySpec
    as_of: date
    units: tuple[UnitState, ...]
    state: State
    missed: tuple[int, ...] = ()

    @property
    def achieved(self) -> int:
        return sum(unit.state is State.ACHIEVED for unit in self.units)

    @property
    def refs(self) -> tuple[Ref, ...]:
        """The records behind the figures, each once."""
        return tuple(dict.fromkeys(ref for unit in self.units for ref in unit.refs))


def assess(spec: ActivitySpec, units: Iterable[Unit], evidence: Evidence, as_of: date) -> Assessment:
    """Units in which nothing is due on that day are left out."""
    states = (assess_unit(spec, unit, evidence, as_of) for unit in units)
    measured = tuple(state for state in states if state is not None)
    missed = tuple(sorted({year for unit in measured for year in unit.missed}))
    return Assessment(spec, as_of, measured, across(measured, _running(spec, as_of), as_of), missed)


def assess_unit(spec: ActivitySpec, unit: Unit, evidence: Evidence, as_of: date) -> UnitState | None:
    """None when nothing is due of the unit: it joined after the period, or left before it."""
    if unit.kind is not UnitKind.PROGRAMME:
        evidence = evidence.near(unit.communes)
    if not spec.yearly:
        measured = _measure(spec, unit, spec.period.window, evidence, as_of)
        return UnitState(unit, worst(m.state for m in measured), measured) if measured else None
    years = {w.first.year: _measure(spec, unit, w, evidence, as_of) for w in years_of(spec.period.window)}
    due = {year: measured for year, measured in years.items() if measured}
    if not due:
        return None
    by_year = {year: worst(m.state for m in measured) for year, measured in due.items()}
    head = headline(by_year, as_of)
    return UnitState(unit, head.state, due[head.year], tuple(by_year.items()), head.missed)


def years_of(period: Window) -> list[Window]:
    """The years of a period; the first and the last one may be short."""
    years = range(period.first.year, period.last.year + 1)
    return [Window(max(period.first, date(y, 1, 1)), min(period.last, date(y, 12, 31))) for y in years]


def clipped(window: Window, unit: Unit) -> Window | None:
    """The part of a window since the unit joined; None when it was not there at all."""
    first = max(window.first, unit.since or window.first)
    if first > window.last or (unit.until is not None and unit.until < window.first):
        return None
    return Window(first, window.last)


def _measure(spec: ActivitySpec, unit: Unit, window: Window, evidence: Evidence, as_of: date) -> tuple[Measured, ...]:
    due = clipped(window, unit)
    if due is None:
        return ()
    targets = spec.targets_on(min(as_of, window.last))
    return tuple(_measure_target(spec, target, unit, due, evidence, as_of) for target in targets)


def _measure_target(
    spec: ActivitySpec, target: TargetSpec, unit: Unit, window: Window, evidence: Evidence, as_of: date
) -> Measured:
    question = Question(spec.rule, unit, window, as_of, spec.requires, target.figure)
    figure = evaluate(question, evidence)
    lacking = missing(question, evidence)
    state = state_of(
        value=figure.value,
        target=Fraction(target.min),
        open_value=figure.open_value,
        elapsed=elapsed(window.first, window.last, as_of),
        over=as_of > window.last,
        measurable=figure.measurable,
        complete=not lacking,
        waived=bool(target.waived_because),
    )
    return Measured(target, window, figure, state, lacking)


def _running(spec: ActivitySpec, as_of: date) -> Window:
    """The window that the headline speaks of."""
    if not spec.yearly:
        return spec.period.window
    years = years_of(spec.period.window)
    return years[min(max(as_of.year - years[0].first.year, 0), len(years) - 1)]


def across(units: tuple[UnitState, ...], window: Window, as_of: date) -> State:
    """One state for many units, by the same ladder over their mean progress: achieved when all of them are."""
    if len(units) == 1:
        return units[0].state
    counted = [u for u in units if u.state not in (State.WAIVED, State.NOT_MEASURABLE)]
    if not counted:
        return State.WAIVED if units and all(u.state is State.WAIVED for u in units) else State.NOT_MEASURABLE
    progress = sum((u.lead.progress for u in counted), Fraction(0)) / len(counted)
    hoped = sum((u.lead.hoped for u in counted), Fraction(0)) / len(counted)
    return state_of(
        value=progress,
        target=ONE,
        open_value=hoped - progress,
        elapsed=elapsed(window.first, window.last, as_of),
        over=as_of > window.last,
        complete=all(u.state is State.ACHIEVED for u in counted),
    )
