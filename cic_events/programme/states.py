"""The state of a target on a day: one ladder, first match wins; a yearly target has one state a year."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

HALF, QUARTER = Fraction(1, 2), Fraction(1, 4)


class State(StrEnum):
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OVERDUE = "overdue"
    ACHIEVED = "achieved"
    NOT_MEASURABLE = "not_measurable"
    WAIVED = "waived"


WORST_FIRST = (
    State.OVERDUE,
    State.AT_RISK,
    State.NOT_STARTED,
    State.NOT_MEASURABLE,
    State.IN_PROGRESS,
    State.ON_TRACK,
    State.ACHIEVED,
    State.WAIVED,
)


def elapsed(first: date, last: date, as_of: date) -> Fraction:
    """The share of the days of a period that are gone by; 0 before it, 1 once it is over."""
    days = (last - first).days + 1
    return Fraction(min(max((as_of - first).days, 0), days), days) if days > 0 else Fraction(1)


def state_of(
    *,
    value: Fraction,
    target: Fraction,
    open_value: Fraction,
    elapsed: Fraction,
    over: bool,
    measurable: bool = True,
    complete: bool = True,
    waived: bool = False,
) -> State:
    """The ladder. `complete`: every required predicate of the unit holds; `target` is above 0."""
    if waived:
        return State.WAIVED
    if not measurable:
        return State.NOT_MEASURABLE
    if value >= target and complete:
        return State.ACHIEVED
    if over:
        return State.OVERDUE
    if value == 0 and open_value == 0:
        return State.NOT_STARTED if elapsed <= HALF else State.AT_RISK
    if value / target >= elapsed or value + open_value >= target:
        return State.ON_TRACK
    if elapsed >= HALF and value / target < elapsed - QUARTER:
        return State.AT_RISK
    return State.IN_PROGRESS


def worst(states: Iterable[State]) -> State:
    """The state that leads of several; a waived one leads only when all are."""
    return min(states, key=WORST_FIRST.index, default=State.NOT_MEASURABLE)


@dataclass(frozen=True)
class Headline:
    """The running year's state (the last year's once all are over), and the closed years that were missed."""

    state: State
    year: int
    missed: tuple[int, ...] = ()


def headline(by_year: Mapping[int, State], as_of: date) -> Headline:
    """Of a yearly target; years in which nothing was due are left out of `by_year`."""
    years = sorted(by_year)
    year = min(max(as_of.year, years[0]), years[-1])
    missed = tuple(y for y in years if y < as_of.year and by_year[y] is State.OVERDUE)
    return Headline(by_year[year], year, tuple(y for y in missed if y != year))
