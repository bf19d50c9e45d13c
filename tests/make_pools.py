"""Pools for tests: dividing, and what became of it."""

from sqlalchemy import select

from cic_events.cycle.sessions.models import TrainingSession
from cic_events.events import service
from cic_events.events.dividing import QuotaDraft
from cic_events.events.models import Event, Registration
from cic_events.events.quota_models import RegistrationPassed, SeatQuota
from cic_events.kernel.db import one, reading, transaction
from cic_events.kernel.reach import SYSTEM_REACH, acting_as
from cic_events.messages.models import Mail
from cic_events.people.models import Organisation, Person


def divide(planned: TrainingSession, *drafts: QuotaDraft) -> None:
    with acting_as(SYSTEM_REACH), transaction():
        event = one(Event, planned.id, lock=True)
        service.set_capacity(event, capacity=event.capacity, minimum=0, quotas=drafts)


def full(planned: TrainingSession) -> dict[str, tuple[int, int, int]]:
    """pool -> (seats, taken, waiting)."""
    with acting_as(SYSTEM_REACH), reading() as db:
        found = db.scalars(select(SeatQuota).where(SeatQuota.event_id == planned.id).order_by(SeatQuota.id))
        return {_name(quota): (quota.seats, quota.taken, quota.waiting) for quota in found}


def _name(quota: SeatQuota) -> str:
    home = quota.organisation_id or quota.commune_id
    words = [one(Organisation, home).name.best("fr")] if home else []
    words += [quota.audience.value] if quota.audience else []
    return " ".join(words) or "everybody"


def passed(registration: Registration) -> list[tuple[int, int]]:
    """(needed, free) of each time somebody went first."""
    with acting_as(SYSTEM_REACH), reading() as db:
        p = RegistrationPassed
        rows = db.execute(select(p.needs, p.free).where(p.registration_id == registration.id).order_by(p.id))
        return [(needs, free) for needs, free in rows]


def mails(registration: Registration) -> list[Mail]:
    """What the person was written, oldest first."""
    with acting_as(SYSTEM_REACH), reading() as db:
        return list(db.scalars(select(Mail).where(Mail.registration_id == registration.id).order_by(Mail.id)))


def templates_to(person: Person) -> list[str]:
    with acting_as(SYSTEM_REACH), reading() as db:
        return list(db.scalars(select(Mail.template).where(Mail.person_id == person.id).order_by(Mail.id)))
