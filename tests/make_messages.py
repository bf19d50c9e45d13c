"""Makes notices and the organisation that sends them."""

from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any

from cic_events.kernel.db import transaction
from cic_events.kernel.texts import Texts
from cic_events.messages import outbox
from cic_events.messages.models import Mail
from cic_events.messages.notice import Notice
from cic_events.people.models import Account, Language, Mandate, Organisation, OrganisationKind, Person, Role

_number = count(1)


def organisation(name: str = "Belfaa") -> Organisation:
    number = next(_number)
    with transaction() as db:
        made = Organisation(
            kind=OrganisationKind.COMMUNE,
            slug=f"{name.lower()}-{number}",
            name=Texts(fr=name),
            search_key=name.lower(),
            country="MA",
            zone="Africa/Casablanca",
        )
        db.add(made)
    return made


def person(name: str = "Khadija", *, role: Role | None = None, at: Organisation | None = None) -> Person:
    """A person, with a mandate and an account when a role is given."""
    with transaction() as db:
        made = Person(name_latin=name, search_key=name.lower(), language=Language.EN)
        db.add(made)
        db.flush()
        if role is not None and at is not None:
            db.add(Account(person_id=made.id, email=f"officer{next(_number)}@cic.test"))
            db.add(Mandate(person_id=made.id, organisation_id=at.id, role=role, starts_on=date(2020, 1, 1)))
    return made


def notice(**given: Any) -> Notice:
    """A notice to Amina in English that nothing is special about."""
    plain = Notice(
        key=f"test:{next(_number)}",
        to="amina@belfaa.test",
        to_name="Amina Bennani",
        locale="en",
        template="test_mail",
        owner_id=0,
        why="You asked for a test.",
        facts={"name": "Amina Bennani"},
    )
    return replace(plain, **given)


def posted(**given: Any) -> Mail:
    """A mail of the outbox, committed."""
    owner_id = given.pop("owner_id", None) or organisation().id
    hold = given.pop("hold", False)
    with transaction():
        return outbox.post(notice(owner_id=owner_id, **given), hold=hold)
