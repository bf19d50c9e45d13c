"""What must hold whatever happened: counters are the rows, nobody was overtaken, no seat is empty, history adds up."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import select

from cic_events.events import pools, rules
from cic_events.events.allocation import EVERYBODY, About, Party, Quota, allocate, alone, matching
from cic_events.events.models import Event, Registration, RegistrationStep
from cic_events.events.quota_models import RegistrationPassed, SeatQuota
from cic_events.events.states import ACTIVE, HOLDS_A_PLACE, MOVES, TAKES_REGISTRATIONS, EventState, RegistrationState
from cic_events.kernel import clock
from cic_events.kernel.db import session

WAITS = RegistrationState.WAITLISTED


@dataclass(frozen=True)
class Counted:
    """An event with its counters."""

    id: int
    capacity: int
    taken: int
    waiting: int
    queued: int
    state: EventState
    starts_at: datetime | None
    pooled: bool


@dataclass(frozen=True)
class Row:
    """One registration, as far as places go."""

    id: int
    event_id: int
    state: RegistrationState
    number: int
    quota_id: int | None
    who: About


@dataclass(frozen=True)
class Step:
    id: int
    registration_id: int
    before: str | None
    after: RegistrationState
    at: datetime
    quota_id: int | None


@dataclass
class House:
    """Everything of all events that the checks look at."""

    rows: dict[int, list[Row]] = field(default_factory=lambda: defaultdict(list))
    quotas: dict[int, list[Quota]] = field(default_factory=lambda: defaultdict(list))
    steps: dict[int, list[Step]] = field(default_factory=lambda: defaultdict(list))
    passed: set[tuple[int, int]] = field(default_factory=set)


def differences() -> list[str]:
    """Sentences on what does not hold, each with the numbers of its rows; none when all is well."""
    house, found = _read(), list[str]()
    e = Event
    events = session().execute(
        select(e.id, e.capacity, e.taken, e.waiting, e.queued, e.state, e.starts_at, e.pooled).order_by(e.id)
    )
    for row in events.all():
        event = Counted(*row)
        rows, quotas, steps = house.rows[event.id], house.quotas[event.id], house.steps[event.id]
        found += _counters(event, rows)
        found += _numbers(event, rows)
        found += _pools(event, rows, quotas)
        found += _empty_seats(event, quotas)
        found += _history(event, rows, steps)
        found += _overtaken(event, rows, quotas, steps, house.passed)
    return found


def _read() -> House:
    house, r, s, q = House(), Registration, RegistrationStep, SeatQuota
    rows: Any = session().execute(
        select(
            r.id, r.event_id, r.state, r.queue_number, r.quota_id, r.commune_id, r.organisation_id, r.audience
        ).order_by(r.event_id, r.queue_number)
    )  # fmt: skip
    for id, event_id, state, number, quota_id, *who in rows:
        house.rows[event_id].append(Row(id, event_id, state, number, quota_id, About(*who)))
    found: Any = session().execute(
        select(
            q.event_id, q.id, q.commune_id, q.organisation_id, q.audience, q.seats, q.taken, q.waiting,
        ).order_by(q.id)
    )  # fmt: skip
    for event_id, *quota in found:
        house.quotas[event_id].append(Quota(*quota))
    steps: Any = session().execute(
        select(r.event_id, s.id, s.registration_id, s.before, s.after, s.at, s.quota_id)
        .join(r, r.id == s.registration_id)
        .order_by(s.id)
    )
    for event_id, *step in steps:
        house.steps[event_id].append(Step(*step))
    p = RegistrationPassed
    house.passed = {(step_id, id) for step_id, id in session().execute(select(p.step_id, p.registration_id))}
    return house


def _counters(event: Counted, rows: Sequence[Row]) -> Iterator[str]:
    held = sum(row.state in HOLDS_A_PLACE for row in rows)
    waits = sum(row.state is WAITS for row in rows)
    if (event.taken, event.waiting) != (held, waits):
        yield f"event {event.id}: counts {event.taken} taken and {event.waiting} waiting, rows {held} and {waits}"
    if event.taken > event.capacity:
        yield f"event {event.id}: {event.taken} taken of {event.capacity}"


def _numbers(event: Counted, rows: Sequence[Row]) -> Iterator[str]:
    for number, same in groupby(rows, key=lambda row: row.number):
        if len(ids := [row.id for row in same]) > 1:
            yield f"event {event.id}: registrations {', '.join(map(str, ids))} have the number {number}"
    if rows and rows[-1].number > event.queued:
        yield f"event {event.id}: registration {rows[-1].id} has the number {rows[-1].number} of {event.queued}"


def _pools(event: Counted, rows: Sequence[Row], quotas: Sequence[Quota]) -> Iterator[str]:
    if not event.pooled:
        if quotas or any(row.quota_id for row in rows):
            yield f"event {event.id}: its places are divided, and it does not know"
        return
    if sum(quota.general for quota in quotas) != 1:
        yield f"event {event.id}: one pool must be for everybody"
    if (seats := sum(quota.seats for quota in quotas)) != event.capacity:
        yield f"event {event.id}: its pools have {seats} places, it has {event.capacity}"
    for quota in quotas:
        held = [row for row in rows if row.quota_id == quota.id and row.state in HOLDS_A_PLACE]
        waits = sum(row.state is WAITS and quota.takes(row.who) for row in rows)
        where = f"event {event.id}, pool {quota.id}"
        if (quota.taken, quota.waiting) != (len(held), waits):
            yield f"{where}: counts {quota.taken} taken and {quota.waiting} waiting, rows {len(held)} and {waits}"
        if quota.taken > quota.seats:
            yield f"{where}: {quota.taken} taken of {quota.seats}"
        yield from (f"{where}: registration {row.id} does not belong there" for row in held if not quota.takes(row.who))
    known = {quota.id for quota in quotas}
    for row in rows:
        if row.state in HOLDS_A_PLACE and row.quota_id not in known:
            yield f"event {event.id}: registration {row.id} has a place in no pool"


def _empty_seats(event: Counted, quotas: Sequence[Quota]) -> Iterator[str]:
    """While people register, no place is free that somebody who waits could have."""
    begun = event.starts_at is not None and clock.now() >= event.starts_at
    if not event.waiting or begun or event.state not in TAKES_REGISTRATIONS:
        return
    if event.pooled:
        queue: Sequence[Party[int]] = pools.queue(event.id, quotas)
        for grant in allocate(queue, pools.free(quotas)):
            yield f"event {event.id}: registration {grant.who} waits while pool {grant.pool} has a place"
    elif allocate([alone(0)], {EVERYBODY: event.capacity - event.taken}):
        yield f"event {event.id}: {event.waiting} wait while {event.capacity - event.taken} places are free"


def _history(event: Counted, rows: Sequence[Row], steps: Sequence[Step]) -> Iterator[str]:
    """Each registration's moves are legal, follow each other, and end where it is."""
    last: dict[int, Step] = {}
    for step in steps:
        before = last.get(step.registration_id)
        now = before.after.value if before else None
        where = f"event {event.id}, registration {step.registration_id}, step {step.id}"
        if step.before != now:
            yield f"{where}: begins at {step.before}, the one before ended at {now}"
        elif before and not _legal(before, step):
            yield f"{where}: {step.before} never becomes {step.after.value}"
        last[step.registration_id] = step
    for row in rows:
        end = last.get(row.id)
        if end is None or end.after is not row.state:
            yield f"event {event.id}, registration {row.id}: is {row.state.value}, its history ends otherwise"
        elif row.state in HOLDS_A_PLACE and end.quota_id != row.quota_id:
            yield f"event {event.id}, registration {row.id}: is in pool {row.quota_id}, its history says {end.quota_id}"


def _legal(before: Step, step: Step) -> bool:
    """A move of the table; or the same place counted in another pool."""
    if step.after is before.after:
        return step.after in ACTIVE and step.quota_id != before.quota_id
    return step.after in MOVES.get(before.after, frozenset())


def _overtaken(
    event: Counted,
    rows: Sequence[Row],
    quotas: Sequence[Quota],
    steps: Sequence[Step],
    passed: set[tuple[int, int]],
) -> Iterator[str]:
    """Played again from the start: at each place given, who waited longer and could have had it."""
    number = {row.id: row.number for row in rows}
    fits = {row.id: frozenset(matching(quotas, row.who)) for row in rows} if quotas else {}
    waits: set[int] = set()
    for step in steps:
        id, given = step.registration_id, step.after in HOLDS_A_PLACE
        fresh = given and (step.before is None or step.before == WAITS.value)
        if fresh and not rules.has_begun(event.starts_at, step.at):
            longer = [w for w in waits if number[w] < number[id]]
            for other in sorted(longer):
                could = step.quota_id is None or step.quota_id in fits.get(other, ())
                if could and (step.id, other) not in passed:
                    yield f"event {event.id}: registration {other} was overtaken by {id} at step {step.id}"
        waits.discard(id)
        if step.after is WAITS:
            waits.add(id)
