"""First start: an empty house, opened once with a code that the server prints."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from cic_events.kernel import audit, secrets
from cic_events.kernel.db import Base, elevated, reading, session, transaction
from cic_events.kernel.errors import N_, DomainError, FieldRefused
from cic_events.kernel.jobs import insert_once
from cic_events.kernel.texts import Texts
from cic_events.people import accounts, known, service
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


@dataclass(frozen=True)
class FirstStart:
    """What the first person says."""

    code: str
    north: str  # keys of the known communes
    south: str
    partnership_since: date
    name_latin: str
    name_ar: str
    email: str
    password: str
    language: Language
    commune: str  # which of the two the first officer works for
    today: date


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
        north, south = _commune(said.north), _commune(said.south)
        service.new_partnership(north, [south], starts_on=said.partnership_since)
        person = service.new_person(said.name_latin, name_ar=said.name_ar, email=said.email, language=said.language)
        home = south if said.commune == said.south else north
        for role in _first_roles(home.side):
            service.give_mandate(person, home, role, starts_on=said.today)
        accounts.make_account(person, password_hash=password_hash)
        audit.record("setup.done", person)
        return person.id


def _first_roles(side: Side | None) -> tuple[Role, ...]:
    first = Role.SAS_OFFICER if side is Side.SOUTH else Role.COORDINATOR
    return (first, Role.ADMINISTRATOR)


def _commune(key: str) -> Organisation:
    found = known.communes()[key]
    return service.new_organisation(
        Texts(found.name),
        kind=OrganisationKind.COMMUNE,
        slug=key,
        country=found.country,
        side=Side(found.side),
        languages=list(found.languages),
        region=found.region,
        market_day=found.market_day,
    )


def is_done() -> bool:
    with reading():
        return session().scalar(select(Account.id).limit(1)) is not None
