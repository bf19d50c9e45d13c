"""The free places go to those who wait: given at once, or offered when the start is near. Joins the caller's unit."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from cic_events.events import dividing, history, hours, notices, places, pools, quota_notices, rules, seating
from cic_events.events.allocation import Grant, allocate, matching
from cic_events.events.dividing import QuotaDraft
from cic_events.events.models import Event, Registration
from cic_events.events.places import Standing
from cic_events.events.states import TAKES_REGISTRATIONS, RegistrationState, check_move
from cic_events.kernel import clock, jobs
from cic_events.kernel.db import elevated, session

OFFERS = "events.offers"


def promote(event: Event) -> int:
    """Give the free places to those who wait, in order; how many got one."""
    with elevated():
        standing, now = places.lock(event.id), clock.now()
        if not standing.waiting:
            return 0
        granted = _divided(event) if standing.pooled else _undivided(event, standing)
        until = _offered_until(event, standing, now)
        for registration, grant in granted:
            give(registration, event, grant, until=until)
        return len(granted)


def _undivided(event: Event, standing: Standing) -> list[tuple[Registration, Grant[int]]]:
    return [(registration, Grant(registration.id, 0)) for registration in places.next_in_line(event.id, standing)]


def _divided(event: Event) -> list[tuple[Registration, Grant[int]]]:
    quotas = pools.of_event(event.id)
    granted = allocate(pools.queue(event.id, quotas), pools.free(quotas))
    if not granted:
        return []
    statement = (
        select(Registration)
        .where(Registration.id.in_([grant.who for grant in granted]))
        .order_by(Registration.queue_number)
        .with_for_update(of=Registration)
        .execution_options(populate_existing=True)
    )
    found = {registration.id: registration for registration in session().scalars(statement)}
    return [(found[grant.who], grant) for grant in granted]


def _offered_until(event: Event, standing: Standing, now: datetime) -> datetime | None:
    """Until when a place given now must be taken; None when it is given for good: early, or to who is in the room."""
    if standing.starts_at is None or now >= standing.starts_at:
        return None
    if not rules.is_offered(standing.starts_at, now=now, days=event.offer_days):
        return None
    return min(hours.deadline(event, now), standing.starts_at)


def give(
    registration: Registration,
    event: Event,
    grant: Grant[int],
    *,
    until: datetime | None = None,
    reason: str = "",
) -> None:
    """The place of this grant: confirmed, or offered until then. The caller has the event's lock."""
    if not seating.take(event.id, grant.pool or None):
        raise rules.SessionFull
    before, now = registration.state, clock.now()
    then = RegistrationState.CONFIRMED if until is None else RegistrationState.OFFERED
    check_move(before, then)
    registration.state, registration.changed_at, registration.offer_until = then, now, until
    registration.sequence = max(registration.sequence, event.sequence)
    places.count(event.id, waiting=-1)
    if event.pooled:
        registration.quota_id = grant.pool
        pools.count_waiting(matching(pools.of_event(event.id), pools.about(registration)), -1)
    session().flush()
    if until is None:
        told = notices.of_promotion(registration, event)
    else:
        told = notices.of_offer(registration, event)
        plan_end(registration)
    history.note(registration, before, at=now, by=None, reason=reason, told=told, passed=grant.passed)


def plan_end(registration: Registration) -> None:
    """The job that ends an offer nobody took."""
    until = registration.offer_until
    key = f"{OFFERS}:{registration.id}:{until and until.isoformat()}"
    jobs.enqueue(OFFERS, {"registration_id": registration.id}, dedupe_key=key, run_after=until)


def set_capacity(event: Event, *, capacity: int, minimum: int, quotas: Sequence[QuotaDraft] | None = None) -> int:
    """Change the places, and the pools when they are said, inside the caller's transaction. How many were promoted."""
    standing = places.lock(event.id)
    rules.check_places(capacity=capacity, minimum=minimum, taken=standing.taken)
    event.capacity, event.minimum = capacity, minimum
    session().flush()
    if quotas is None:
        dividing.follow_capacity(event, capacity=capacity)
        return promote(event)
    grown = dividing.divide(event, quotas, capacity=capacity)
    promoted = promote(event)
    if event.state in TAKES_REGISTRATIONS:
        quota_notices.tell_given(event, grown)
    return promoted
