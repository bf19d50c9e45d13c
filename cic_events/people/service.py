"""Recording who there is, and recognising who comes back."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, literal, or_, select

from cic_events.kernel import audit, clock
from cic_events.kernel.db import one, session, transaction
from cic_events.kernel.errors import N_, FieldRefused
from cic_events.kernel.names import clean, fold, fold_email
from cic_events.kernel.texts import Texts
from cic_events.people import homes
from cic_events.people.contacts import address_of, phone_of, reached_by
from cic_events.people.models import (
    Channel,
    Gender,
    Language,
    Mandate,
    Organisation,
    OrganisationKind,
    Partnership,
    PartnershipSouth,
    Person,
    Role,
    Side,
)
from cic_events.people.permissions import Action, Actor

BETWEEN = " | "  # the names of one search key
_inventing: ContextVar[bool] = ContextVar("inventing", default=False)
ZONES = {"MA": "Africa/Casablanca", "BE": "Europe/Brussels"}


class NameMissing(FieldRefused):
    sentence = N_("Write the name, in Latin or in Arabic letters.")


@dataclass(frozen=True)
class PersonDraft:
    """What is known of a person, as typed."""

    name_latin: str
    name_ar: str = ""
    email: str | None = None
    phone: str | None = None
    language: Language = Language.UNKNOWN
    gender: Gender = Gender.UNKNOWN
    channel: Channel = Channel.EMAIL


@contextmanager
def inventing() -> Iterator[None]:
    """Whoever is recorded inside is invented, and is marked so for good."""
    token = _inventing.set(True)
    try:
        yield
    finally:
        _inventing.reset(token)


def search_key(*names: str) -> str:
    """What a person or an organisation is found by, whatever the spelling."""
    return BETWEEN.join(dict.fromkeys(fold(name) for name in names if name))[:420]


def has_email(email: str) -> ColumnElement[bool]:
    """The persons whom this address reaches."""
    return Person.email == fold_email(email)


def recognise(
    *, name: str, commune_id: int, email: str | None, phone: str | None, language: Language
) -> tuple[Person, bool]:
    """The person of this commune with this folded name and this address or number, or a new one: (person, known).

    Raises AddressUnreadable, PhoneUnreadable.
    """
    commune = one(Organisation, commune_id)
    number, address = phone_of(phone, commune.country), address_of(email)
    known = _known(fold(name), commune_id, address, number)
    if known is not None:
        return known, True
    channel = reached_by(Channel.EMAIL, address, number)
    person = new_person(name, email=address, phone=number, language=language, channel=channel)
    session().add(Mandate(person=person, organisation=commune, role=Role.PARTICIPANT, starts_on=clock.today()))
    session().flush()
    return person, False


def _known(folded: str, commune_id: int, email: str | None, phone: str | None) -> Person | None:
    reached = [column == value for column, value in ((Person.email, email), (Person.phone, phone)) if value]
    if not reached or not folded:
        return None
    here = (
        select(Person)
        .join(Mandate, Mandate.person_id == Person.id)
        .outerjoin(Organisation, Organisation.id == Mandate.organisation_id)
        .where((Mandate.organisation_id == commune_id) | (Organisation.parent_id == commune_id))
        .where(Person.merged_into_id.is_(None), bears(folded), or_(*reached))
        .order_by(Person.id)
        .limit(1)
    )
    return session().scalars(here).first()


def bears(folded: str) -> ColumnElement[bool]:
    """The persons one of whose names is this whole one: several share an address, so a part is not enough."""
    key = literal(BETWEEN) + Person.search_key + BETWEEN
    return key.contains(f"{BETWEEN}{folded}{BETWEEN}", autoescape=True)


def new_person(
    name_latin: str,
    *,
    name_ar: str = "",
    email: str | None = None,
    phone: str | None = None,
    language: Language = Language.UNKNOWN,
    gender: Gender = Gender.UNKNOWN,
    channel: Channel = Channel.EMAIL,
    fictional: bool = False,
) -> Person:
    """A new identity in the caller's transaction. Raises NameMissing."""
    latin, arabic = clean(name_latin)[:200], clean(name_ar)[:200]
    if not (latin or arabic):
        raise NameMissing("name_latin")
    person = Person(
        name_latin=latin,
        name_ar=arabic,
        search_key=search_key(latin, arabic),
        email=fold_email(email) if email else None,
        phone=phone,
        language=language,
        gender=gender,
        channel=channel,
        fictional=fictional or _inventing.get(),
    )
    session().add(person)
    session().flush()
    return person


def add_person(
    *, draft: PersonDraft, organisation_id: int, role: Role, function: str = "", starts_on: date, by: Actor
) -> Person:
    """Record a person with a first mandate. Raises Forbidden, NotYoursToGive, NameMissing, PhoneUnreadable."""
    with transaction():
        home = homes.require_at(by, Action.PEOPLE_EDIT, organisation_id)
        if not homes.may_give(by, role, home.id, home.parent_id):
            raise homes.NotYoursToGive("role")
        email, phone = address_of(draft.email), phone_of(draft.phone, home.country)
        person = new_person(
            draft.name_latin,
            name_ar=draft.name_ar,
            email=email,
            phone=phone,
            language=draft.language,
            gender=draft.gender,
            channel=reached_by(draft.channel, email, phone),
        )
        give_mandate(person, home, role, starts_on=starts_on, function=function)
        audit.record("person.added", person)
        return person


def give_mandate(
    person: Person, organisation: Organisation, role: Role, *, starts_on: date, function: str = "", deed: str = ""
) -> Mandate:
    """A role from a day on; joins the caller's transaction."""
    mandate = Mandate(
        person=person,
        organisation=organisation,
        role=role,
        starts_on=starts_on,
        function=clean(function)[:200],
        deed=clean(deed)[:200],
    )
    session().add(mandate)
    session().flush()
    return mandate


def new_organisation(
    name: Texts,
    *,
    kind: OrganisationKind,
    slug: str,
    country: str,
    side: Side | None = None,
    languages: list[str] | None = None,
    region: str = "",
    market_day: str | None = None,
    parent_id: int | None = None,
) -> Organisation:
    """A commune, an association, … in the caller's transaction."""
    made = Organisation(
        name=name,
        kind=kind,
        slug=slug,
        search_key=search_key(*name.values())[:400],
        country=country,
        side=side,
        zone=ZONES[country],
        languages=languages or ["fr"],
        region=region,
        market_day=market_day,
        parent_id=parent_id,
    )
    session().add(made)
    session().flush()
    return made


def new_partnership(
    north: Organisation, souths: list[Organisation], *, starts_on: date, ends_on: date | None = None
) -> Partnership:
    """A dated link of one Belgian commune with one or more Moroccan ones; joins the caller's transaction."""
    made = Partnership(
        north=north,
        starts_on=starts_on,
        ends_on=ends_on,
        souths=[PartnershipSouth(organisation=south) for south in souths],
    )
    session().add(made)
    session().flush()
    return made
