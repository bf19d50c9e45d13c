"""Work for later that belongs to events."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from cic_events.events import changes, notices, offers, promotion, returns
from cic_events.events.models import Event, Registration
from cic_events.events.states import TAKES_REGISTRATIONS, RegistrationState
from cic_events.kernel import clock, jobs
from cic_events.kernel.db import transaction
from cic_events.kernel.errors import N_, DomainError
from cic_events.people import merging


class BothRegistered(DomainError):
    sentence = N_(
        "Both records are registered for the same session, or wait for a place in it: "
        "end one of the two registrations first, then merge."
    )


merging.register(Registration.person_id, refusal=BothRegistered())


@jobs.handles(changes.REMINDERS)
def remind(payload: dict[str, Any]) -> None:
    """The day before: a reminder to each person who holds a place, unless the date moved or the session began."""
    with transaction() as db:
        event = db.get(Event, payload["event_id"])
        if event is None or event.sequence != payload["sequence"] or event.state not in TAKES_REGISTRATIONS:
            return
        if event.starts_at is None or event.starts_at <= clock.now():
            return
        confirmed = select(Registration).where(
            Registration.event_id == event.id, Registration.state == RegistrationState.CONFIRMED
        )
        for registration in db.scalars(confirmed.order_by(Registration.queue_number)):
            notices.reminder(registration, event)


@jobs.handles(promotion.OFFERS)
def end_offer(payload: dict[str, Any]) -> None:
    """The hours to say yes are over, unless an answer came."""
    offers.expire(payload["registration_id"])


@jobs.handles(returns.RETURNS)
def bring_back(payload: dict[str, Any]) -> None:
    """A week before: unused places go back to everybody, unless the date moved."""
    returns.bring_back(payload["event_id"], starts_at=datetime.fromisoformat(payload["starts_at"]))
