"""Reading who there is."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from cic_events.kernel.db import reading, session
from cic_events.kernel.names import fold
from cic_events.kernel.texts import Texts
from cic_events.people import homes
from cic_events.people.models import Account, Channel, Language, Mandate, Organisation, OrganisationKind, Person, Role
from cic_events.people.permissions import Action, Actor


def is_empty() -> bool:
    """Whether nobody can sign in yet: the first start."""
    with reading() as db:
        return db.scalar(select(Account.id).limit(1)) is None


def communes(language: str) -> list[tuple[int, str]]:
    """(id, name) of the communes in the order of their names."""
    return [(id, name) for id, _, name in _communes(language)]


def commune_choices(language: str) -> list[tuple[str, str]]:
    """(slug, name) of the communes, for addresses."""
    return [(slug, name) for _, slug, name in _communes(language)]


def _communes(language: str) -> list[tuple[int, str, str]]:
    rows = session().execute(
        select(Organisation.id, Organisation.slug, Organisation.name).where(
            Organisation.kind == OrganisationKind.COMMUNE
        )
    )
    named = [(id, slug, name.best(language)) for id, slug, name in rows]
    return sorted(named, key=lambda row: fold(row[2]))


def organisations_of(ids: frozenset[int], language: str) -> list[tuple[int, str]]:
    """(id, name) of these organisations, for a choice."""
    rows = session().execute(select(Organisation.id, Organisation.name).where(Organisation.id.in_(ids)))
    return sorted(((id, name.best(language)) for id, name in rows), key=lambda row: fold(row[1]))


@dataclass(frozen=True)
class PersonRow:
    """A person as the list shows it; what crosses the border is name, commune and function only."""

    id: int
    name_latin: str
    name_ar: str
    organisation: Texts
    role: Role
    function: str
    language: Language
    channel: Channel
    email: str | None
    phone: str | None
    fictional: bool


def people_of(
    organisations: frozenset[int] | None, *, sought: str = "", as_of: date, limit: int = 60
) -> list[PersonRow]:
    """Persons with a mandate on the day in these organisations (None: everywhere), found whatever the spelling."""
    statement = (
        select(Person, Mandate, Organisation.name)
        .join(Mandate, Mandate.person_id == Person.id)
        .join(Organisation, Organisation.id == Mandate.organisation_id)
        .where(Person.merged_into_id.is_(None), Mandate.starts_on <= as_of)
        .where(or_(Mandate.ends_on.is_(None), Mandate.ends_on >= as_of))
        .order_by(Person.search_key, Mandate.id)
        .limit(limit)
    )
    if organisations is not None:
        statement = statement.where(Mandate.organisation_id.in_(organisations))
    for word in fold(sought).split():
        statement = statement.where(Person.search_key.contains(word))
    return [
        PersonRow(
            p.id,
            p.name_latin,
            p.name_ar,
            name,
            m.role,
            m.function,
            p.language,
            p.channel,
            p.email,
            p.phone,
            p.fictional,
        )
        for p, m, name in session().execute(statement)
    ]


def choices_for(actor: Actor, language: str) -> list[tuple[int, str]]:
    """(id, name) of the organisations whose people the actor may edit."""
    rows = session().execute(select(Organisation.id, Organisation.parent_id, Organisation.name))
    named = [
        (id, name.best(language)) for id, above, name in rows if homes.may_at(actor, Action.PEOPLE_EDIT, id, above)
    ]
    return sorted(named, key=lambda row: fold(row[1]))
