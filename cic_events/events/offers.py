"""Places offered shortly before the start: taken by the link, or ended by the clock. A verb is one transaction."""

from cic_events.events import entering, history, notices, places, promotion, rules, seating
from cic_events.events.answers import check_own
from cic_events.events.entering import Entry
from cic_events.events.models import Event, Registration
from cic_events.events.states import Answer, RegistrationState, check_move
from cic_events.kernel import clock
from cic_events.kernel.db import elevated, one, session, transaction
from cic_events.people.permissions import Actor

OFFERED, CONFIRMED, EXPIRED = RegistrationState.OFFERED, RegistrationState.CONFIRMED, RegistrationState.EXPIRED


def accept(registration_id: int, *, by: Actor) -> None:
    """The person takes the place; the invitation leaves. Raises NotOffered, OfferOver."""
    with transaction():
        check_own(one(Registration, registration_id), by)
        with elevated():
            registration, event = _locked(registration_id)
            if registration.state is CONFIRMED:  # pressed twice
                return
            if registration.state is not OFFERED:
                raise rules.OfferOver if registration.state is EXPIRED else rules.NotOffered
            if registration.offer_until is None or clock.now() >= registration.offer_until:
                raise rules.OfferOver
            _move(registration, CONFIRMED)
            registration.partstat, registration.offer_until = Answer.ACCEPTED, None
            registration.sequence = max(registration.sequence, event.sequence)
            session().flush()
            told = notices.of_acceptance(registration, event)
            history.note(registration, OFFERED, at=clock.now(), by=by, told=told)


def _locked(registration_id: int) -> tuple[Registration, Event]:
    """The event's row first, as everywhere."""
    event_id = one(Registration, registration_id).event_id
    places.lock(event_id)
    return one(Registration, registration_id, lock=True), one(Event, event_id)


def _move(registration: Registration, then: RegistrationState) -> None:
    check_move(registration.state, then)
    registration.state, registration.changed_at = then, clock.now()


def expire(registration_id: int) -> bool:
    """Nobody took it in time: the place goes to the next; whether it did. The job calls it."""
    with transaction(), elevated():
        registration, event = _locked(registration_id)
        until = registration.offer_until
        if registration.state is not OFFERED or until is None or clock.now() < until:
            return False
        _move(registration, EXPIRED)
        registration.partstat = Answer.DECLINED
        seating.leave(event, registration, OFFERED)
        session().flush()
        told = notices.of_expiry(registration, event)
        history.note(registration, OFFERED, at=clock.now(), by=None, told=told)
        if not rules.has_begun(event.starts_at, clock.now()):
            promotion.promote(event)
        return True


def stand_again(registration_id: int, *, by: Actor) -> Registration:
    """After an offer that ended, the person asks for it: at the end of the line, with a new number.

    Raises LineNotLeft, AlreadyRegistered, and what closes a registration.
    """
    with transaction():
        old = one(Registration, registration_id)
        check_own(old, by)
        event, standing = _entered(old.event_id)
        with elevated():
            if old.state is not EXPIRED:
                raise rules.LineNotLeft
            if entering.alive(event.id, old.person_id) is not None:
                raise rules.AlreadyRegistered
            entry = Entry(old.organisation_id, old.function, old.consent_at, old.audience)
            seat = entering.seat_for(event, standing, entry, old.person_id)
            return entering.record(event, old.person, standing, entry, seat, by=None)


def _entered(event_id: int) -> tuple[Event, places.Standing]:
    with elevated():
        return entering.enter(event_id)


def follow_dates(event: Event) -> None:
    """The session begins earlier than before: no offer lasts beyond the start. Inside the caller's unit."""
    if event.starts_at is None:
        return
    for registration in places.offered(event.id):
        if registration.offer_until is not None and registration.offer_until > event.starts_at:
            registration.offer_until = event.starts_at
            promotion.plan_end(registration)
