"""Lists and pages about people and organisations, as far as the actor sees them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from cic_events.kernel.db import one, session
from cic_events.kernel.names import fold, fold_email
from cic_events.kernel.texts import Texts
from cic_events.people import homes, merging, privacy
from cic_events.people.models import (
    Account,
    Channel,
    Gender,
    Language,
    Mandate,
    Organisation,
    Person,
    Role,
)
from cic_events.people.permissions import Action, Actor, may
from cic_events.people.privacy import Shown

ROLES_EACH = 4  # more than a person has


@dataclass(frozen=True)
class Wanted:
    """What the list is filtered by."""

    q: str = ""
    organisation: str = ""  # slug
    role: str = ""
    everywhere: bool = False  # the whole programme: name, commune and function only

    def active(self) -> dict[str, str]:
        """The filters that are set, as they stand in the address."""
        said = {"q": self.q, "organisation": self.organisation, "role": self.role}
        return {k: v for k, v in said.items() if v} | ({"everywhere": "y"} if self.everywhere else {})


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    id: int
    name_latin: str
    name_ar: str
    organisation: Texts
    role: Role
    function: str
    channel: Channel
    language: Language
    contacts: bool


@dataclass(frozen=True)
class Found:
    rows: list[Row]
    total: int


def people(wanted: Wanted, *, by: Actor, as_of: date, limit: int = 30, offset: int = 0) -> Found:
    """Persons with a role on the day, found whatever the spelling; one line per role."""
    matching = _matching(wanted, by, as_of)
    total = session().scalar(select(func.count()).select_from(matching.subquery())) or 0
    rows = session().execute(matching.order_by(Person.search_key, Mandate.id).limit(limit).offset(offset))
    return Found([_row(by, person, mandate, home) for person, mandate, home in rows], total)


def named(words: str, *, by: Actor, as_of: date, most: int) -> list[Row]:
    """Persons of the whole programme found by these words, one line a person; number and address only of one's own.

    One statement.
    """
    matching = _matching(Wanted(q=words, everywhere=True), by, as_of).order_by(Person.search_key, Mandate.id)
    found: dict[int, Row] = {}
    for person, mandate, home in session().execute(matching.limit(most * ROLES_EACH)):
        found.setdefault(person.id, _row(by, person, mandate, home))
    return list(found.values())[:most]


Line = Select[Person, Mandate, Organisation]


def _matching(wanted: Wanted, by: Actor, as_of: date) -> Line:
    statement = (
        select(Person, Mandate, Organisation)
        .join(Mandate, Mandate.person_id == Person.id)
        .join(Organisation, Organisation.id == Mandate.organisation_id)
        .where(Person.merged_into_id.is_(None), homes.in_force(as_of))
    )
    if not wanted.everywhere and not may(by, Action.PROGRAMME_APPOINT):
        statement = statement.where(Mandate.organisation_id.in_(by.reach.organisations))
    if wanted.organisation:
        commune = select(Organisation.id).where(Organisation.slug == wanted.organisation).scalar_subquery()
        statement = statement.where(or_(Organisation.id == commune, Organisation.parent_id == commune))
    if wanted.role in {role.value for role in Role}:
        statement = statement.where(Mandate.role == Role(wanted.role))
    for word in fold(wanted.q).split():
        statement = statement.where(_has(word, by))
    return statement


def _has(word: str, by: Actor) -> ColumnElement[bool]:
    """A part of the name; of the number or address only among one's own people, so that nothing can be guessed."""
    named = Person.search_key.contains(word, autoescape=True)
    own = Organisation.id.in_(by.reach.organisations)
    number = "".join(c for c in word if c.isdigit()).lstrip("0")
    if len(number) >= 4 and len(number) == len(word.lstrip("+0")):
        return or_(named, and_(own, Person.phone.contains(number)))
    return or_(named, and_(own, Person.email == fold_email(word))) if "@" in word else named


def _row(by: Actor, person: Person, mandate: Mandate, home: Organisation) -> Row:
    contacts = person.id == by.person_id or homes.may_at(by, Action.PEOPLE_SEE, home.id, home.parent_id)
    return Row(
        id=person.id,
        name_latin=person.name_latin,
        name_ar=person.name_ar,
        organisation=home.name,
        role=mandate.role,
        function=mandate.function,
        channel=person.channel,
        language=person.language,
        contacts=contacts,
    )


@dataclass(frozen=True)
class MandateRow:
    id: int
    role: Role
    organisation: Texts
    function: str
    deed: str
    starts_on: date
    ends_on: date | None
    running: bool
    may_end: bool


@dataclass(frozen=True)
class PersonPage:
    """A person's page; contacts, language and sign-in are there only for who looks after the person."""

    shown: Shown
    language: Language
    channel: Channel
    gender: Gender
    fictional: bool
    mandates: list[MandateRow]
    signs_in: str  # "" no account, "open", "closed"
    signs_in_with: str  # the address, where it is another one than the person's
    may_edit: bool
    may_sign_in: bool  # invite, close, open again
    may_merge: bool
    doubles: list[Shown]
    stands_for: int | None  # the record that replaced this one


def person_page(id: int, *, by: Actor, as_of: date) -> PersonPage:
    """Raises NotFound."""
    person = one(Person, id)
    if person.merged_into_id is not None:
        person = merging.standing(person)
    held = homes.held_by(person.id)
    shown = privacy.across_the_border(person, by, held)
    edits, above = homes.looks_after(by, held), homes.stands_above(by, held)
    account = session().scalars(select(Account).where(Account.person_id == person.id)).one_or_none()
    merges = above and homes.looks_after(by, held, Action.PEOPLE_MERGE)
    return PersonPage(
        shown=shown,
        language=person.language,
        channel=person.channel,
        gender=person.gender,
        fictional=person.fictional,
        mandates=_mandates(person.id, by, as_of),
        signs_in="" if account is None else "open" if account.active else "closed",
        signs_in_with=account.email if account and shown.contacts and account.email != person.email else "",
        may_edit=edits,
        may_sign_in=edits and above and person.id != by.person_id,
        may_merge=merges,
        doubles=[privacy.across_the_border(other, by) for other in merging.lookalikes(person)] if merges else [],
        stands_for=person.id if person.id != id else None,
    )


def _mandates(person_id: int, by: Actor, as_of: date) -> list[MandateRow]:
    rows = session().execute(
        select(Mandate, Organisation)
        .join(Organisation, Organisation.id == Mandate.organisation_id)
        .where(Mandate.person_id == person_id)
        .order_by(Mandate.starts_on.desc(), Mandate.id)
    )
    return [
        MandateRow(
            m.id,
            m.role,
            home.name,
            m.function,
            m.deed,
            m.starts_on,
            m.ends_on,
            m.starts_on <= as_of and (m.ends_on is None or m.ends_on >= as_of),
            m.ends_on is None and homes.may_give(by, m.role, home.id, home.parent_id),
        )
        for m, home in rows
    ]


def may_be_merged_with(id: int, *, sought: str, by: Actor, most: int = 10) -> list[Shown]:
    """Other records that bear these words, among those that the actor may merge."""
    statement = select(Person).where(Person.id != id, Person.merged_into_id.is_(None)).order_by(Person.search_key)
    words = fold(sought).split()
    for word in words:
        statement = statement.where(Person.search_key.contains(word, autoescape=True))
    found = session().scalars(statement.limit(most * 5)) if words else ()
    mine = [p for p in found if homes.looks_after(by, homes.held_by(p.id), Action.PEOPLE_MERGE)]
    return [privacy.across_the_border(p, by) for p in mine[:most]]
