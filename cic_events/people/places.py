"""The list of organisations and partnerships."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, selectinload

from cic_events.kernel.db import one, session
from cic_events.kernel.errors import NotFound
from cic_events.kernel.names import fold
from cic_events.kernel.texts import Texts
from cic_events.people import homes
from cic_events.people.models import Mandate, Organisation, OrganisationKind, Partnership, PartnershipSouth, Side
from cic_events.people.permissions import Action, Actor, may


@dataclass(frozen=True)
class OrganisationRow:
    id: int
    slug: str
    name: Texts
    kind: OrganisationKind
    country: str
    commune: Texts | None
    people: int
    may_edit: bool


def organisations(*, by: Actor, as_of: date) -> list[OrganisationRow]:
    """All of the programme, communes first, each followed by what belongs to it."""
    commune = aliased(Organisation)
    counts = (
        select(Mandate.organisation_id, func.count(Mandate.person_id.distinct()).label("people"))
        .where(homes.in_force(as_of))
        .group_by(Mandate.organisation_id)
        .subquery()
    )
    rows = session().execute(
        select(Organisation, commune.name, counts.c.people)
        .outerjoin(commune, commune.id == Organisation.parent_id)
        .outerjoin(counts, counts.c.organisation_id == Organisation.id)
    )
    found = [
        OrganisationRow(
            o.id,
            o.slug,
            o.name,
            o.kind,
            o.country,
            above,
            people or 0,
            homes.may_at(by, Action.PEOPLE_EDIT, o.id, o.parent_id),
        )
        for o, above, people in rows
    ]
    return sorted(
        found, key=lambda r: (fold((r.commune or r.name).best("fr")), r.commune is not None, fold(r.name.best("fr")))
    )


@dataclass(frozen=True)
class Place:
    """An organisation that a search found."""

    slug: str
    name: Texts
    kind: OrganisationKind
    commune: Texts | None


def named(words: str, *, by: Actor, most: int) -> list[Place]:
    """Organisations found whatever the spelling; who may not see people finds communes only. One statement."""
    commune = aliased(Organisation)
    of = Organisation
    statement = (
        select(of.slug, of.name, of.kind, commune.name)
        .outerjoin(commune, commune.id == of.parent_id)
        .order_by(of.kind != OrganisationKind.COMMUNE, of.search_key, of.id)
        .limit(most)
    )
    if not may(by, Action.PEOPLE_SEE):
        statement = statement.where(of.kind == OrganisationKind.COMMUNE)
    for word in fold(words).split():
        statement = statement.where(of.search_key.contains(word, autoescape=True))
    return [Place(*row) for row in session().execute(statement)]


def organisation(id: int, *, by: Actor) -> Organisation:
    """One that the actor may correct. Raises NotFound."""
    row = one(Organisation, id)
    if not homes.may_at(by, Action.PEOPLE_EDIT, row.id, row.parent_id):
        raise NotFound
    return row


def partnerships() -> list[Partnership]:
    """The newest first."""
    return list(
        session().scalars(
            select(Partnership)
            .options(
                selectinload(Partnership.north),
                selectinload(Partnership.souths).selectinload(PartnershipSouth.organisation),
            )
            .order_by(Partnership.starts_on.desc(), Partnership.id)
        )
    )


def communes_of(side: Side, language: str) -> list[tuple[int, str]]:
    """(id, name) of the communes of a side."""
    rows = session().execute(
        select(Organisation.id, Organisation.name).where(
            Organisation.kind == OrganisationKind.COMMUNE, Organisation.side == side
        )
    )
    return sorted(((id, name.best(language)) for id, name in rows), key=lambda row: fold(row[1]))


def parents_for(actor: Actor, language: str, action: Action = Action.PEOPLE_EDIT) -> list[tuple[int, str]]:
    """(id, name) of the communes for which the actor may do this."""
    rows = session().execute(
        select(Organisation.id, Organisation.name).where(Organisation.kind == OrganisationKind.COMMUNE)
    )
    named = [(id, name.best(language)) for id, name in rows if homes.may_at(actor, action, id, None)]
    return sorted(named, key=lambda row: fold(row[1]))
