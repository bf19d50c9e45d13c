"""The places of an event divided in pools, by an officer. What is left is for everybody. Joins the caller's unit."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import update

from cic_events.events import allocation, history, links, pools
from cic_events.events.allocation import About, Quota
from cic_events.events.models import Event, Registration
from cic_events.events.quota_models import SeatQuota
from cic_events.events.states import HOLDS_A_PLACE, Audience
from cic_events.kernel import clock
from cic_events.kernel.db import session
from cic_events.kernel.errors import N_, FieldRefused


class QuotaBelowTaken(FieldRefused):
    sentence = N_("%(taken)s places of this pool are taken already: it cannot have fewer.")


class QuotasAboveCapacity(FieldRefused):
    sentence = N_("The pools take %(wanted)s places of %(capacity)s: raise the capacity or lower a pool.")


class QuotaTwice(FieldRefused):
    sentence = N_("The same pool stands there twice: put its places in one row.")


@dataclass(frozen=True)
class QuotaDraft:
    """So many places for a commune, an organisation, an audience, or two of them together."""

    seats: int
    commune_id: int | None = None
    organisation_id: int | None = None
    audience: Audience | None = None

    @property
    def whom(self) -> About:
        return About(self.commune_id, self.organisation_id, self.audience)


def divide(event: Event, drafts: Sequence[QuotaDraft], *, capacity: int) -> list[int]:
    """Make the pools be these; who holds a place and fits is counted in a pool, in the order of the numbers.

    The event is locked, and its capacity written. The new or larger pools. Raises QuotaBelowTaken,
    QuotasAboveCapacity, QuotaTwice.
    """
    wanted = _wanted(drafts)
    if not event.pooled and not any(wanted.values()):
        return []
    general = ensure_general(event)
    before = {_whom(q): q for q in pools.of_event(event.id) if not q.general}
    grown = [_resize(event.id, before.get(whom), whom, seats) for whom, seats in wanted.items()]
    grown += [_resize(event.id, old, whom, 0) for whom, old in before.items() if whom not in wanted]
    _make_room(event.id, general)
    _share_out(event.id, capacity)
    pools.recount_waiting(event.id)
    return [id for id in grown if id]


def _wanted(drafts: Sequence[QuotaDraft]) -> dict[About, int]:
    wanted: dict[About, int] = {}
    for draft in drafts:
        if draft.whom == About():
            continue
        if draft.whom in wanted:
            raise QuotaTwice("quotas")
        wanted[draft.whom] = draft.seats
    return wanted


def _whom(quota: Quota) -> About:
    return About(quota.commune_id, quota.organisation_id, quota.audience)


def ensure_general(event: Event) -> int:
    """The pool for everybody; made when first wanted, holding all who are registered. The event is locked."""
    if event.pooled:
        return next(quota.id for quota in pools.of_event(event.id) if quota.general)
    session().flush()
    session().refresh(event, ["taken", "waiting", "capacity"])
    made = _new(event.id, About(), seats=event.capacity)
    living = pools.living(event.id)
    by_mandate = pools.audiences_by_mandate([r.person_id for r in living])
    for registration in living:
        registration.commune_id = pools.commune_of(registration.organisation_id)
        registration.audience = by_mandate.get(registration.person_id)
        if registration.state in HOLDS_A_PLACE:
            registration.quota_id = made
            _noted(registration)
    session().flush()
    pools.move_taken(made, event.taken)
    pools.mark_pooled(event)
    pools.recount_waiting(event.id)
    return made


def _noted(registration: Registration) -> None:
    """The place is counted in another pool; the person keeps it."""
    history.note(registration, registration.state, at=clock.now(), by=None)


def _new(event_id: int, whom: About, *, seats: int) -> int:
    seed = links.new_seed()
    made = SeatQuota(
        event_id=event_id,
        commune_id=whom.commune_id,
        organisation_id=whom.organisation_id,
        audience=whom.audience,
        seats=seats,
        link_seed=seed,
        link_hash=links.digest(links.quota_token(seed)),
    )
    session().add(made)
    session().flush()
    return made.id


def _resize(event_id: int, old: Quota | None, whom: About, seats: int) -> int | None:
    """The pool's number when it is new or larger."""
    if old is None:
        return _new(event_id, whom, seats=seats) if seats else None
    if seats < old.taken:
        raise QuotaBelowTaken("quotas", taken=old.taken)
    pools.move_seats(old.id, seats - old.seats)
    return old.id if seats > old.seats else None


def _make_room(event_id: int, general: int) -> None:
    """Who holds a place of everybody's and fits a pool with room is counted there."""
    quotas = pools.of_event(event_id)
    left = {quota.id: quota.free for quota in quotas if not quota.general and quota.free}
    if not left:
        return
    for registration in pools.living(event_id):
        if registration.quota_id != general or registration.state not in HOLDS_A_PLACE:
            continue
        fits = allocation.matching(quotas, pools.about(registration))
        if (to := next((id for id in fits if left.get(id, 0) > 0), None)) is not None:
            left[to] -= 1
            registration.quota_id = to
            _noted(registration)
            pools.move_taken(general, -1)
            pools.move_taken(to, 1)
    session().flush()


def _share_out(event_id: int, capacity: int) -> None:
    """What no pool takes is for everybody."""
    quotas = pools.of_event(event_id)
    held = sum(quota.seats for quota in quotas if not quota.general)
    [general] = [quota for quota in quotas if quota.general]
    if held + general.taken > capacity:
        raise QuotasAboveCapacity("capacity", wanted=held + general.taken, capacity=capacity)
    session().execute(
        update(SeatQuota).where(SeatQuota.id == general.id).values(seats=capacity - held),
        execution_options={"synchronize_session": False},
    )


def follow_capacity(event: Event, *, capacity: int) -> None:
    """Another capacity changes the places for everybody. Raises QuotasAboveCapacity."""
    if event.pooled:
        _share_out(event.id, capacity)
