"""Mandates as evidence, and what other rows ask of people and their organisations."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from cic_events.events.audiences import audiences_of
from cic_events.kernel.db import session
from cic_events.people.models import Mandate, Organisation, OrganisationKind, Role
from cic_events.programme import rows
from cic_events.programme.rows import Ref, Strength


def appointments() -> tuple[rows.Appointment, ...]:
    """Every mandate, past ones too; a deed that is named makes it a council's decision."""
    m = Mandate
    found = session().execute(
        select(m.id, m.person_id, m.organisation_id, m.role, m.starts_on, m.ends_on, m.deed).order_by(m.id)
    )
    return tuple(
        rows.Appointment(
            ref=Ref("appointment", id),
            strength=Strength.DOCUMENTED if deed else Strength.DECLARED,
            person=person,
            commune=home,
            role=role,
            starts_on=starts_on,
            ends_on=ends_on,
            decided_by_council=bool(deed),
        )
        for id, person, home, role, starts_on, ends_on, deed in found
    )


class Home(NamedTuple):
    """An organisation: its kind, and the commune that it is or belongs to."""

    kind: OrganisationKind
    commune: int


def homes() -> Mapping[int, Home]:
    """Every organisation. One statement."""
    found = session().execute(select(Organisation.id, Organisation.kind, Organisation.parent_id))
    return {id: Home(kind, parent_id or id) for id, kind, parent_id in found}


class Held(NamedTuple):
    """A role on its days."""

    role: Role
    starts_on: date
    ends_on: date | None


def roles() -> Mapping[int, list[Held]]:
    """person -> the roles that they had and have. One statement."""
    held: dict[int, list[Held]] = defaultdict(list)
    mandates = select(Mandate.person_id, Mandate.role, Mandate.starts_on, Mandate.ends_on).order_by(Mandate.id)
    for person, role, starts_on, ends_on in session().execute(mandates):
        held[person].append(Held(role, starts_on, ends_on))
    return held


def roles_on(held: list[Held], day: date) -> frozenset[str]:
    """The roles held on that day, and the audiences that they belong to."""
    then = [h.role for h in held if h.starts_on <= day and (h.ends_on is None or h.ends_on >= day)]
    return frozenset({*map(str, then), *map(str, audiences_of(then))})
