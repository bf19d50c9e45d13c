"""A week before the start, places that no organisation used go back to everybody; the organisations are told."""

from datetime import datetime, timedelta

from sqlalchemy import update

from cic_events.events import places, pools, promotion, quota_notices
from cic_events.events.allocation import Quota
from cic_events.events.models import Event
from cic_events.events.quota_models import SeatQuota
from cic_events.events.states import TAKES_REGISTRATIONS
from cic_events.kernel import clock, jobs
from cic_events.kernel.db import elevated, session, transaction

RETURNS = "events.returns"
BEFORE = timedelta(days=7)


def plan(event: Event) -> None:
    """One job a week before; a new date plans a new one, and the old one finds it stale."""
    if not event.pooled or event.starts_at is None or event.state not in TAKES_REGISTRATIONS:
        return
    if (at := event.starts_at - BEFORE) > clock.now():
        values = {"event_id": event.id, "starts_at": event.starts_at.isoformat()}
        key = f"{RETURNS}:{event.id}:{event.starts_at.isoformat()}"
        jobs.enqueue(RETURNS, values, dedupe_key=key, run_after=at, supersede=True)


def bring_back(event_id: int, *, starts_at: datetime) -> int:
    """Return the unused places of every pool; how many. The job calls it."""
    with transaction() as db, elevated():
        standing = places.lock(event_id)
        event = db.get_one(Event, event_id)
        if standing.starts_at != starts_at or standing.state not in TAKES_REGISTRATIONS:
            return 0
        quotas = pools.of_event(event_id)
        unused = [quota for quota in quotas if not quota.general and quota.free]
        for quota in unused:
            _return(quota)
        if unused:
            general = next(quota.id for quota in quotas if quota.general)
            pools.move_seats(general, sum(quota.free for quota in unused))
            promotion.promote(event)
            quota_notices.tell_returned(event, unused)
        return sum(quota.free for quota in unused)


def _return(quota: Quota) -> None:
    session().execute(
        update(SeatQuota)
        .where(SeatQuota.id == quota.id)
        .values(seats=SeatQuota.taken, returned=SeatQuota.returned + quota.free, returned_at=clock.now()),
        execution_options={"synchronize_session": False},
    )
