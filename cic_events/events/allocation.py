"""Who gets a place now, and in which pool. Plain values in, plain values out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from cic_events.events.states import Audience

T = TypeVar("T")
EVERYBODY = 0  # the one pool of an event whose places are not divided


@dataclass(frozen=True)
class About:
    """What the pools ask of somebody; fixed on the day of registering."""

    commune_id: int | None = None
    organisation_id: int | None = None
    audience: Audience | None = None


@dataclass(frozen=True)
class Quota:
    """One pool: whom it is for, and how full it is. Naming nobody, it is for everybody."""

    id: int
    commune_id: int | None
    organisation_id: int | None
    audience: Audience | None
    seats: int
    taken: int
    waiting: int

    @property
    def free(self) -> int:
        return self.seats - self.taken

    @property
    def asks(self) -> int:
        """How much it asks: the narrowest pool is filled first."""
        organisation, commune = self.organisation_id is not None, self.commune_id is not None
        return 4 * organisation + 2 * (self.audience is not None) + commune

    @property
    def general(self) -> bool:
        return self.asks == 0

    def takes(self, who: About) -> bool:
        """Whether this person may sit here."""
        asked = (
            (self.commune_id, who.commune_id),
            (self.organisation_id, who.organisation_id),
            (self.audience, who.audience),
        )
        return all(wanted is None or wanted == has for wanted, has in asked)


def matching(quotas: Iterable[Quota], who: About) -> tuple[int, ...]:
    """The pools where this person may sit, the narrowest first."""
    return tuple(q.id for q in sorted(quotas, key=lambda q: (-q.asks, q.id)) if q.takes(who))


@dataclass(frozen=True)
class Wish(Generic[T]):
    """Somebody who wants a place, and the pools where it may be, preferred first."""

    who: T
    pools: tuple[int, ...] = (EVERYBODY,)


@dataclass(frozen=True)
class Party(Generic[T]):
    """One or more who registered together; fewer places than `least` are of no use to them."""

    wishes: tuple[Wish[T], ...]
    least: int = 1


@dataclass(frozen=True)
class Passed(Generic[T]):
    """Who waits longer and could sit there, but not with so few places."""

    who: T
    needs: int
    free: int


@dataclass(frozen=True)
class Grant(Generic[T]):
    who: T
    pool: int
    passed: tuple[Passed[T], ...] = ()


def alone(who: T) -> Party[T]:
    """One person where places are not divided."""
    return Party((Wish(who),))


def allocate(queue: Iterable[Party[T]], free: Mapping[int, int]) -> list[Grant[T]]:
    """Who of the queue, in its order, gets a place now, and where.

    The one rule for registering (the newcomer stands last), withdrawing, promotion, a changed capacity or pool, a
    returned or restored place: nobody passes somebody who waits and could sit there, unless that one's party needs
    more places than are free (which each grant names); no place stays empty while somebody who fits waits.
    """
    left = {pool: seats for pool, seats in free.items() if seats > 0}
    granted: list[Grant[T]] = []
    stuck: list[tuple[Party[T], int]] = []
    for party in queue:
        if not left:
            break
        seats = _seats(party, left)
        if len(seats) >= max(1, party.least):
            granted += [Grant(wish.who, pool, _passed(pool, stuck)) for wish, pool in seats]
            for _, pool in seats:
                left[pool] -= 1
            left = {pool: n for pool, n in left.items() if n > 0}
        elif seats:
            stuck.append((party, len(seats)))
    return granted


def _seats(party: Party[T], free: Mapping[int, int]) -> list[tuple[Wish[T], int]]:
    """Each member's first pool with a place left, as far as the places go."""
    left, seats = dict(free), []
    for wish in party.wishes:
        pool = next((pool for pool in wish.pools if left.get(pool, 0) > 0), None)
        if pool is not None:
            left[pool] -= 1
            seats.append((wish, pool))
    return seats


def _passed(pool: int, stuck: Sequence[tuple[Party[T], int]]) -> tuple[Passed[T], ...]:
    return tuple(Passed(wish.who, party.least, n) for party, n in stuck for wish in party.wishes if pool in wish.pools)
