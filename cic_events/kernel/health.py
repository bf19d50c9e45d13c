"""Whether the service can read, write and tell the time."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, make_url, select

from cic_events.kernel import clock, zones
from cic_events.kernel.db import reading
from cic_events.kernel.engines import free_bytes
from cic_events.kernel.jobs import Job, JobState

LATE = timedelta(minutes=5)
LOW_DISK = 200 * 1024 * 1024


def look(url: str) -> dict[str, Any]:
    """Plain values without personal data; `ok` is False when something must be done at once."""
    with reading() as db:
        due = select(func.count()).where(Job.state == JobState.PENDING)
        waiting = db.scalar(due.where(Job.run_after <= clock.now()))
        late = db.scalar(due.where(Job.run_after <= clock.now() - LATE))
        failed = db.scalar(select(func.count()).where(Job.state == JobState.FAILED))
    place = make_url(url)
    room = free_bytes(Path(place.database or ".")) if place.drivername.startswith("sqlite") else None
    return {
        "ok": room is None or room > LOW_DISK // 10,
        "disk_low": room is not None and room < LOW_DISK,
        "jobs_waiting": waiting,
        "jobs_late": late,
        "jobs_failed": failed,
        "tz_version": zones.tz_version(),
        "tz_too_old": zones.too_old(),
        "host_zones_disagree": zones.host_disagrees(),
    }
