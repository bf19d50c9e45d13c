"""Rows of evidence: dated facts that live elsewhere, handed over as plain values. Nobody types a percentage.

Every row carries the dates that matter, so that a rule can answer for any day: what happened later is not yet known.
"""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import NamedTuple

from cic_events.programme.vocabulary import Side


class Ref(NamedTuple):
    """Where a fact lives: a table's word and the row's id."""

    kind: str
    id: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


class Strength(IntEnum):
    """How well a fact is proved; shown as dots, never mixed into the figure."""

    DECLARED = 1
    DOCUMENTED = 2
    VERIFIED = 3


@dataclass(frozen=True, kw_only=True)
class Row:
    ref: Ref
    strength: Strength = Strength.DOCUMENTED


@dataclass(frozen=True, kw_only=True)
class DocumentFact(Row):
    """A document with its independent facts; `commune` is None for the programme's own."""

    doc_type: str
    commune: int | None
    started_on: date
    validated_at: date | None = None
    deliberation: date | None = None
    published_at: date | None = None
    ended_on: date | None = None  # repealed or superseded
    expert_named: bool = False


@dataclass(frozen=True, kw_only=True)
class Appointment(Row):
    person: int
    commune: int
    role: str
    starts_on: date
    ends_on: date | None = None
    decided_by_council: bool = False


@dataclass(frozen=True, kw_only=True)
class EventHeld(Row):
    """A platform, consultation, forum or public event: planned, held, with or without approved minutes."""

    kind: str
    first_day: date
    last_day: date
    platform_kind: str = ""
    held: bool = False
    communes: frozenset[int] = frozenset()
    hosts: frozenset[int] = frozenset()  # the communes that it is an event of
    side: Side | None = None
    theme: str = ""
    coordinator: int | None = None
    minutes_approved_on: date | None = None
    online: bool = False
    counts_although_online: bool = False
    common_week: tuple[date, date] | None = None
    audiences: frozenset[tuple[int, str]] = frozenset()  # (commune, audience) present
    chaired_by_elected: bool = False
    publics: frozenset[str] = frozenset()
    media_items: int = 0
    prepared_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class TrainedPerson(Row):
    """One person's attendance of one training; not `held`: registered for a training to come."""

    person: int
    commune: int
    training: int
    theme: str
    first_day: date
    last_day: date
    held: bool
    attendance: int = 0  # percent of the minutes
    roles: frozenset[str] = frozenset()  # audience and functions on that day
    organisation: int | None = None
    organisation_kind: str = ""
    needs_closed_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class CoachingNote(Row):
    organisation: int
    organisation_kind: str
    commune: int
    on: date


@dataclass(frozen=True, kw_only=True)
class ListedThing(Row):
    """One line of a list whose share is asked: on the list `since`, done on `done_on`."""

    of: str  # the denominator's name
    done: str  # the numerator's name
    commune: int | None
    since: date
    until: date | None = None
    done_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class PlanNeed(Row):
    """A need that was made a priority; `served_on` is the day on which a plan gave it a dated or held item."""

    plan_scope: str
    commune: int
    on: date
    until: date | None = None  # closed otherwise
    served_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class PlanItem(Row):
    """An item of an approved plan, from its approval until a newer edition takes its place."""

    plan_scope: str
    commune: int
    due_on: date
    since: date
    until: date | None = None
    held_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Cycle(Row):
    """A training cycle: its list of communes and the last day of each session held (None: still to come)."""

    communes: frozenset[int]
    audience: str
    first_day: date
    sessions: tuple[date | None, ...] = ()
    needs_closed_on: date | None = None
    awareness: bool = False
    evaluated_on: date | None = None
    gender_known: bool = False


@dataclass(frozen=True, kw_only=True)
class DirectoryEntry(Row):
    directory: str
    commune: int
    checked_on: date


@dataclass(frozen=True, kw_only=True)
class Project(Row):
    """A social project with the day each state began, in order."""

    commune: int
    states: tuple[tuple[str, date], ...]
    integrated: bool = False
    carried_by_sas: bool = False
    target_groups: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Exchange(Row):
    kind: str
    communes: frozenset[int]
    on: date


@dataclass(frozen=True, kw_only=True)
class Cluster(Row):
    side: Side
    started_on: date
    members: tuple[tuple[int, date, date | None], ...]
    joint_activities: tuple[tuple[date, frozenset[int]], ...] = ()
    ended_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class SpaceVisit(Row):
    """A post or a reading in the private exchange space."""

    commune: int
    on: date


@dataclass(frozen=True, kw_only=True)
class Declared(Row):
    kind: str
    commune: int | None
    on: date
    accepted_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class FollowUp(Row):
    """A public event or communication item of a commune after a platform."""

    kind: str
    commune: int
    on: date
    platform: Ref | None = None
