"""Coming in: a number drawn under the event's lock, a seat or a place in the line, the row, the history, the mail."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from cic_events.events import history, links, notices, places, pools, rules, seating
from cic_events.events.allocation import About
from cic_events.events.models import Event, Registration
from cic_events.events.seating import Seat
from cic_events.events.states import ACTIVE, Answer, Audience
from cic_events.kernel import clock
from cic_events.kernel.db import session
from cic_events.kernel.names import clean
from cic_events.people.models import Person
from cic_events.people.permissions import Actor


@dataclass(frozen=True)
class Entry:
    """What is written down of a registration, and what decides whether and where there is a place."""

    organisation_id: int | None
    function: str
    consent_at: datetime | None = None
    audience: Audience | None = None
    acknowledged: bool = False
    sure: bool = False
    on_the_spot: bool = False


def enter(event_id: int, *, on_the_spot: bool = False) -> tuple[Event, places.Standing]:
    """Draw a number under the event's lock, if it is open and seen by this actor."""
    event, standing = places.draw_number(event_id)
    now = clock.now()
    if on_the_spot:
        rules.check_on_the_spot(standing.state, capacity=standing.capacity, taken=standing.taken)
        return event, standing
    rules.check_open(standing.state, closes_at=standing.closing or now, now=now)
    return event, standing


def seat_for(event: Event, standing: places.Standing, entry: Entry, person_id: int) -> Seat:
    """What a newcomer gets."""
    begun = standing.starts_at is not None and clock.now() >= standing.starts_at
    spot = entry.on_the_spot and begun
    if not standing.pooled:
        return seating.on_the_spot(event, [], About()) if spot else seating.undivided(standing)
    quotas = pools.of_event(event.id)
    who = pools.about_newcomer(quotas, person_id=person_id, organisation_id=entry.organisation_id, said=entry.audience)
    if spot:
        return seating.on_the_spot(event, quotas, who)
    return seating.divided(event, quotas, [who])[0]


def alive(event_id: int, person_id: int) -> Registration | None:
    return session().scalar(
        select(Registration).where(
            Registration.event_id == event_id, Registration.person_id == person_id, Registration.state.in_(ACTIVE)
        )
    )


def record(
    event: Event,
    person: Person,
    standing: places.Standing,
    entry: Entry,
    seat: Seat,
    *,
    by: Actor | None,
    party_id: int | None = None,
    link_seed: str = "",
) -> Registration:
    """Write the registration down, count it and tell the person. The caller drew the number.

    `link_seed`: of a link that the person has already.
    """
    seat = seating.enter(event, seat)
    seed, now = link_seed or links.new_seed(), clock.now()
    registration = Registration(
        owner_id=event.owner_id,
        event_id=event.id,
        person=person,
        organisation_id=entry.organisation_id,
        function=clean(entry.function)[:200],
        state=seat.state,
        queue_number=standing.queued,
        commune_id=seat.who.commune_id,
        audience=seat.who.audience,
        quota_id=seat.quota_id,
        party_id=party_id,
        made_by_id=by.person_id if by else None,
        consent_at=entry.consent_at,
        link_seed=seed,
        link_hash=links.digest(links.token(seed)),
        partstat=Answer.NEEDS_ACTION if by else Answer.ACCEPTED,
        sequence=event.sequence,
        changed_at=now,
    )
    session().add(registration)
    session().flush()
    told = notices.of_entry(registration, event)
    history.note(registration, None, at=now, by=by, reason=seat.reason, told=told, passed=seat.passed)
    return registration
