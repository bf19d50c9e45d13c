"""An organisation names its people for the places kept for it, by a link and without an account."""

from dataclasses import replace

from cic_events.events import entering
from cic_events.events.models import Registration
from cic_events.events.quota_models import SeatQuota
from cic_events.events.service import Visitor, entry_of, on_behalf, recognise
from cic_events.kernel.db import elevated, one, transaction
from cic_events.kernel.errors import N_, DomainError, NotFound
from cic_events.people.permissions import Actor


class PoolFull(DomainError):
    sentence = N_("All the places kept for you have a name. Others can register on the session's page.")


def give_name(quota_id: int, *, visitor: Visitor, by: Actor) -> Registration:
    """Register somebody of the organisation in its pool; the link opened it. Raises PoolFull, AlreadyRegistered."""
    if quota_id not in by.reach.granted(SeatQuota.__tablename__):
        raise NotFound
    with transaction(), elevated():
        quota = one(SeatQuota, quota_id)
        home = quota.organisation_id or quota.commune_id
        if home is None:
            raise NotFound
        event, standing = entering.enter(quota.event_id)
        quota = one(SeatQuota, quota_id, lock=True)
        if quota.taken >= quota.seats:
            raise PoolFull
        known = replace(visitor, commune_id=home, audience=quota.audience or visitor.audience)
        person, _known = recognise(known)
        return on_behalf(event, standing, person, entry_of(known), by=by)
