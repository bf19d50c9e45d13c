"""Pools under the event's lock: read, who waits for them, and the counters moved by conditional UPDATE."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import func, select, update

from cic_events.events.allocation import About, Party, Quota, Wish, matching
from cic_events.events.audiences import OF_ROLES
from cic_events.events.models import Event, Registration
from cic_events.events.quota_models import RegistrationParty, SeatQuota
from cic_events.events.states import ACTIVE, HOLDS_A_PLACE, Audience, RegistrationState
from cic_events.kernel import clock
from cic_events.kernel.db import session
from cic_events.people.models import Mandate, Organisation

_QUIET = {"synchronize_session": False}


def of_event(event_id: int) -> list[Quota]:
    """The pools of an event, the first made first. One statement."""
    q = SeatQuota
    rows = session().execute(
        select(q.id, q.commune_id, q.organisation_id, q.audience, q.seats, q.taken, q.waiting)
        .where(q.event_id == event_id)
        .order_by(q.id)
    )
    return [Quota(*row) for row in rows]


def about(registration: Registration) -> About:
    """What was written down when the person registered."""
    return About(registration.commune_id, registration.organisation_id, registration.audience)


def about_newcomer(
    quotas: Iterable[Quota], *, person_id: int | None, organisation_id: int | None, said: Audience | None
) -> About:
    """The commune of the organisation; the audience as said, else by today's mandates."""
    audience = said
    if audience is None and person_id is not None and any(quota.audience for quota in quotas):
        audience = audiences_by_mandate([person_id]).get(person_id)
    return About(commune_of(organisation_id), organisation_id, audience)


def commune_of(organisation_id: int | None) -> int | None:
    """The commune itself, or that of an association."""
    home = session().get(Organisation, organisation_id) if organisation_id else None
    return None if home is None else home.parent_id or home.id


def audiences_by_mandate(person_ids: Collection[int]) -> dict[int, Audience]:
    """person -> audience by today's mandates, an officer's before the others. One statement."""
    today, found = clock.today(), dict[int, Audience]()
    rows = session().execute(
        select(Mandate.person_id, Mandate.role).where(
            Mandate.person_id.in_(sorted(person_ids)),
            Mandate.role.in_(sorted(OF_ROLES)),
            Mandate.starts_on <= today,
            func.coalesce(Mandate.ends_on, today) >= today,
        )
    )
    for person_id, role in rows:
        found[person_id] = min(found.get(person_id, OF_ROLES[role]), OF_ROLES[role], key=list(Audience).index)
    return found


def queue(event_id: int, quotas: Sequence[Quota]) -> list[Party[int]]:
    """Who waits, in the order of the numbers, those of a party together. Two statements."""
    r, p = Registration, RegistrationParty
    rows: Any = session().execute(
        select(r.id, r.party_id, p.least, r.commune_id, r.organisation_id, r.audience)
        .outerjoin(p, p.id == r.party_id)
        .where(r.event_id == event_id, r.state == RegistrationState.WAITLISTED)
        .order_by(r.queue_number)
    ).all()  # fmt: skip
    placed = _placed({row.party_id for row in rows if row.party_id is not None})
    parties: dict[tuple[str, int], Party[int]] = {}
    for id, party_id, least, *who in rows:
        key = ("party", party_id) if party_id is not None else ("one", id)
        known = parties.get(key) or Party((), max(1, (least or 1) - placed.get(party_id, 0)))
        parties[key] = replace(known, wishes=(*known.wishes, Wish(id, matching(quotas, About(*who)))))
    return list(parties.values())


def _placed(party_ids: Collection[int]) -> dict[int, int]:
    """party -> how many of it hold a place already."""
    if not party_ids:
        return {}
    rows = session().execute(
        select(Registration.party_id, func.count())
        .where(Registration.party_id.in_(sorted(party_ids)), Registration.state.in_(sorted(HOLDS_A_PLACE)))
        .group_by(Registration.party_id)
    )
    return {id: n for id, n in rows if id is not None}


def free(quotas: Iterable[Quota]) -> dict[int, int]:
    return {quota.id: quota.free for quota in quotas}


def take(quota_id: int) -> bool:
    """Take one place of the pool, if one is left: the guard that holds whatever the rules said."""
    took = session().execute(
        update(SeatQuota)
        .where(SeatQuota.id == quota_id, SeatQuota.taken < SeatQuota.seats)
        .values(taken=SeatQuota.taken + 1)
        .returning(SeatQuota.id),
        execution_options=_QUIET,
    )
    return took.one_or_none() is not None


def give_back(quota_id: int | None) -> None:
    """One place of the pool is free again; nothing where places are not divided."""
    if quota_id is not None:
        move_taken(quota_id, -1)


def move_taken(quota_id: int, by: int) -> None:
    session().execute(
        update(SeatQuota).where(SeatQuota.id == quota_id).values(taken=SeatQuota.taken + by), execution_options=_QUIET
    )


def move_seats(quota_id: int, by: int) -> None:
    session().execute(
        update(SeatQuota).where(SeatQuota.id == quota_id).values(seats=SeatQuota.seats + by), execution_options=_QUIET
    )


def count_waiting(quota_ids: Collection[int], by: int) -> None:
    """Somebody who could sit in these pools begins or ceases to wait."""
    if quota_ids:
        session().execute(
            update(SeatQuota).where(SeatQuota.id.in_(quota_ids)).values(waiting=SeatQuota.waiting + by),
            execution_options=_QUIET,
        )


def recount_waiting(event_id: int) -> None:
    """Count anew who waits for each pool, after pools were made. The event is locked."""
    quotas = of_event(event_id)
    waits = [wish for party in queue(event_id, quotas) for wish in party.wishes]
    for quota in quotas:
        n = sum(quota.id in wish.pools for wish in waits)
        if n != quota.waiting:
            session().execute(
                update(SeatQuota).where(SeatQuota.id == quota.id).values(waiting=n), execution_options=_QUIET
            )


def living(event_id: int) -> list[Registration]:
    """The registrations that hold a place or wait, in the order of their numbers."""
    statement = (
        select(Registration)
        .where(Registration.event_id == event_id, Registration.state.in_(sorted(ACTIVE)))
        .order_by(Registration.queue_number)
        .with_for_update(of=Registration)
        .execution_options(populate_existing=True)
    )
    return list(session().scalars(statement))


def mark_pooled(event: Event) -> None:
    """From now on the places are given by pools; the version that forms carry stays."""
    session().execute(update(Event).where(Event.id == event.id).values(pooled=True), execution_options=_QUIET)
    session().refresh(event, ["pooled"])
