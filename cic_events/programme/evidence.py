"""All evidence that is known, by kind."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

from cic_events.programme.rows import (
    Appointment,
    Cluster,
    CoachingNote,
    Cycle,
    Declared,
    DirectoryEntry,
    DocumentFact,
    EventHeld,
    Exchange,
    FollowUp,
    ListedThing,
    PlanItem,
    PlanNeed,
    Project,
    Ref,
    Row,
    SpaceVisit,
    Strength,
    TrainedPerson,
)

OF_ONE_COMMUNE = (
    "documents",
    "appointments",
    "trained",
    "coaching",
    "lists",
    "plan_needs",
    "plan_items",
    "directories",
    "projects",
    "visits",
    "declared",
    "follow_ups",
)


@dataclass(frozen=True)
class Evidence:
    """What is not recorded anywhere yet is simply empty."""

    documents: tuple[DocumentFact, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    events: tuple[EventHeld, ...] = ()
    trained: tuple[TrainedPerson, ...] = ()
    coaching: tuple[CoachingNote, ...] = ()
    lists: tuple[ListedThing, ...] = ()
    plan_needs: tuple[PlanNeed, ...] = ()
    plan_items: tuple[PlanItem, ...] = ()
    cycles: tuple[Cycle, ...] = ()
    directories: tuple[DirectoryEntry, ...] = ()
    projects: tuple[Project, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    visits: tuple[SpaceVisit, ...] = ()
    declared: tuple[Declared, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()

    def rows(self) -> Iterator[Row]:
        for kind in fields(self):
            yield from getattr(self, kind.name)

    def strengths(self) -> dict[Ref, Strength]:
        """How well each record is proved."""
        return {row.ref: row.strength for row in self.rows()}

    def near(self, communes: frozenset[int]) -> "Evidence":
        """The rows of these communes, and what several communes share; much faster than asking every row."""
        if (found := self._near.get(communes)) is None:
            wanted = sorted(communes)
            of_them = {
                kind: tuple(row for commune in wanted for row in by_commune.get(commune, ()))
                for kind, by_commune in self._by_commune.items()
            }
            found = self._near[communes] = replace(self, **of_them)
        return found

    @cached_property
    def _near(self) -> dict[frozenset[int], "Evidence"]:
        return {}

    @cached_property
    def _by_commune(self) -> dict[str, dict[int | None, list[Any]]]:
        sorted_: dict[str, dict[int | None, list[Any]]] = {kind: {} for kind in OF_ONE_COMMUNE}
        for kind, by_commune in sorted_.items():
            for row in getattr(self, kind):
                by_commune.setdefault(row.commune, []).append(row)
        return sorted_


NOTHING = Evidence()
