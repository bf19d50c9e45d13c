"""Who acts, where, and when: the clock moves from step to step, and each step is done by the person concerned."""

import gc
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from cic_events.demo.material import seed
from cic_events.kernel import clock, jobs
from cic_events.kernel.db import Base, reading, transaction
from cic_events.kernel.reach import SYSTEM_REACH, acting_as
from cic_events.people import homes
from cic_events.people.models import Mandate, Organisation, Person, Role
from cic_events.people.permissions import PUBLIC, Actor, actor_for


@dataclass(frozen=True)
class Step:
    """Something that somebody did at an instant."""

    at: datetime
    do: Callable[[], object]


@dataclass
class Stage:
    """What was made so far, by the names of the script."""

    now: datetime
    ids: dict[str, int] = field(default_factory=dict)
    _actors: dict[str, Actor] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.now.date()

    def luck(self, of: str) -> random.Random:
        """The same luck for the same subject, whatever came before."""
        return random.Random(f"{seed()}:{of}")  # noqa: S311 (a play, no secret)

    def __getitem__(self, key: str) -> int:
        return self.ids[key]

    def __setitem__(self, key: str, id: int) -> None:
        self.ids[key] = id

    def get(self, key: str) -> int | None:
        return self.ids.get(key)

    def __contains__(self, key: str) -> bool:
        return key in self.ids

    @contextmanager
    def acting(self, person: str) -> Iterator[Actor]:
        """Act as this person, and see no more than this person sees."""
        actor = self.actor(person)
        with acting_as(actor.reach):
            yield actor

    @contextmanager
    def visiting(self) -> Iterator[Actor]:
        """Act as somebody who has not signed in."""
        with acting_as(PUBLIC.reach):
            yield PUBLIC

    def actor(self, person: str) -> Actor:
        """With the roles that the person has; read once, until `forget_roles`."""
        if person not in self._actors:
            self._actors[person] = _actor(self[f"person:{person}"])
        return self._actors[person]

    def forget_roles(self) -> None:
        """Somebody's role has changed."""
        self._actors.clear()

    def version(self, model: type[Base], id: int) -> int:
        """The version that a form of this moment would carry."""
        with acting_as(SYSTEM_REACH), reading() as db:
            return int(db.scalars(select(model.version).where(model.id == id)).one())  # type: ignore[attr-defined]


def _actor(person_id: int) -> Actor:
    """The person with the roles of the day."""
    with acting_as(SYSTEM_REACH), reading() as db:
        person = db.get_one(Person, person_id)
        held: dict[Role, set[int]] = {}
        for role, home in db.execute(
            select(Mandate.role, Mandate.organisation_id).where(
                Mandate.person_id == person_id, homes.in_force(clock.today())
            )
        ):
            held.setdefault(role, set()).add(home)
        own: set[int] = set().union(*held.values())
        below = db.scalars(select(Organisation.id).where(Organisation.parent_id.in_(own))).all()
    roles = {role: frozenset(where) for role, where in held.items()}
    return actor_for(person.id, person.name, person.language, roles, frozenset(below))


@contextmanager
def _without_collecting() -> Iterator[None]:
    """What stands in memory already is not looked through again and again while many short-lived rows come and go."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def play(steps: Sequence[Step], *, until: datetime, said: Callable[[int], Any]) -> int:
    """Do the steps in the order of time, each at its own moment; every morning what fell due is done first.

    All or nothing: one write unit around them all, and each step begins with nothing remembered, as in its own unit.
    `said` is told how many are done; so is the caller.
    """
    day, done = None, 0
    with acting_as(SYSTEM_REACH), _without_collecting(), transaction() as db:
        for step in sorted(steps, key=lambda step: step.at):
            if step.at > until:
                break
            with clock.travel(step.at):
                if step.at.date() != day:
                    day = step.at.date()
                    jobs.run_all()
                step.do()
            db.flush()
            db.expunge_all()
            done += 1
            said(done)
        with clock.travel(until):
            jobs.run_all()
    return done
