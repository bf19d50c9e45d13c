"""Registering, withdrawing, answering. A verb is one transaction; promotion happens in the same one."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from cic_events.events import links, notices, places, rules
from cic_events.events.answers import check_own
from cic_events.events.models import Event, Registration, RegistrationStep
from cic_events.events.states import ACTIVE, HOLDS_A_PLACE, Answer, RegistrationState, check_move
from cic_events.kernel import audit, clock
from cic_events.kernel.db import elevated, one, session, transaction
from cic_events.kernel.names import clean
from cic_events.people import service as people
from cic_events.people.models import Language, Person
from cic_events.people.permissions import Action, Actor, may, require


@dataclass(frozen=True)
class Visitor:
    """What somebody without an account says of themselves; consent was given."""

    name: str
    commune_id: int
    email: str | None
    phone: str | None
    function: str
    language: Language


def register_oneself(event_id: int, *, visitor: Visitor, by: Actor) -> RegistrationState:
    """Register who asks. Who is registered already gets the link again, and the answer a newcomer would get."""
    require(by, Action.REGISTRATIONS_MAKE)
    with transaction():
        event, standing = _enter(event_id)
        with elevated():
            person, known = _recognise(visitor)
            if known and (there := _alive(event.id, person.id)) is not None:
                notices.link_again(there, event)
                return _state_for_newcomer(standing)
            made = _register(
                event, person, standing, _Entry(visitor.commune_id, visitor.function, clock.now()), by=None
            )
            return made.state


def register(
    event_id: int, *, person_id: int, organisation_id: int | None, function: str = "", by: Actor
) -> Registration:
    """Register somebody on their behalf: the host for anybody, an organisation for its own people."""
    with transaction():
        event, standing = _enter(event_id)
        _check_on_behalf(event, organisation_id, by)
        with elevated():
            return _on_behalf(event, standing, one(Person, person_id), _Entry(organisation_id, function), by=by)


def register_other(event_id: int, *, visitor: Visitor, by: Actor, on_the_spot: bool = False) -> Registration:
    """Register somebody by name: the person is recognised in the commune, or recorded there.

    `on_the_spot`: the host adds who came without a registration, while the event runs and a place is free.
    """
    with transaction():
        event, standing = _enter(event_id, on_the_spot=on_the_spot)
        _check_on_behalf(event, visitor.commune_id, by)
        with elevated():
            person, _known = _recognise(visitor)
            return _on_behalf(event, standing, person, _Entry(visitor.commune_id, visitor.function), by=by)


def _recognise(visitor: Visitor) -> tuple[Person, bool]:
    """Under the event's lock, so that the same stranger twice at once is one person."""
    return people.recognise(
        name=visitor.name,
        commune_id=visitor.commune_id,
        email=visitor.email,
        phone=visitor.phone,
        language=visitor.language,
    )


def _check_on_behalf(event: Event, organisation_id: int | None, by: Actor) -> None:
    if not may(by, Action.REGISTRATIONS_ON_BEHALF, event.owner_id):
        require(by, Action.REGISTRATIONS_ON_BEHALF, organisation_id or 0)


@dataclass(frozen=True)
class _Entry:
    organisation_id: int | None
    function: str
    consent_at: datetime | None = None


def _on_behalf(event: Event, standing: places.Standing, person: Person, entry: _Entry, *, by: Actor) -> Registration:
    if _alive(event.id, person.id) is not None:
        raise rules.AlreadyRegistered
    made = _register(event, person, standing, entry, by=by)
    audit.record("registration.made", made)
    return made


def _enter(event_id: int, *, on_the_spot: bool = False) -> tuple[Event, places.Standing]:
    """Draw a number under the event's lock, if it is open and seen by this actor."""
    event, standing = places.draw_number(event_id)
    now = clock.now()
    if on_the_spot:
        rules.check_on_the_spot(standing.state, capacity=standing.capacity, taken=standing.taken)
        return event, standing
    rules.check_open(standing.state, closes_at=standing.closing or now, now=now)
    return event, standing


def _state_for_newcomer(standing: places.Standing) -> RegistrationState:
    queue = range(standing.waiting + 1)
    granted = rules.allocate(queue, capacity=standing.capacity, taken=standing.taken)
    return RegistrationState.CONFIRMED if queue[-1] in granted else RegistrationState.WAITLISTED


def _alive(event_id: int, person_id: int) -> Registration | None:
    return session().scalar(
        select(Registration).where(
            Registration.event_id == event_id, Registration.person_id == person_id, Registration.state.in_(ACTIVE)
        )
    )


def _register(
    event: Event,
    person: Person,
    standing: places.Standing,
    entry: _Entry,
    *,
    by: Actor | None,
) -> Registration:
    state = _state_for_newcomer(standing)
    if state is RegistrationState.CONFIRMED and not places.take(event.id):
        state = RegistrationState.WAITLISTED
    if state is RegistrationState.WAITLISTED:
        places.count(event.id, waiting=1)
    seed, now = links.new_seed(), clock.now()
    registration = Registration(
        owner_id=event.owner_id,
        event_id=event.id,
        person=person,
        organisation_id=entry.organisation_id,
        function=clean(entry.function)[:200],
        state=state,
        queue_number=standing.queued,
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
    _note(registration, None, at=now, by=by, told=told)
    return registration


def _note(
    registration: Registration,
    before: RegistrationState | None,
    *,
    at: datetime,
    by: Actor | None,
    reason: str = "",
    told: str = "",
) -> None:
    session().add(
        RegistrationStep(
            registration_id=registration.id,
            before=before.value if before else None,
            after=registration.state,
            at=at,
            by_id=by.person_id if by else None,
            reason=reason,
            told=told,
        )
    )


def withdraw(registration_id: int, *, by: Actor) -> None:
    """The person gives the place back, and the next in line has it."""
    with transaction():
        registration = one(Registration, registration_id)
        check_own(registration, by)
        _give_back(registration, RegistrationState.CANCELLED_BY_PERSON, by=by)


def cancel(registration_id: int, *, reason: str, by: Actor) -> None:
    """The organiser ends a registration; the reason goes to the person."""
    with transaction():
        registration = one(Registration, registration_id)
        require(by, Action.REGISTRATIONS_ON_BEHALF, registration.owner_id)
        _give_back(registration, RegistrationState.CANCELLED_BY_ORG, by=by, reason=reason)
        audit.record("registration.cancelled", registration)


def _give_back(registration: Registration, then: RegistrationState, *, by: Actor, reason: str = "") -> None:
    with elevated():
        standing = places.lock(registration.event_id)
        registration = one(Registration, registration.id, lock=True)
        if then is RegistrationState.CANCELLED_BY_PERSON:
            rules.check_withdrawal(starts_at=standing.starts_at, now=clock.now())
        before, now = registration.state, clock.now()
        check_move(before, then)
        event = one(Event, registration.event_id)
        registration.state, registration.changed_at, registration.partstat = then, now, Answer.DECLINED
        registration.sequence = max(registration.sequence, event.sequence) + 1
        held, waited = before in HOLDS_A_PLACE, before is RegistrationState.WAITLISTED
        places.count(event.id, taken=-int(held), waiting=-int(waited))
        told = notices.of_withdrawal(registration, event, invited=held, reason=reason)
        _note(registration, before, at=now, by=by, reason=reason, told=told)
        promote(event)


def promote(event: Event) -> int:
    """Give the free places to those who wait, in order; how many got one. The caller holds the transaction."""
    with elevated():
        promoted = places.next_in_line(event.id, places.lock(event.id))
        for registration in promoted:
            _promote(registration, event)
        if promoted:
            places.count(event.id, waiting=-len(promoted))
        return len(promoted)


def _promote(registration: Registration, event: Event) -> None:
    if not places.take(event.id):
        raise rules.SessionFull
    before, now = registration.state, clock.now()
    check_move(before, RegistrationState.CONFIRMED)
    registration.state, registration.changed_at = RegistrationState.CONFIRMED, now
    registration.sequence = max(registration.sequence, event.sequence)
    session().flush()
    _note(registration, before, at=now, by=None, told=notices.of_promotion(registration, event))


def set_capacity(event: Event, *, capacity: int, minimum: int) -> int:
    """Change the places inside the caller's transaction; a raise promotes. How many were promoted."""
    standing = places.lock(event.id)
    rules.check_places(capacity=capacity, minimum=minimum, taken=standing.taken)
    event.capacity, event.minimum = capacity, minimum
    session().flush()
    return promote(event)
