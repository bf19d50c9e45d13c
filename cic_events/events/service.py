"""Registering, withdrawing, answering. A verb is one transaction; promotion happens in the same one."""

from dataclasses import dataclass
from datetime import datetime

from cic_events.events import eligibility, entering, history, notices, places, rules, seating
from cic_events.events.answers import check_own
from cic_events.events.entering import Entry
from cic_events.events.models import Event, Registration
from cic_events.events.promotion import promote, set_capacity
from cic_events.events.states import Answer, Audience, Condition, RegistrationState, Strictness, check_move
from cic_events.kernel import audit, clock
from cic_events.kernel.db import elevated, one, transaction
from cic_events.people import service as people
from cic_events.people.models import Language, Person
from cic_events.people.permissions import Action, Actor, may, require

__all__ = [
    "Visitor",
    "cancel",
    "promote",
    "register",
    "register_oneself",
    "register_other",
    "set_capacity",
    "withdraw",
]


@dataclass(frozen=True)
class Visitor:
    """What somebody without an account says of themselves; consent was given.

    `acknowledged`: the prerequisites are met; `sure`: asked about a doubt, the answer was yes.
    """

    name: str
    commune_id: int
    email: str | None
    phone: str | None
    function: str
    language: Language
    audience: Audience | None = None
    acknowledged: bool = False
    sure: bool = False


def register_oneself(event_id: int, *, visitor: Visitor, by: Actor) -> RegistrationState:
    """Register who asks. Who is registered already gets the link again, and the answer a newcomer would get."""
    require(by, Action.REGISTRATIONS_MAKE)
    with transaction():
        event, standing = entering.enter(event_id)
        with elevated():
            person, known = recognise(visitor)
            entry = entry_of(visitor, consent_at=clock.now())
            eligibility.check_entry(event, entry, person.id, overlap=False)
            seat = entering.seat_for(event, standing, entry, person.id)
            if known and (there := entering.alive(event.id, person.id)) is not None:
                notices.link_again(there, event)
                return seat.state
            if known and not _free_then(event, person.id):
                return seat.state
            return entering.record(event, person, standing, entry, seat, by=None).state


def _free_then(event: Event, person_id: int) -> bool:
    """Whether who registers oneself may sit in another session then; the page says nothing, a mail does."""
    strict = eligibility.strictness(event, Condition.OVERLAP)
    if strict is Strictness.OFF or (there := eligibility.meets(event, person_id)) is None:
        return True
    notices.of_overlap(there, one(Event, there.event_id), event, refused=strict is Strictness.REFUSE)
    return strict is not Strictness.REFUSE


def register(
    event_id: int, *, person_id: int, organisation_id: int | None, function: str = "", by: Actor
) -> Registration:
    """Register somebody on their behalf: the host for anybody, an organisation for its own people."""
    with transaction():
        event, standing = entering.enter(event_id)
        check_on_behalf(event, organisation_id, by)
        with elevated():
            return _on_behalf(event, standing, one(Person, person_id), Entry(organisation_id, function), by=by)


def register_other(event_id: int, *, visitor: Visitor, by: Actor, on_the_spot: bool = False) -> Registration:
    """Register somebody by name: the person is recognised in the commune, or recorded there.

    `on_the_spot`: the host adds who came without a registration, while the event runs and a place is free.
    """
    with transaction():
        event, standing = entering.enter(event_id, on_the_spot=on_the_spot)
        check_on_behalf(event, visitor.commune_id, by)
        with elevated():
            person, _known = recognise(visitor)
            return _on_behalf(event, standing, person, entry_of(visitor, on_the_spot=on_the_spot), by=by)


def recognise(visitor: Visitor) -> tuple[Person, bool]:
    """Under the event's lock, so that the same stranger twice at once is one person."""
    return people.recognise(
        name=visitor.name,
        commune_id=visitor.commune_id,
        email=visitor.email,
        phone=visitor.phone,
        language=visitor.language,
    )


def check_on_behalf(event: Event, organisation_id: int | None, by: Actor) -> None:
    if not may(by, Action.REGISTRATIONS_ON_BEHALF, event.owner_id):
        require(by, Action.REGISTRATIONS_ON_BEHALF, organisation_id or 0)


def entry_of(visitor: Visitor, *, consent_at: datetime | None = None, on_the_spot: bool = False) -> Entry:
    said = (visitor.audience, visitor.acknowledged, visitor.sure)
    return Entry(visitor.commune_id, visitor.function, consent_at, *said, on_the_spot)


def _on_behalf(event: Event, standing: places.Standing, person: Person, entry: Entry, *, by: Actor) -> Registration:
    if entering.alive(event.id, person.id) is not None:
        raise rules.AlreadyRegistered
    eligibility.check_entry(event, entry, person.id)
    made = entering.record(event, person, standing, entry, entering.seat_for(event, standing, entry, person.id), by=by)
    audit.record("registration.made", made)
    return made


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
        seating.leave(event, registration, before)
        invited = before is RegistrationState.CONFIRMED
        told = notices.of_withdrawal(registration, event, invited=invited, reason=reason)
        history.note(registration, before, at=now, by=by, reason=reason, told=told)
        promote(event)
