"""Where a newcomer sits, and the counters of who comes, waits and leaves. Under the event's lock."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from cic_events.events import places, pools, rules
from cic_events.events.allocation import EVERYBODY, About, Party, Passed, Quota, Wish, allocate, alone, matching
from cic_events.events.models import Event, Registration
from cic_events.events.places import Standing
from cic_events.events.states import HOLDS_A_PLACE, RegistrationState


@dataclass(frozen=True)
class Seat:
    """What somebody gets: a place in a pool, or to wait for one of these pools."""

    state: RegistrationState
    quota_id: int | None = None
    who: About = field(default_factory=About)
    waits_for: tuple[int, ...] = ()
    passed: tuple[Passed[int], ...] = ()
    reason: str = ""


CONFIRMED, WAITLISTED = RegistrationState.CONFIRMED, RegistrationState.WAITLISTED


def undivided(standing: Standing) -> Seat:
    """Where places are not divided: the newcomer stands behind all who wait."""
    queue = (alone(n) for n in range(standing.waiting + 1))
    granted = allocate(queue, {EVERYBODY: standing.capacity - standing.taken})
    return Seat(CONFIRMED if any(grant.who == standing.waiting for grant in granted) else WAITLISTED)


def divided(event: Event, quotas: Sequence[Quota], whom: Sequence[About], *, least: int = 1) -> list[Seat]:
    """Where the newcomers sit, who come together; they stand behind all who wait."""
    wishes = tuple(Wish(-n, matching(quotas, who)) for n, who in enumerate(whom, start=1))
    party = Party(wishes, least)
    granted = allocate([party], pools.free(quotas))
    awaited = {quota.id for quota in quotas if quota.waiting}
    if any(grant.pool in awaited for grant in granted):
        granted = allocate([*pools.queue(event.id, quotas), party], pools.free(quotas))
    seats = {grant.who: grant for grant in granted}
    return [
        Seat(CONFIRMED, grant.pool, who, wish.pools, grant.passed)
        if (grant := seats.get(wish.who)) is not None
        else Seat(WAITLISTED, None, who, wish.pools)
        for wish, who in zip(wishes, whom, strict=True)
    ]


def on_the_spot(event: Event, quotas: Sequence[Quota], who: About) -> Seat:
    """The session is on: who waits is not there, who comes sits where a place is left. Raises SessionFull."""
    if not event.pooled:
        return Seat(CONFIRMED, reason=ON_THE_SPOT)
    fits = matching(quotas, who)
    free = pools.free(quotas)
    if (pool := next((pool for pool in fits if free[pool] > 0), None)) is None:
        raise rules.SessionFull
    return Seat(CONFIRMED, pool, who, fits, reason=ON_THE_SPOT)


ON_THE_SPOT = "came without a registration"


def enter(event: Event, seat: Seat) -> Seat:
    """Count the newcomer; who finds the last place gone waits."""
    if seat.state is CONFIRMED and not take(event.id, seat.quota_id):
        seat = replace(seat, state=WAITLISTED, quota_id=None, passed=())
    if seat.state is WAITLISTED:
        places.count(event.id, waiting=1)
        pools.count_waiting(seat.waits_for, 1)
    return seat


def take(event_id: int, quota_id: int | None) -> bool:
    """Take one place of the event and of its pool, if one is left in both."""
    if not places.take(event_id):
        return False
    if quota_id is not None and not pools.take(quota_id):
        places.count(event_id, taken=-1)
        return False
    return True


def leave(event: Event, registration: Registration, before: RegistrationState) -> None:
    """Give back what the registration held, or its place in the line."""
    held, waited = before in HOLDS_A_PLACE, before is WAITLISTED
    places.count(event.id, taken=-int(held), waiting=-int(waited))
    if held:
        pools.give_back(registration.quota_id)
    elif waited and event.pooled:
        pools.count_waiting(matching(pools.of_event(event.id), pools.about(registration)), -1)
