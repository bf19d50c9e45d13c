"""Reading who there is."""

from dataclasses import dataclass

from sqlalchemy import or_, select

from cic_events.kernel.db import reading, session
from cic_events.kernel.names import fold
from cic_events.people import homes
from cic_events.people.models import Account, Organisation, OrganisationKind, Person
from cic_events.people.permissions import Action, Actor


def is_empty() -> bool:
    """Whether nobody can sign in yet: the first start."""
    with reading() as db:
        return db.scalar(select(Account.id).limit(1)) is None


def any_invented() -> bool:
    """Whether somebody here is invented: this is a demonstration."""
    with reading() as db:
        return db.scalar(select(Person.id).where(Person.fictional).limit(1)) is not None


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
class Surroundings:
    """Where somebody works: the countries, and the weekly market days of its communes."""

    countries: frozenset[str]
    market_days: frozenset[str]


def surroundings(actor: Actor) -> Surroundings:
    """Of the actor's organisations; both countries for who has none. One statement."""
    rows = (
        session()
        .execute(
            select(Organisation.country, Organisation.market_day).where(
                Organisation.id.in_(sorted(actor.organisations))
            )
        )
        .all()
    )
    countries = frozenset(country for country, _ in rows) & {"MA", "BE"}
    return Surroundings(countries or frozenset({"MA", "BE"}), frozenset(day for _, day in rows if day))


def choices_for(actor: Actor, language: str) -> list[tuple[int, str]]:
    """(id, name) of the organisations whose people the actor may edit."""
    rows = session().execute(select(Organisation.id, Organisation.parent_id, Organisation.name))
    named = [
        (id, name.best(language)) for id, above, name in rows if homes.may_at(actor, Action.PEOPLE_EDIT, id, above)
    ]
    return sorted(named, key=lambda row: fold(row[1]))


def addresses_of(person_id: int) -> list[str]:
    """Every address that reaches the person or one of its doubles, or signs it in."""
    mine = [Person.id == person_id, Person.merged_into_id == person_id]
    known = select(Person.email).where(or_(*mine), Person.email.is_not(None))
    signs = select(Account.email).join(Person, Person.id == Account.person_id).where(or_(*mine))
    return sorted({str(email) for statement in (known, signs) for email in session().scalars(statement)})
