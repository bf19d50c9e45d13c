"""The results framework as frozen values: objective, results, activities, their targets and rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from cic_events.kernel.texts import Texts
from cic_events.programme.rules.figures import Window
from cic_events.programme.vocabulary import (
    Automation,
    Measure,
    Origin,
    Party,
    Per,
    Predicate,
    RuleSpec,
    Scope,
    Side,
    UnitKind,
)


@dataclass(frozen=True)
class Period:
    """From when until when, and where each of the two days comes from."""

    first: date
    last: date
    first_origin: Origin
    last_origin: Origin

    @property
    def window(self) -> Window:
        return Window(self.first, self.last)

    @property
    def assumed(self) -> bool:
        return Origin.ASSUMED in (self.first_origin, self.last_origin)


@dataclass(frozen=True)
class TargetSpec:
    """How much, of what, counted per what; `figure` says which of a rule's two figures."""

    measure: Measure
    min: int
    per: Per
    origin: Origin
    figure: str = ""
    of: Texts = field(default_factory=Texts)
    id: int | None = None  # the row, once it is one
    valid_from: date | None = None
    valid_until: date | None = None
    waived_because: str = ""

    def valid_on(self, day: date) -> bool:
        """Whether this version of the target holds on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


@dataclass(frozen=True)
class DocumentNeeded:
    doc_type: str
    needs: tuple[str, ...]


@dataclass(frozen=True)
class Rollup:
    """When a result is achieved: every listed code for the unit, in enough of the units."""

    all_of: tuple[str, ...]
    share_of: UnitKind
    min_share: int
    origin: Origin
    documents: tuple[DocumentNeeded, ...] = ()
    own_targets: bool = False


@dataclass(frozen=True, kw_only=True)
class ActivitySpec:
    """One activity of the plan (the objective too is measured like one)."""

    code: str
    parent: str
    order: int
    labels: Texts
    side: Side
    unit: UnitKind
    period: Period
    rule: RuleSpec
    targets: tuple[TargetSpec, ...]
    requires: frozenset[Predicate] = frozenset()
    automation: Automation = Automation.COMPUTED
    lead: tuple[Party, ...] = ()
    partners: tuple[Party, ...] = ()
    evidence: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()
    shares_evidence_with: tuple[str, ...] = ()
    disaggregate: tuple[str, ...] = ()
    notes: Texts = field(default_factory=Texts)
    retired_on: date | None = None

    def targets_on(self, day: date) -> tuple[TargetSpec, ...]:
        """One version of each target: the one that holds on that day."""
        return tuple(target for target in self.targets if target.valid_on(day))

    @property
    def yearly(self) -> bool:
        return any(target.per is Per.YEAR for target in self.targets)


@dataclass(frozen=True, kw_only=True)
class ResultSpec:
    code: str
    labels: Texts
    side: Side
    unit: UnitKind
    period: Period
    rollup: Rollup


@dataclass(frozen=True, kw_only=True)
class Framework:
    """The whole plan as the file says it."""

    id: str
    programme: Window
    plan: Window
    absent: tuple[str, ...]
    predicates: Mapping[Predicate, Scope]
    document_types: tuple[str, ...]
    evidence_kinds: tuple[str, ...]
    target_groups: tuple[str, ...]
    sides: Mapping[Side, Texts]
    objective: ActivitySpec
    objective_rollup: Rollup
    results: tuple[ResultSpec, ...]
    activities: tuple[ActivitySpec, ...]

    @cached_property
    def by_code(self) -> Mapping[str, ActivitySpec]:
        return {activity.code: activity for activity in self.activities}
