"""Gathers the rows of evidence from where the facts live. A kind that has no place in the system yet gives no row."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select

from cic_events.kernel.db import elevated, session
from cic_events.people.models import Mandate
from cic_events.programme.evidence import Evidence
from cic_events.programme.rows import Appointment, Ref, Row, Strength

Gatherer = Callable[[], tuple[Row, ...]]


def appointments() -> tuple[Appointment, ...]:
    """Every mandate, past ones too; a deed that is named makes it a council's decision."""
    rows = session().execute(
        select(
            Mandate.id,
            Mandate.person_id,
            Mandate.organisation_id,
            Mandate.role,
            Mandate.starts_on,
            Mandate.ends_on,
            Mandate.deed,
        )
    )
    return tuple(
        Appointment(
            ref=Ref("appointment", id),
            strength=Strength.DOCUMENTED if deed else Strength.DECLARED,
            person=person,
            commune=commune,
            role=role,
            starts_on=starts_on,
            ends_on=ends_on,
            decided_by_council=bool(deed),
        )
        for id, person, commune, role, starts_on, ends_on, deed in rows
    )


GATHERERS: Mapping[str, Gatherer] = {"appointments": appointments}


def gather() -> Evidence:
    """All evidence known to the system; it looks past the reader's reach, because figures are counts."""
    with elevated():
        found: dict[str, Any] = {kind: gatherer() for kind, gatherer in GATHERERS.items()}
    return Evidence(**found)
