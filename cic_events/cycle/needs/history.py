"""Who changed what since somebody opened a form: read from the audit trail, which names fields and never values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from cic_events.kernel import audit
from cic_events.kernel.audit import AuditEvent
from cic_events.kernel.db import Base, session
from cic_events.kernel.names import Named
from cic_events.people.models import Person


@dataclass(frozen=True)
class Change(Named):
    """One save: by whom (nobody: the system), when, what was done, which fields."""

    at: datetime
    action: str
    fields: tuple[str, ...]


def note(action: str, row: Any, *, changed: Sequence[str] = (), **detail: Any) -> None:
    """Leave the trace of a save, with the version that it made and the fields that it changed."""
    session().flush()
    audit.record(action, row, detail={"version": row.version, "changed": sorted(changed), **detail})


def write(row: Any, values: Mapping[str, Any]) -> list[str]:
    """Set these values; the names of those that differ from what was there."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    return changed


def changes_since(model: type[Base], id: int, version: int) -> list[Change]:
    """The saves of a row after this version, the oldest first. One statement."""
    rows = session().execute(
        select(Person.name_latin, Person.name_ar, AuditEvent.at, AuditEvent.action, AuditEvent.detail)
        .outerjoin(Person, Person.id == AuditEvent.actor_id)
        .where(AuditEvent.entity == model.__tablename__, AuditEvent.entity_id == id)
        .order_by(AuditEvent.id)
    )
    return [
        Change(latin or "", arabic or "", at, action, tuple(detail.get("changed", ())))
        for latin, arabic, at, action, detail in rows
        if detail.get("version", 0) > version
    ]
