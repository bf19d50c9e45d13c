"""Rows of people for tests."""

from datetime import date
from itertools import count

from cic_events.kernel.db import transaction
from cic_events.kernel.texts import Texts
from cic_events.people import accounts, service
from cic_events.people.models import Channel, Language, Organisation, OrganisationKind, Person, Role, Side
from cic_events.people.permissions import Actor

_number = count(1)
SINCE = date(2017, 1, 1)


def commune(name: str = "Belfaa", *, side: Side = Side.SOUTH, slug: str = "") -> Organisation:
    with transaction():
        return service.new_organisation(
            Texts(fr=name),
            kind=OrganisationKind.COMMUNE,
            slug=slug or f"{name.lower().replace(' ', '-')}-{next(_number)}",
            country="MA" if side is Side.SOUTH else "BE",
            side=side,
        )


def association(name: str = "Association Tifaouine", *, under: Organisation) -> Organisation:
    with transaction():
        return service.new_organisation(
            Texts(fr=name),
            kind=OrganisationKind.ASSOCIATION,
            slug=f"association-{next(_number)}",
            country=under.country,
            side=under.side,
            parent_id=under.id,
        )


def person(
    *,
    name: str = "Naïma Oubella",
    role: Role = Role.SAS_OFFICER,
    at: Organisation | None = None,
    email: str | None = None,
    phone: str | None = None,
    language: Language = Language.EN,
    account: bool = True,
) -> Person:
    """A person with a mandate, who can sign in."""
    address = email if email is not None else f"person{next(_number)}@belfaa.test"
    home = at or commune()
    with transaction():
        made = service.new_person(
            name,
            email=address or None,
            phone=phone,
            language=language,
            channel=Channel.EMAIL if address else Channel.PHONE,
        )
        service.give_mandate(made, home, role, starts_on=SINCE)
        if account and address:
            accounts.make_account(made)
        return made


def actor(who: Person) -> Actor:
    """The person as it acts today."""
    found = accounts.actor_of(accounts.open_session(who.id))
    assert found is not None
    return found
