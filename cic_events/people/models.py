"""Who there is. Every personal column says what it is for and how long it is kept."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cic_events.kernel import clock
from cic_events.kernel.db import Base
from cic_events.kernel.texts import Texts
from cic_events.people.kinds import (
    Channel as Channel,
)
from cic_events.people.kinds import (
    Gender as Gender,
)
from cic_events.people.kinds import (
    Language as Language,
)
from cic_events.people.kinds import (
    LinkPurpose as LinkPurpose,
)
from cic_events.people.kinds import (
    OrganisationKind as OrganisationKind,
)
from cic_events.people.kinds import (
    Role as Role,
)
from cic_events.people.kinds import (
    Side as Side,
)


def personal(purpose: str, retention: str) -> dict[str, str]:
    """What a personal column is for and how long it is kept."""
    return {"purpose": purpose, "retention": retention}


PROOF_YEARS = "programme and audit years"
WHILE_ACTIVE = "until the person leaves or asks"


class Organisation(Base):
    """A commune, an association, a body of trainers, the programme's office. Who owns rows."""

    __tablename__ = "organisation"

    kind: Mapped[OrganisationKind]
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[Texts]
    search_key: Mapped[str] = mapped_column(String(400), index=True)
    country: Mapped[str] = mapped_column(String(2))
    side: Mapped[Side | None]
    zone: Mapped[str] = mapped_column(String(60))
    languages: Mapped[list[str]] = mapped_column(default=list)
    region: Mapped[str] = mapped_column(String(80), default="")
    market_day: Mapped[str | None] = mapped_column(String(3))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    version: Mapped[int] = mapped_column()

    parent: Mapped["Organisation | None"] = relationship(remote_side="Organisation.id")

    __mapper_args__ = {"version_id_col": version}


class Person(Base):
    """One identity per person. Names as typed, in two scripts; several may share an address, some have none."""

    __tablename__ = "person"

    name_latin: Mapped[str] = mapped_column(String(200), info=personal("to call and recognise the person", PROOF_YEARS))
    name_ar: Mapped[str] = mapped_column(
        String(200), default="", info=personal("to write to the person in Arabic", PROOF_YEARS)
    )
    search_key: Mapped[str] = mapped_column(
        String(420), index=True, info=personal("to find the person whatever the spelling", PROOF_YEARS)
    )
    language: Mapped[Language] = mapped_column(
        default=Language.UNKNOWN, info=personal("to write in the person's language", WHILE_ACTIVE)
    )
    gender: Mapped[Gender] = mapped_column(
        default=Gender.UNKNOWN, info=personal("counts by sex asked by the donor", PROOF_YEARS)
    )
    email: Mapped[str | None] = mapped_column(
        String(254), index=True, info=personal("confirmations and invitations", WHILE_ACTIVE)
    )
    phone: Mapped[str | None] = mapped_column(
        String(32), index=True, info=personal("to reach who has no address", WHILE_ACTIVE)
    )
    channel: Mapped[Channel] = mapped_column(
        default=Channel.EMAIL, info=personal("what reaches the person", WHILE_ACTIVE)
    )
    fictional: Mapped[bool] = mapped_column(default=False)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    version: Mapped[int] = mapped_column()

    mandates: Mapped[list["Mandate"]] = relationship(back_populates="person", order_by="Mandate.starts_on")

    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        return self.name_latin or self.name_ar


class Mandate(Base):
    """A person's role in an organisation, dated; an election ends many at once."""

    __tablename__ = "mandate"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
        Index("ix_mandate_active", "person_id", "starts_on", "ends_on"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[Role]
    function: Mapped[str] = mapped_column(
        String(200), default="", info=personal("the function as published", PROOF_YEARS)
    )
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    deed: Mapped[str] = mapped_column(String(200), default="")

    person: Mapped[Person] = relationship(back_populates="mandates")
    organisation: Mapped[Organisation] = relationship()


class Partnership(Base):
    """A Belgian commune with one or more Moroccan ones, dated."""

    __tablename__ = "partnership"
    __table_args__ = (CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),)

    north_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    north: Mapped[Organisation] = relationship()
    souths: Mapped[list["PartnershipSouth"]] = relationship(cascade="all, delete-orphan")


class PartnershipSouth(Base):
    __tablename__ = "partnership_south"
    __table_args__ = (UniqueConstraint("partnership_id", "organisation_id"),)

    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)

    organisation: Mapped[Organisation] = relationship()


class Account(Base):
    """The right of a person to sign in; by link, and by password where one was set."""

    __tablename__ = "account"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    email: Mapped[str] = mapped_column(
        String(254), unique=True, info=personal("to sign in", "while the account is open")
    )
    password_hash: Mapped[str | None] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())

    person: Mapped[Person] = relationship()


class LoginSession(Base):
    """A browser that is signed in. The token is stored hashed."""

    __tablename__ = "login_session"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    confirmed_at: Mapped[datetime]  # when the person last proved who it is
    device: Mapped[str] = mapped_column(
        String(200), default="", info=personal("so that the person knows own browsers", "until the session ends")
    )


class LoginLink(Base):
    """A mailed link: single use, hashed, short-lived."""

    __tablename__ = "login_link"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    purpose: Mapped[LinkPurpose]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Throttle(Base):
    """Wrong tries and mailed links per account name, known or not; the name is stored as a keyed digest."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(String(64), unique=True)
    tries: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime]


class FeedToken(Base):
    """The secret address of a personal calendar feed."""

    __tablename__ = "feed_token"
    __table_args__ = (Index("ix_feed_token_person", "person_id", "kind"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(40))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    rotated_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]


class Erasure(Base):
    """Who was erased, by number: a restored backup erases them again. `born_at` tells a number that was given twice."""

    __tablename__ = "erasure"
    __table_args__ = (UniqueConstraint("person_id", "born_at"),)

    person_id: Mapped[int]
    born_at: Mapped[datetime]
    erased_at: Mapped[datetime]
