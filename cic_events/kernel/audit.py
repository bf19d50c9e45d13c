"""Who did what to which row, in the same transaction: an append-only chain per organisation."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import DDL, UniqueConstraint, event, select
from sqlalchemy.orm import Mapped, mapped_column

from cic_events.kernel import clock, secrets
from cic_events.kernel.db import Base, session
from cic_events.kernel.jobs import insert_once
from cic_events.kernel.reach import current_reach

NOBODY = 0  # the chain of rows that belong to no organisation


class AuditEvent(Base):
    __tablename__ = "audit_event"
    __table_args__ = (UniqueConstraint("chain", "number"),)

    chain: Mapped[int] = mapped_column(index=True)
    number: Mapped[int]
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    action: Mapped[str]
    entity: Mapped[str]
    entity_id: Mapped[int]
    detail: Mapped[dict[str, Any]]
    mac: Mapped[str]


class AuditHead(Base):
    """Where each chain stands, apart from it, so that a cut-off end shows."""

    __tablename__ = "audit_head"

    chain: Mapped[int] = mapped_column(unique=True)
    number: Mapped[int]
    mac: Mapped[str]


def record(action: str, subject: Base, *, detail: dict[str, Any] | None = None) -> None:
    """Add a link to the chain of the subject's owner. Detail holds ids and codes, never names or addresses."""
    db = session()
    db.flush()
    chain = getattr(subject, "owner_id", None) or NOBODY
    insert_once(AuditHead, {"chain": chain, "number": 0, "mac": ""}, on="chain")
    head = db.scalars(
        select(AuditHead).where(AuditHead.chain == chain).with_for_update().execution_options(populate_existing=True)
    ).one()
    link = AuditEvent(
        chain=chain,
        number=head.number + 1,
        at=clock.now().replace(microsecond=0),
        actor_id=current_reach().person_id,
        action=action,
        entity=subject.__tablename__,
        entity_id=subject.id,
        detail=detail or {},
    )
    link.mac = _mac(head.mac, link)
    head.number, head.mac = link.number, link.mac
    db.add(link)


def _mac(previous: str, link: AuditEvent) -> str:
    said = [link.chain, link.number, link.at.isoformat(), link.actor_id, link.action, link.entity, link.entity_id]
    return secrets.mac("audit", previous, json.dumps([*said, link.detail], sort_keys=True))


def breaks() -> list[str]:
    """Sentences on edited, removed and cut-off links; none when every chain holds."""
    headed = select(AuditHead.chain)
    headless = session().scalars(select(AuditEvent.chain).where(AuditEvent.chain.not_in(headed)).distinct())
    found = [f"chain {chain}: its head is missing" for chain in sorted(headless)]
    for head in session().scalars(select(AuditHead).order_by(AuditHead.chain)):
        previous, expected = "", 1
        for link in session().scalars(
            select(AuditEvent).where(AuditEvent.chain == head.chain).order_by(AuditEvent.number)
        ):
            if link.number != expected:
                found.append(f"chain {head.chain}: link {expected} is missing")
            if link.mac != _mac(previous, link):
                found.append(f"chain {head.chain}: link {link.number} was changed")
            previous, expected = link.mac, link.number + 1
        if (expected - 1, previous) != (head.number, head.mac):
            found.append(f"chain {head.chain}: it ends at {expected - 1}, its head says {head.number}")
    return found


SQLITE_TRIGGERS = [
    f"CREATE TRIGGER audit_event_no_{verb.lower()} BEFORE {verb} ON audit_event "
    "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
    for verb in ("UPDATE", "DELETE")
]
POSTGRES_TRIGGERS = [
    "CREATE OR REPLACE FUNCTION audit_event_frozen() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$",
    "CREATE TRIGGER audit_event_no_change BEFORE UPDATE OR DELETE ON audit_event "
    "FOR EACH ROW EXECUTE FUNCTION audit_event_frozen()",
]
for _dialect, _statements in (("sqlite", SQLITE_TRIGGERS), ("postgresql", POSTGRES_TRIGGERS)):
    for _statement in _statements:
        _ddl = DDL(_statement.replace("%", "%%"))  # type: ignore[no-untyped-call]
        event.listen(AuditEvent.__table__, "after_create", _ddl.execute_if(dialect=_dialect))
