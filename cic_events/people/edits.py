"""Correcting who somebody is."""

from sqlalchemy import select

from cic_events.kernel import audit
from cic_events.kernel.db import one, session, transaction
from cic_events.kernel.errors import N_, Conflict, FieldRefused, Forbidden, NotFound
from cic_events.kernel.names import clean
from cic_events.people import contacts, homes, service
from cic_events.people.models import Mandate, Organisation, Person
from cic_events.people.permissions import Actor
from cic_events.people.service import PersonDraft as PersonDraft

FIELDS = ("name_latin", "name_ar", "email", "phone", "language", "gender", "channel")


class AboveYou(FieldRefused):
    sentence = N_(
        "This person has a role that you cannot give: the programme manager or the administrator changes this."
    )


def edit(id: int, *, draft: PersonDraft, version: int, by: Actor) -> Person:
    """Save a correction. Raises Forbidden, Conflict when somebody saved first, AboveYou for a guarded address."""
    with transaction():
        person = one(Person, id, lock=True)
        held = homes.held_by(id)
        if id != by.person_id and not homes.looks_after(by, held):
            raise Forbidden
        if person.version != version:
            raise Conflict
        changed = put(person, draft, country=country_of(id))
        if "email" in changed and id != by.person_id and not homes.stands_above(by, held):
            raise AboveYou("email")
        if changed:
            audit.record("person.edited", person, detail={"changed": changed})
        return person


def draft_of(id: int, *, by: Actor) -> tuple[PersonDraft, int]:
    """What is recorded now, and its version, for who may correct it. Raises NotFound."""
    person = one(Person, id)
    if id != by.person_id and not homes.looks_after(by, homes.held_by(id)):
        raise NotFound
    return PersonDraft(**{name: getattr(person, name) for name in FIELDS}), person.version


def put(person: Person, draft: PersonDraft, *, country: str) -> list[str]:
    """Write the draft on the person; the names of the fields that changed. Raises what `service` refuses."""
    latin, arabic = clean(draft.name_latin)[:200], clean(draft.name_ar)[:200]
    if not (latin or arabic):
        raise service.NameMissing("name_latin")
    email, phone = contacts.address_of(draft.email), contacts.phone_of(draft.phone, country)
    values = {
        "name_latin": latin,
        "name_ar": arabic,
        "email": email,
        "phone": phone,
        "language": draft.language,
        "gender": draft.gender,
        "channel": contacts.reached_by(draft.channel, email, phone),
    }
    changed = [name for name in FIELDS if getattr(person, name) != values[name]]
    for name in changed:
        setattr(person, name, values[name])
    person.search_key = service.search_key(latin, arabic)
    return changed


def country_of(person_id: int) -> str:
    """Where a number without a prefix is dialled from."""
    newest = (
        select(Organisation.country)
        .join(Mandate, Mandate.organisation_id == Organisation.id)
        .where(Mandate.person_id == person_id)
        .order_by(Mandate.starts_on.desc())
        .limit(1)
    )
    return session().scalar(newest) or "MA"
