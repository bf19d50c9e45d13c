"""Over the capacity by a decision: it raises the capacity, says why, and those who wait longer read it."""

from sqlalchemy import select

from cic_events.events import places, pools, promotion, rules
from cic_events.events.allocation import EVERYBODY, Grant, Passed
from cic_events.events.models import Event, Registration
from cic_events.events.states import RegistrationState
from cic_events.kernel import audit
from cic_events.kernel.db import elevated, one, session, transaction
from cic_events.kernel.errors import N_, FieldRefused
from cic_events.kernel.names import clean
from cic_events.people.permissions import Action, Actor, require


class OverrideWantsReason(FieldRefused):
    sentence = N_("Write the reason: those who wait longer read it.")


def admit(registration_id: int, *, reason: str, by: Actor) -> None:
    """Give somebody who waits a place that did not exist: the capacity is one more. Raises NotWaiting."""
    if len(clean(reason)) < 3:
        raise OverrideWantsReason("reason")
    with transaction():
        require(by, Action.SESSIONS_PLAN, one(Registration, registration_id).owner_id)
        with elevated():
            event_id = one(Registration, registration_id).event_id
            places.lock(event_id)
            registration, event = one(Registration, registration_id, lock=True), one(Event, event_id)
            if registration.state is not RegistrationState.WAITLISTED:
                raise rules.NotWaiting
            event.capacity += 1
            session().flush()
            pool = _one_more(event)
            grant = Grant(registration.id, pool, _longer(registration))
            promotion.give(registration, event, grant, reason=clean(reason)[:500])
            audit.record("registration.admitted_over_capacity", registration, detail={"capacity": event.capacity})
            promotion.promote(event)


def _one_more(event: Event) -> int:
    """The pool that grew: everybody's."""
    if not event.pooled:
        return EVERYBODY
    general = next(quota.id for quota in pools.of_event(event.id) if quota.general)
    pools.move_seats(general, 1)
    return general


def _longer(registration: Registration) -> tuple[Passed[int], ...]:
    """Everybody who waits longer."""
    before = select(Registration.id).where(
        Registration.event_id == registration.event_id,
        Registration.state == RegistrationState.WAITLISTED,
        Registration.queue_number < registration.queue_number,
    )
    return tuple(Passed(id, 1, 0) for id in session().scalars(before.order_by(Registration.queue_number)))
