"""First start: an empty house, opened once with a code that the server prints."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from cic_events.kernel import audit, secrets
from cic_events.kernel.db import Base, elevated, reading, session, transaction
from cic_events.kernel.errors import N_, DomainError, FieldRefused
from cic_events.kernel.jobs import insert_once
from cic_events.kernel.names import clean
from cic_events.kernel.texts import Texts
from cic_events.people import accounts, contacts, known, organisations, service
from cic_events.people.models import Account, Language, Organisation, OrganisationKind, Role, Side


class SetupCode(Base):
    """The code of the first start; the row goes when the house is set up."""

    __tablename__ = "setup_code"

    name: Mapped[str] = mapped_column(unique=True)
    code: Mapped[str]


class AlreadySetUp(DomainError):
    sentence = N_("The first start is done. Sign in.")


class WrongCode(FieldRefused):
    sentence = N_("This is not the code that the server printed when it started.")


class CommuneUnnamed(FieldRefused):
    sentence = N_("Write the name of the commune.")


@dataclass(frozen=True)
class FirstStart:
    """What the first person says."""

    code: str
    north: str  # keys of the known communes; empty: the name is typed
    south: str
    partnership_since: date
    name_latin: str
    name_ar: str
    email: str
    password: str
    language: Language
    works_for: Side  # which of the two is the first officer's
    today: date
    north_name: str = ""
    south_name: str = ""
    programme_name: str = ""  # in the officer's language; empty: as the plan is called
    first_year: int | None = None  # of the programme; None: as the plan is written


def pending_code() -> str | None:
    """The code of the first start; None once somebody can sign in."""
    with elevated(), transaction() as db:
        if db.scalar(select(Account.id).limit(1)) is not None:
            return None
        insert_once(SetupCode, {"name": "first", "code": secrets.new_token()[:10]}, on="name")
        return db.scalars(select(SetupCode.code)).one()


def set_up(said: FirstStart, *, password_hash: str) -> int:
    """Make the two communes, their partnership and the first officer; the id of the person. Once only."""
    with elevated(), transaction() as db:
        code = db.scalars(select(SetupCode).with_for_update()).one_or_none()
        if code is None or db.scalar(select(Account.id).limit(1)) is not None:
            raise AlreadySetUp
        if not secrets.same(code.code, said.code.strip()):
            raise WrongCode("code")
        db.delete(code)
        north = _commune(said.north, said.north_name, Side.NORTH)
        south = _commune(said.south, said.south_name, Side.SOUTH)
        service.new_partnership(north, [south], starts_on=said.partnership_since)
        email = contacts.address_of(said.email)
        person = service.new_person(said.name_latin, name_ar=said.name_ar, email=email, language=said.language)
        home = south if said.works_for is Side.SOUTH else north
        for role in _first_roles(home.side):
            service.give_mandate(person, home, role, starts_on=said.today)
        accounts.make_account(person, password_hash=password_hash)
        audit.record("setup.done", person)
        return person.id


def _first_roles(side: Side | None) -> tuple[Role, ...]:
    first = Role.SAS_OFFICER if side is Side.SOUTH else Role.COORDINATOR
    return (first, Role.ADMINISTRATOR)


def _commune(key: str, typed: str, side: Side) -> Organisation:
    if key not in known.communes():
        return _typed_commune(typed, side)
    found = known.communes()[key]
    return service.new_organisation(
        Texts(found.name),
        kind=OrganisationKind.COMMUNE,
        slug=key,
        country=found.country,
        side=side,
        languages=list(found.languages),
        region=found.region,
        market_day=found.market_day,
    )


def _typed_commune(typed: str, side: Side) -> Organisation:
    if not (called := clean(typed)[:200]):
        raise CommuneUnnamed("north_name" if side is Side.NORTH else "south_name")
    name = Texts(fr=called)
    return service.new_organisation(
        name,
        kind=OrganisationKind.COMMUNE,
        slug=organisations.free_slug(name),
        country=organisations.COUNTRIES[side],
        side=side,
        languages=["fr", "nl"] if side is Side.NORTH else ["ar", "fr"],
    )


def is_done() -> bool:
    with reading():
        return session().scalar(select(Account.id).limit(1)) is not None
