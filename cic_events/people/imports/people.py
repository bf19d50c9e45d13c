"""A list of people: recognised by commune, folded name and number or address; importing again changes nothing."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import select

from cic_events.kernel import clock
from cic_events.kernel.db import one, session
from cic_events.kernel.errors import DomainError
from cic_events.kernel.names import fold, fold_email
from cic_events.messages import words
from cic_events.people import contacts, homes, service
from cic_events.people.edits import AboveYou
from cic_events.people.imports import columns, lines
from cic_events.people.imports.lines import Fate, Outcome
from cic_events.people.imports.tables import Line
from cic_events.people.models import Channel, Gender, Language, Mandate, Organisation, Person, Role
from cic_events.people.permissions import Actor

Word = TypeVar("Word", bound=StrEnum)
PLAIN = ("name_latin", "name_ar", "email", "phone", "language", "gender", "channel")


@dataclass(frozen=True)
class Said:
    """What a line says; None where it says nothing, so that an import never blanks."""

    name_latin: str
    name_ar: str
    email: str | None
    phone: str | None
    language: Language | None
    gender: Gender | None
    channel: Channel | None
    role: Role
    function: str
    home: Organisation

    @property
    def name(self) -> str:
        return self.name_latin or self.name_ar

    @property
    def keys(self) -> set[str]:
        return {fold(name) for name in (self.name_latin, self.name_ar) if name}


@dataclass
class Known:
    """Somebody recorded, as light as a list needs it; `row` where it was made by this import."""

    id: int
    name_latin: str
    name_ar: str
    email: str | None
    phone: str | None
    language: Language
    gender: Gender
    channel: Channel
    row: Person | None = None


class Book:
    """The people of a commune and its associations, by folded name."""

    def __init__(self, commune_id: int, by: Actor, *, seen: dict[tuple[str, str], int] | None = None) -> None:
        self.by, self.commune = by, one(Organisation, commune_id)
        below = session().scalars(select(Organisation).where(Organisation.parent_id == commune_id))
        self.homes = {fold(name): home for home in (self.commune, *below) for name in home.name.values()}
        self.roles: dict[int, set[tuple[Role, int]]] = defaultdict(set)
        self.people: dict[str, list[Known]] = defaultdict(list)
        self._load([home.id for home in set(self.homes.values())])
        self.seen = {} if seen is None else seen  # the lines gone before, by name and number

    def _load(self, here: list[int]) -> None:
        held = select(Mandate.person_id, Mandate.role, Mandate.organisation_id, Mandate.ends_on)
        today = clock.today()
        for person_id, role, home, ends_on in session().execute(held.where(Mandate.organisation_id.in_(here))):
            self.roles[person_id] |= {(role, home)} if ends_on is None or ends_on >= today else set()
        columns_of = [getattr(Person, name) for name in ("id", *PLAIN, "search_key")]
        local = select(Mandate.person_id).where(Mandate.organisation_id.in_(here))
        rows = session().execute(
            select(*columns_of).where(Person.id.in_(local), Person.merged_into_id.is_(None)).order_by(Person.id)
        )
        for *values, search_key in rows:
            known = Known(values[0], **dict(zip(PLAIN, values[1:], strict=True)))
            for key in set(search_key.split(service.BETWEEN)):
                self.people[key].append(known)

    def find(self, said: Said) -> Known | None:
        """Raises SeveralFit when a bare name fits several people."""
        named = {id(p): p for key in sorted(said.keys) for p in self.people[key]}.values()
        reached = [p for p in named if _same(said.email, p.email) or _same(said.phone, p.phone)]
        bare = not (said.email or said.phone)
        fitting = reached or [p for p in named if bare or not (p.email or p.phone)]
        if len(fitting) > 1 and not reached:
            raise lines.SeveralFit
        return fitting[0] if fitting else None


def _same(one_: str | None, other: str | None) -> bool:
    return one_ is not None and one_ == other


def read(line: Line, mapping: Mapping[str, int], book: Book) -> Said:
    """The line in our words. Raises a DomainError with the reason."""
    cell = {field: line.cells[column] for field, column in mapping.items()}
    latin = " ".join(part for part in (cell.get("first_name", ""), cell.get("name_latin", "")) if part)
    said = Said(
        name_latin=lines.plain_name(latin)[:200],
        name_ar=lines.plain_name(cell.get("name_ar", ""))[:200],
        email=_email(cell.get("email", "")),
        phone=_phone(cell.get("phone", ""), book.commune.country),
        language=_word(cell.get("language", ""), columns.LANGUAGES, lines.NotALanguage),
        gender=_word(cell.get("gender", ""), columns.GENDERS, lines.NotASex),
        channel=_word(cell.get("channel", ""), columns.CHANNELS, lines.NotAChannel),
        role=_word(cell.get("role", ""), columns.ROLES, lines.NotARole) or Role.PARTICIPANT,
        function=cell.get("function", "")[:200],
        home=_home(cell.get("organisation", ""), book),
    )
    if not said.keys:
        raise lines.NotAName
    if not homes.may_give(book.by, said.role, said.home.id, said.home.parent_id):
        raise homes.NotYoursToGive("role")
    return said


def _email(text: str) -> str | None:
    if text and (address := words.address(text)) is None:
        raise lines.NotThatAddress(value=text)
    return fold_email(address) if text and address else None


def _phone(text: str, country: str) -> str | None:
    try:
        return contacts.phone_of(text, country)
    except contacts.PhoneUnreadable as unreadable:
        raise lines.NotThatNumber(value=text) from unreadable


def _word(text: str, known: Mapping[str, Word], refusal: type[DomainError]) -> Word | None:
    if text and fold(text) not in known:
        raise refusal(value=text)
    return known[fold(text)] if text else None


def _home(text: str, book: Book) -> Organisation:
    if text and fold(text) not in book.homes:
        raise lines.OrganisationUnknown(value=text)
    return book.homes[fold(text)] if text else book.commune


def fates(rows: Sequence[Line], mapping: Mapping[str, int], book: Book, *, write: bool = False) -> list[Fate]:
    """What becomes of the lines; with `write` it becomes so, in the caller's transaction."""
    return [_fate(row, mapping, book, write) for row in rows]


def _fate(row: Line, mapping: Mapping[str, int], book: Book, write: bool) -> Fate:
    name = " ".join(row.cells[mapping[f]] for f in ("first_name", "name_latin", "name_ar") if f in mapping).strip()
    try:
        said = read(row, mapping, book)
        _refuse_twice(row, said, book)
        person = book.find(said)
        changed = _changes(said, person, book)
        if (
            "email" in changed
            and person
            and person.row is None
            and not homes.stands_above(book.by, homes.held_by(person.id))
        ):
            raise AboveYou("email")
    except DomainError as refusal:
        return Fate(row.number, Outcome.ERROR, name, refusal=refusal)
    if write and changed:
        _write(said, person, changed, book)
    outcome = Outcome.CREATE if person is None else Outcome.UPDATE if changed else Outcome.UNCHANGED
    return Fate(row.number, outcome, said.name, changed if person else ())


def _may_readdress(known: Known, book: Book) -> bool:
    return known.row is not None or homes.stands_above(book.by, homes.held_by(known.id))


def _refuse_twice(row: Line, said: Said, book: Book) -> None:
    for key in said.keys:
        mark = (key, said.email or said.phone or "")
        if (line := book.seen.setdefault(mark, row.number)) != row.number:
            raise lines.TwiceInTheFile(line=line)


def _changes(said: Said, person: Known | None, book: Book) -> tuple[str, ...]:
    if person is None:
        return ("name_latin",)
    told = [f for f in PLAIN if getattr(said, f) and getattr(said, f) != getattr(person, f)]
    kept = [f for f in told if f not in ("name_latin", "name_ar") or not getattr(person, f)]
    roles = book.roles[person.id]
    new_role = said.role is not Role.PARTICIPANT or not any(home == said.home.id for _, home in roles)
    return (*kept, *(("role",) if new_role and (said.role, said.home.id) not in roles else ()))


def _write(said: Said, known: Known | None, changed: tuple[str, ...], book: Book) -> None:
    """Put it in the unit; the unit flushes many at once."""
    if known is None:
        known, changed = _new(said, book), ("role",)
    row = known.row or session().get_one(Person, known.id)
    for field in (name for name in changed if name in PLAIN):
        setattr(row, field, getattr(said, field))
        setattr(known, field, getattr(said, field))
    row.search_key = service.search_key(row.name_latin, row.name_ar)
    if "role" in changed:
        mandate = Mandate(person=row, organisation=said.home, role=said.role, starts_on=clock.today())
        mandate.function = said.function
        session().add(mandate)
        book.roles[known.id].add((said.role, said.home.id))


def _new(said: Said, book: Book) -> Known:
    row = Person(
        name_latin=said.name_latin,
        name_ar=said.name_ar,
        email=said.email,
        phone=said.phone,
        language=said.language or Language.UNKNOWN,
        gender=said.gender or Gender.UNKNOWN,
        channel=said.channel or contacts.reached_by(Channel.EMAIL, said.email, said.phone),
    )
    session().add(row)
    known = Known(-len(book.roles) - 1, **{name: getattr(row, name) for name in PLAIN}, row=row)
    for key in said.keys:
        book.people[key].append(known)
    return known
