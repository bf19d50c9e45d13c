"""What the board shows of an activity and of a result. Values, ready for a page or a sheet."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from cic_events.kernel.texts import Texts
from cic_events.programme import codes
from cic_events.programme.assessment import Assessment, UnitState
from cic_events.programme.framework import ActivitySpec, ResultSpec, TargetSpec
from cic_events.programme.rollups import RolledUp
from cic_events.programme.rules.figures import Window
from cic_events.programme.states import State
from cic_events.programme.vocabulary import Measure, Origin, UnitKind


@dataclass(frozen=True)
class Figure:
    """What a tile shows: so many of so many; `of_units` when units are counted, else the rule's own measure."""

    done: int
    of: int
    measure: Measure
    of_units: UnitKind | None = None


@dataclass(frozen=True)
class ActivityTile:
    code: str
    display: str
    labels: Texts
    state: State
    missed: tuple[int, ...]
    figure: Figure
    origin: Origin
    evidence: int


@dataclass(frozen=True)
class ResultTile:
    code: str
    labels: Texts
    state: State
    passing: int
    units: int
    unit: UnitKind
    origin: Origin
    activities: tuple[ActivityTile, ...]

    def with_only(self, activities: Iterable[ActivityTile]) -> "ResultTile":
        return replace(self, activities=tuple(activities))


@dataclass(frozen=True)
class Board:
    as_of: date
    programme: Texts
    period: Window
    periods: tuple[Window, ...]  # of every programme, the oldest first
    objective: ResultTile
    results: tuple[ResultTile, ...]

    @property
    def counts(self) -> Mapping[State, int]:
        """How many of the activities are in each state."""
        return Counter(tile.state for result in self.results for tile in result.activities)

    def only(self, state: State) -> tuple[ResultTile, ...]:
        """The results that have activities in this state, with those alone."""
        kept = [result.with_only(t for t in result.activities if t.state is state) for result in self.results]
        return tuple(result for result in kept if result.activities)


def result_tile(
    code: str, spec: ResultSpec | ActivitySpec, rolled: RolledUp, tiles: tuple[ActivityTile, ...]
) -> ResultTile:
    return ResultTile(
        code=code,
        labels=spec.labels,
        state=rolled.state,
        passing=rolled.passing,
        units=len(rolled.parts),
        unit=rolled.rollup.share_of,
        origin=rolled.rollup.origin,
        activities=tiles,
    )


def tile_of(assessment: Assessment) -> ActivityTile:
    spec = assessment.spec
    return ActivityTile(
        code=spec.code,
        display=codes.display(spec.code),
        labels=spec.labels,
        state=assessment.state,
        missed=assessment.missed,
        figure=figure_of(assessment),
        origin=origin_of(spec.targets_on(min(assessment.as_of, spec.period.last))),
        evidence=len(assessment.refs),
    )


def figure_of(assessment: Assessment) -> Figure:
    """The leading figure of the only unit, or how many units are achieved."""
    if len(assessment.units) == 1:
        return figure_in(assessment.units[0])
    return Figure(assessment.achieved, len(assessment.units), Measure.COUNT, assessment.spec.unit)


def figure_in(unit: UnitState) -> Figure:
    lead = unit.lead
    return Figure(int(lead.figure.value), lead.target.min, lead.target.measure)


def origin_of(targets: tuple[TargetSpec, ...]) -> Origin:
    """Assumed as soon as one of them is our reading."""
    return max((t.origin for t in targets), key=list(Origin).index, default=Origin.STATED)
