"""The search of the shell: a code of the plan first, then what bears the words, as far as the actor sees.

One statement a kind; a kind that is not the actor's to read is not asked for.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

from cic_events.cycle.needs import queries as needs
from cic_events.cycle.needs.queries import NeedRow
from cic_events.cycle.plans import finding as plans
from cic_events.cycle.plans.finding import ItemHit
from cic_events.cycle.sessions import listing
from cic_events.cycle.sessions.listing import SessionRow
from cic_events.kernel import clock
from cic_events.kernel.names import fold
from cic_events.people import directory, places
from cic_events.people.permissions import Action, Actor, may
from cic_events.programme import finding as programme
from cic_events.programme.finding import Asked, CodeHit

MOST, ALL = 8, 100
LEAST = 2  # letters
Row = TypeVar("Row")


class Kind(StrEnum):
    ACTIVITIES = "activities"
    PERSONS = "persons"
    SESSIONS = "sessions"
    NEEDS = "needs"
    ITEMS = "items"
    ORGANISATIONS = "organisations"


@dataclass(frozen=True)
class Hits(Generic[Row]):
    """The first of a kind; `more`: there are others."""

    rows: tuple[Row, ...] = ()
    more: bool = False

    @classmethod
    def first(cls, rows: list[Row], most: int) -> "Hits[Row]":
        return cls(tuple(rows[:most]), len(rows) > most)


@dataclass(frozen=True)
class Found:
    """What answers the question, kind by kind."""

    asked: Asked
    coded: CodeHit | None = None
    activities: Hits[CodeHit] = Hits()
    persons: Hits[directory.Row] = Hits()
    sessions: Hits[SessionRow] = Hits()
    needs: Hits[NeedRow] = Hits()
    items: Hits[ItemHit] = Hits()
    organisations: Hits[places.Place] = Hits()

    @property
    def no_such_code(self) -> bool:
        return bool(self.asked.code) and self.coded is None

    @property
    def too_short(self) -> bool:
        return not self.asked.code and len(fold(self.asked.words)) < LEAST

    @property
    def total(self) -> int:
        kinds = (self.activities, self.persons, self.sessions, self.needs, self.items, self.organisations)
        return sum(len(hits.rows) for hits in kinds) + (self.coded is not None)


def search(text: str, *, by: Actor, at: datetime, only: Kind | None = None) -> Found:
    """What this actor may see of what bears the code and the words; of one kind, a hundred."""
    asked = programme.asked(text)
    found = Found(asked)
    if found.too_short:
        return found
    day, most = clock.wall_from_utc(at, "Africa/Casablanca").day, ALL if only else MOST

    def wants(kind: Kind, action: Action | None = None, *, words: bool = False) -> bool:
        readable = action is None or may(by, action)
        return (only in (None, kind)) and readable and bool(asked.words or not words)

    if asked.code:
        found = replace(found, coded=programme.by_code(asked.code, as_of=day))
    elif wants(Kind.ACTIVITIES, Action.PROGRAMME_SEE):
        hits = programme.by_words(asked.words, as_of=day, most=most + 1)
        found = replace(found, activities=Hits.first(hits, most))
    if wants(Kind.PERSONS, Action.PEOPLE_SEE, words=True):
        persons = directory.named(asked.words, by=by, as_of=day, most=most + 1)
        found = replace(found, persons=Hits.first(persons, most))
    if wants(Kind.SESSIONS):
        of = listing.Filters(q=asked.words, code=asked.code, past=True)
        found = replace(found, sessions=Hits.first(listing.nearest(of, as_of=at, most=most + 1), most))
    if wants(Kind.NEEDS, Action.NEEDS_SEE):
        wanted = needs.Filters(q=asked.words, code=asked.code)
        found = replace(found, needs=Hits.first(needs.listing(wanted, as_of=day, limit=most + 1).rows, most))
    if wants(Kind.ITEMS, Action.PLANS_SEE):
        found = replace(found, items=Hits.first(plans.items(asked.words, code=asked.code, most=most + 1), most))
    if wants(Kind.ORGANISATIONS, words=True):
        found = replace(found, organisations=Hits.first(places.named(asked.words, by=by, most=most + 1), most))
    return found
