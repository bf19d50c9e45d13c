"""Roll-ups: when a result, and the objective, is achieved. All of them are our reading, marked as assumed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from cic_events.programme.assessment import Assessment, clipped
from cic_events.programme.evidence import Evidence
from cic_events.programme.framework import Period, Rollup
from cic_events.programme.rules.documents import in_force
from cic_events.programme.rules.figures import Unit
from cic_events.programme.states import State, elapsed, state_of
from cic_events.programme.units import Units
from cic_events.programme.vocabulary import UnitKind

ONE, NONE = Fraction(1), Fraction(0)
DONE = (State.ACHIEVED, State.WAIVED)


@dataclass(frozen=True)
class Part:
    """One thing that a roll-up asks of a unit: whether it holds, and how far it is."""

    code: str
    holds: bool
    progress: Fraction
    hoped: Fraction


@dataclass(frozen=True)
class RolledUp:
    """A result or the objective on a day, with the parts of each unit."""

    code: str
    rollup: Rollup
    state: State
    parts: Mapping[str, tuple[Part, ...]]  # by the unit's key

    @property
    def passing(self) -> int:
        return sum(all(part.holds for part in parts) for parts in self.parts.values())


Known = Mapping[str, Assessment | RolledUp]


def roll_up(
    code: str, rollup: Rollup, period: Period, *, known: Known, units: Units, evidence: Evidence, as_of: date
) -> RolledUp:
    """`known` holds the assessments of the listed codes (and of `code` itself when its own targets count)."""
    due = [unit for unit in units[rollup.share_of] if clipped(period.window, unit) is not None]
    listed = (*rollup.all_of, code) if rollup.own_targets else rollup.all_of
    wanted = [one for one in listed if one in known]  # a retired activity is no longer asked for
    parts = {
        unit.key: (
            *(_part(wanted_code, known[wanted_code], unit) for wanted_code in wanted),
            *(_document(need.doc_type, need.needs, unit, evidence, as_of) for need in rollup.documents),
        )
        for unit in due
    }
    return RolledUp(code, rollup, _state(parts, rollup, period, as_of), parts)


def _state(parts: Mapping[str, tuple[Part, ...]], rollup: Rollup, period: Period, as_of: date) -> State:
    every = [part for of_unit in parts.values() for part in of_unit]
    if not every:
        return State.NOT_MEASURABLE
    passing = sum(all(part.holds for part in of_unit) for of_unit in parts.values())
    passes = 100 * passing >= rollup.min_share * len(parts)
    progress = ONE if passes else sum((part.progress for part in every), NONE) / len(every)
    hoped = max(progress, sum((part.hoped for part in every), NONE) / len(every))
    return state_of(
        value=progress,
        target=ONE,
        open_value=hoped - progress,
        elapsed=elapsed(period.first, period.last, as_of),
        over=as_of > period.last,
        complete=passes,
    )


def _part(code: str, child: Assessment | RolledUp, unit: Unit) -> Part:
    """A child counted for pairs or partnerships holds for a commune when it holds for all of that commune's."""
    if isinstance(child, RolledUp):
        below = child.parts.get(unit.key, ())
        mean = sum((part.progress for part in below), NONE) / len(below) if below else NONE
        hoped = sum((part.hoped for part in below), NONE) / len(below) if below else NONE
        return Part(code, bool(below) and all(part.holds for part in below), mean, hoped)
    covering = [state for state in child.units if _covers(state.unit, unit)]
    if not covering:
        return Part(code, False, NONE, NONE)
    return Part(
        code,
        all(state.state in DONE for state in covering),
        sum((state.lead.progress for state in covering), NONE) / len(covering),
        sum((state.lead.hoped for state in covering), NONE) / len(covering),
    )


def _covers(of_child: Unit, unit: Unit) -> bool:
    if UnitKind.PROGRAMME in (of_child.kind, unit.kind):
        return True
    return not of_child.communes.isdisjoint(unit.communes)


def _document(doc_type: str, needs: tuple[str, ...], unit: Unit, evidence: Evidence, as_of: date) -> Part:
    of_unit = [d for d in evidence.documents if d.doc_type == doc_type and unit.has(d.commune)]
    holds = any(in_force(document, needs, as_of) for document in of_unit)
    begun = any(document.started_on <= as_of for document in of_unit)
    return Part(doc_type, holds, ONE if holds else NONE, ONE if begun else NONE)
