"""How far the actor of this moment sees. Without an actor nothing is seen: that is an error, never everything."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Reach:
    """Whose rows are visible. `grants`: (table, id) pairs opened by a mailed link."""

    everything: bool = False
    organisations: frozenset[int] = frozenset()
    person_id: int | None = None
    signed_in: bool = False
    grants: frozenset[tuple[str, int]] = frozenset()

    def granted(self, table: str) -> list[int]:
        return [id for name, id in self.grants if name == table]


SYSTEM_REACH = Reach(everything=True)
PUBLIC_REACH = Reach()

_reach: ContextVar[Reach | None] = ContextVar("reach", default=None)


def current_reach() -> Reach:
    if (reach := _reach.get()) is None:
        raise LookupError("nobody is acting: wrap the work in acting_as()")
    return reach


@contextmanager
def acting_as(reach: Reach) -> Iterator[None]:
    token = _reach.set(reach)
    try:
        yield
    finally:
        _reach.reset(token)


@contextmanager
def elevated() -> Iterator[None]:
    """Look past the actor's reach, after the actor's right was checked; keep it narrow."""
    person_id = reach.person_id if (reach := _reach.get()) else None
    with acting_as(Reach(everything=True, person_id=person_id)):
        yield
