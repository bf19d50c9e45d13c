"""People with a role who can sign in, as the command line gives and lists them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from cic_events.kernel import audit, clock
from cic_events.kernel.db import elevated, session, transaction
from cic_events.kernel.errors import N_, DomainError
from cic_events.kernel.names import fold_email
from cic_events.people import contacts, homes, service
from cic_events.people.models import Account, Language, Mandate, Organisation, Person, Role


class NoSuchOrganisation(DomainError):
    sentence = N_("There is no organisation called “%(slug)s”.")


@dataclass(frozen=True)
class AccountLine:
    person_id: int
    email: str
    name: str
    active: bool
    roles: tuple[str, ...]  # role@organisation


def accounts_on(day: date) -> list[AccountLine]:
    """Every account in the order of the addresses, with the roles of the day. Two statements."""
    held: dict[int, list[str]] = {}
    mandates = session().execute(
        select(Mandate.person_id, Mandate.role, Organisation.slug)
        .join(Organisation, Organisation.id == Mandate.organisation_id)
        .where(homes.in_force(day))
        .order_by(Mandate.role, Organisation.slug)
    )
    for person_id, role, slug in mandates:
        held.setdefault(person_id, []).append(f"{role.value}@{slug}")
    rows = session().execute(
        select(Account.email, Account.active, Person)
        .join(Person, Person.id == Account.person_id)
        .order_by(Account.email)
    )
    return [AccountLine(p.id, email, p.name, active, tuple(held.get(p.id, ()))) for email, active, p in rows]


def person_of_account(email: str) -> int | None:
    return session().scalar(select(Account.person_id).where(Account.email == fold_email(email)))


@dataclass(frozen=True)
class Appointment:
    name: str
    email: str
    role: Role
    organisation: str  # its slug
    language: Language


def appoint(given: Appointment) -> Person:
    """Give the role from today; who signs in with this address already is given it, once.

    Raises NoSuchOrganisation, AddressUnreadable, NameMissing.
    """
    with elevated(), transaction() as db:
        where = db.scalars(select(Organisation).where(Organisation.slug == given.organisation)).one_or_none()
        if where is None:
            raise NoSuchOrganisation(slug=given.organisation)
        email, today = contacts.address_of(given.email), clock.today()
        known = person_of_account(email or "")
        person = db.get_one(Person, known) if known else _recorded(given, email)
        if not _holds(person.id, given.role, where.id, today):
            service.give_mandate(person, where, given.role, starts_on=today)
            audit.record("mandate.given", person, detail={"role": given.role.value, "organisation": where.id})
        return person


def _recorded(given: Appointment, email: str | None) -> Person:
    return service.new_person(given.name, email=email, language=given.language)


def _holds(person_id: int, role: Role, organisation_id: int, day: date) -> bool:
    held = select(Mandate.id).where(
        Mandate.person_id == person_id,
        Mandate.role == role,
        Mandate.organisation_id == organisation_id,
        homes.in_force(day),
    )
    return session().scalar(held.limit(1)) is not None
