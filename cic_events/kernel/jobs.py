"""Work for later: rows of the same commit, claimed under a lease, tried again with back-off, ended once."""

import logging
import random
import secrets
import threading
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Index, and_, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from cic_events.kernel import clock
from cic_events.kernel.db import Base, affected, reading, session, transaction
from cic_events.kernel.reach import SYSTEM_REACH, acting_as

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=60)
BACK_OFF = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720, 1440))
wake = threading.Event()
Row = TypeVar("Row", bound=Base)


class JobState(StrEnum):
    PENDING = "pending"
    LEASED = "leased"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(Base):
    __tablename__ = "job"
    __table_args__ = (Index("ix_job_due", "state", "run_after"),)

    kind: Mapped[str]
    payload: Mapped[dict[str, Any]]
    dedupe_key: Mapped[str | None] = mapped_column(unique=True)
    state: Mapped[JobState] = mapped_column(default=JobState.PENDING)
    run_after: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    token: Mapped[str | None]
    tries: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    ended_at: Mapped[datetime | None]


class Later(Exception):
    """Try again, after `delay` or by the usual back-off."""

    def __init__(self, reason: str = "", *, delay: timedelta | None = None) -> None:
        super().__init__(reason)
        self.delay = delay


class GiveUp(Exception):
    """Do not try again; the reason is shown."""


Handler = Callable[[dict[str, Any]], None]
_handlers: dict[str, Handler] = {}


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that does the jobs of this kind."""

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        return handler

    return register


def insert_once(model: type[Base], values: Mapping[str, Any], *, on: str) -> int | None:
    """Insert unless the unique column `on` is taken; the new id, or None."""
    return session().scalars(_unless_taken(model, on).returning(model.id), [dict(values)]).one_or_none()


def insert_all_once(model: type[Row], rows: Sequence[Mapping[str, Any]], *, on: str) -> list[Row]:
    """Insert those whose unique column `on` is free, in one statement; the new rows, in no order."""
    if not rows:
        return []
    return list(session().scalars(_unless_taken(model, on).returning(model), [dict(row) for row in rows]))


def _unless_taken(model: type[Base], on: str) -> postgresql.Insert | sqlite.Insert:
    insert = postgresql.insert if session().get_bind().dialect.name == "postgresql" else sqlite.insert
    return insert(model).on_conflict_do_nothing(index_elements=[on])


def enqueue(
    kind: str,
    payload: Mapping[str, Any],
    *,
    dedupe_key: str | None = None,
    run_after: datetime | None = None,
    supersede: bool = False,
) -> Job:
    """Put a job in the caller's transaction. A known dedupe_key is one job; `supersede` re-plans it while pending."""
    db = session()
    values = _values(kind, Planned(dedupe_key, payload, run_after))
    if dedupe_key is None:
        job = Job(**values)
        db.add(job)
        db.flush()
        return job
    if new := insert_all_once(Job, [values], on="dedupe_key"):
        return new[0]
    job = db.scalars(select(Job).where(Job.dedupe_key == dedupe_key)).one()
    if supersede and job.state in (JobState.PENDING, JobState.CANCELLED):
        job.payload, job.run_after, job.state = values["payload"], values["run_after"], JobState.PENDING
    return job


@dataclass(frozen=True)
class Planned:
    """One job to be put in the queue; without `run_after` it is due at once."""

    dedupe_key: str | None
    payload: Mapping[str, Any]
    run_after: datetime | None = None


def enqueue_all(kind: str, planned: Sequence[Planned]) -> None:
    """Put jobs in the caller's transaction, in one statement; a known dedupe_key is left as it is."""
    insert_all_once(Job, [_values(kind, job) for job in planned], on="dedupe_key")


def _values(kind: str, planned: Planned) -> dict[str, Any]:
    return {
        "kind": kind,
        "payload": dict(planned.payload),
        "dedupe_key": planned.dedupe_key,
        "run_after": planned.run_after or clock.now(),
    }


def cancel(dedupe_key: str) -> bool:
    """Cancel a job that has not started; whether there was one."""
    changed = affected(
        update(Job)
        .where(Job.dedupe_key == dedupe_key, Job.state == JobState.PENDING)
        .values(state=JobState.CANCELLED, ended_at=clock.now())
    )
    return bool(changed)


def has_due() -> bool:
    """Whether there is anything to do, without taking the write lock."""
    with reading() as db:
        return db.scalar(select(Job.id).where(_due(clock.now())).limit(1)) is not None


def _due(now: datetime) -> ColumnElement[bool]:
    """What waits and may begin, and what a dead worker left."""
    waiting = and_(Job.state == JobState.PENDING, Job.run_after <= now)
    return or_(waiting, and_(Job.state == JobState.LEASED, Job.lease_until < now))


def claim(limit: int = 20) -> list[tuple[int, str, str, dict[str, Any]]]:
    """Lease due jobs, also those whose worker died: (id, token, kind, payload)."""
    now = clock.now()
    with transaction() as db:
        jobs = db.scalars(
            select(Job).where(_due(now)).order_by(Job.run_after, Job.id).limit(limit).with_for_update(skip_locked=True)
        ).all()
        for job in jobs:
            job.state, job.token, job.lease_until = JobState.LEASED, secrets.token_hex(8), now + LEASE
            job.tries += 1
        return [(job.id, job.token or "", job.kind, dict(job.payload)) for job in jobs]


def renew(id: int, token: str) -> bool:
    """Hold a lease longer; False when it was lost."""
    with transaction():
        held = affected(update(Job).where(Job.id == id, Job.token == token).values(lease_until=clock.now() + LEASE))
        return bool(held)


def run_due(limit: int = 20) -> int:
    """Do the jobs that are due, as the system; how many were tried."""
    with acting_as(SYSTEM_REACH):
        claimed = claim(limit) if has_due() else []
        for id, token, kind, payload in claimed:
            if renew(id, token):
                _do(id, token, kind, payload)
        return len(claimed)


def run_all(*, most: int = 10_000) -> int:
    """Run until nothing is due; for tests, the demo and the command line."""
    done = 0
    while done < most and (now := run_due()):
        done += now
    return done


def _do(id: int, token: str, kind: str, payload: dict[str, Any]) -> None:
    try:
        handler = _handlers.get(kind)
        if handler is None:
            raise GiveUp(f"nothing handles {kind}")
        handler(payload)
    except Later as later:
        _retry(id, token, str(later), later.delay)
    except GiveUp as refused:
        _end(id, token, JobState.FAILED, str(refused))
    except Exception as broken:
        log.exception("job %s (%s) failed", id, kind)
        _retry(id, token, "".join(traceback.format_exception_only(broken)).strip(), None)
    else:
        _end(id, token, JobState.DONE, None)


def _end(id: int, token: str, state: JobState, error: str | None) -> None:
    with transaction() as db:
        db.execute(
            update(Job)
            .where(Job.id == id, Job.token == token)
            .values(state=state, last_error=error, ended_at=clock.now(), lease_until=None)
        )


def _retry(id: int, token: str, error: str, delay: timedelta | None) -> None:
    with transaction() as db:
        tries = db.scalar(select(Job.tries).where(Job.id == id, Job.token == token))
        if tries is None:
            return
        if tries > len(BACK_OFF) and delay is None:
            db.execute(
                update(Job).where(Job.id == id).values(state=JobState.FAILED, last_error=error, ended_at=clock.now())
            )
            return
        pause = delay or BACK_OFF[tries - 1] * random.uniform(0.9, 1.2)  # noqa: S311 (jitter)
        db.execute(
            update(Job)
            .where(Job.id == id, Job.token == token)
            .values(state=JobState.PENDING, run_after=clock.now() + pause, last_error=error, lease_until=None)
        )
