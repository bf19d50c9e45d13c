"""Pools, the line and offers as pages show them: frozen answers, one statement a part."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from cic_events.events import links, quota_notices
from cic_events.events.models import Event, Registration, RegistrationStep
from cic_events.events.quota_models import RegistrationPassed, SeatQuota
from cic_events.events.states import HOLDS_A_PLACE, Audience, RegistrationState
from cic_events.kernel.db import elevated, session
from cic_events.kernel.errors import NotFound
from cic_events.kernel.texts import Texts
from cic_events.people.models import Organisation, Person


@dataclass(frozen=True)
class Pool:
    """One pool; `organisation` is None for those of an audience and for everybody's."""

    id: int
    event_id: int
    commune_id: int | None
    organisation_id: int | None
    organisation: Texts | None
    audience: Audience | None
    seats: int
    taken: int
    waiting: int
    returned: int
    link_seed: str

    @property
    def general(self) -> bool:
        return self.organisation is None and self.audience is None

    @property
    def free(self) -> int:
        return self.seats - self.taken

    @property
    def whose(self) -> str:
        """As a form names it."""
        if self.organisation_id is not None:
            return f"organisation:{self.organisation_id}"
        return f"commune:{self.commune_id}" if self.commune_id is not None else ""

    @property
    def link(self) -> str:
        """Where the organisation names its people; only for who registers on its behalf."""
        return quota_notices.link(self.link_seed) if self.organisation is not None else ""


def pools(event_id: int) -> list[Pool]:
    """The pools that have places, or had some, everybody's last; none where places are not divided. One statement."""
    found = [_pool(row) for row in session().execute(_select().where(SeatQuota.event_id == event_id))]
    divided = [pool for pool in found if not pool.general and (pool.seats or pool.returned)]
    return [*divided, *(pool for pool in found if pool.general)] if divided else []


def _select() -> Any:
    q = SeatQuota
    return (
        select(
            q.id, q.event_id, q.commune_id, q.organisation_id, Organisation.name, q.audience, q.seats, q.taken,
            q.waiting, q.returned, q.link_seed,
        )
        .outerjoin(Organisation, Organisation.id == func.coalesce(q.organisation_id, q.commune_id))
        .order_by(q.id)
    )  # fmt: skip


def _pool(row: Any) -> Pool:
    return Pool(*row)


def by_link(token: str) -> Pool:
    """The pool that a mailed link opens; raises NotFound, whoever asks. One statement."""
    with elevated():
        row = session().execute(_select().where(SeatQuota.link_hash == links.digest(token))).one_or_none()
    if row is None or row.name is None:
        raise NotFound
    return _pool(row)


def named_in(pool_id: int) -> list[str]:
    """The names of who holds a place of this pool, in the order of their numbers. One statement."""
    with elevated():
        name = func.coalesce(func.nullif(Person.name_latin, ""), Person.name_ar)
        rows = session().scalars(
            select(name)
            .join(Registration, Registration.person_id == Person.id)
            .where(Registration.quota_id == pool_id, Registration.state.in_(sorted(HOLDS_A_PLACE)))
            .order_by(Registration.queue_number)
        )
        return list(rows)


def where_of(event_id: int) -> dict[int, tuple[int | None, datetime | None]]:
    """registration -> (pool, until when a place is offered), as far as one sees. One statement."""
    r = Registration
    rows = session().execute(select(r.id, r.quota_id, r.offer_until).where(r.event_id == event_id))
    return {id: (quota_id, until) for id, quota_id, until in rows}


@dataclass(frozen=True)
class InLine:
    """Where somebody stands who waits, or what is offered. `needs`, `free`, `reason`: why others went first."""

    offer_until: datetime | None
    waiting: int
    needs: int | None
    free: int | None
    reason: str

    @property
    def party_too_big(self) -> bool:
        return self.needs is not None and self.needs > 1


def in_line(registration_id: int) -> InLine:
    """For one's own page; the caller has checked the link. One statement."""
    other, step, passed = aliased(Registration), RegistrationStep, RegistrationPassed
    waiting = (
        select(func.count(other.id))
        .where(other.event_id == Registration.event_id, other.state == RegistrationState.WAITLISTED)
        .correlate(Registration)
        .scalar_subquery()
    )
    with elevated():
        row = (
            session()
            .execute(
                select(Registration.offer_until, waiting, passed.needs, passed.free, step.reason)
                .outerjoin(passed, passed.registration_id == Registration.id)
                .outerjoin(step, step.id == passed.step_id)
                .where(Registration.id == registration_id)
                .order_by(passed.id.desc())
                .limit(1)
            )
            .one()
        )
    until, count, needs, free, reason = row
    return InLine(until, count, needs, free, reason or "")


@dataclass(frozen=True)
class Settings:
    """How a session gives its places, for its form."""

    offer_days: int
    offer_hours: int
    eligibility: dict[str, Any]


def settings(event_id: int) -> Settings:
    """One statement; raises NotFound."""
    row = session().execute(
        select(Event.offer_days, Event.offer_hours, Event.eligibility).where(Event.id == event_id)
    ).one_or_none()  # fmt: skip
    if row is None:
        raise NotFound
    return Settings(*row)


def organisations(language: str) -> list[tuple[str, str]]:
    """(commune:id or organisation:id, name) of whom a pool may be for. One statement."""
    rows = session().execute(select(Organisation.id, Organisation.name, Organisation.parent_id))
    found = [(f"{'organisation' if parent else 'commune'}:{id}", name.best(language)) for id, name, parent in rows]
    return sorted(found, key=lambda choice: (choice[0].split(":")[0], choice[1]))
