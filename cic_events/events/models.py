"""Events, their parts, and the registrations with their history."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from cic_events.events.states import (
    ACTIVE,
    Answer,
    Audience,
    EventKind,
    EventState,
    Presence,
    PresenceSource,
    RegistrationState,
)
from cic_events.kernel.db import Base, Owned, Reach
from cic_events.kernel.texts import Texts
from cic_events.people.models import Organisation, Person


class Event(Owned, Base):
    """What people are convened to. `taken`, `waiting`, `queued` move by conditional UPDATE, never by the ORM."""

    __tablename__ = "event"

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:
        if cls.__tablename__ != "event":
            return ()
        return (
            UniqueConstraint("owner_id", "id"),
            CheckConstraint("taken >= 0 AND taken <= capacity", name="taken_fits"),
            CheckConstraint("waiting >= 0", name="waiting_counts"),
            CheckConstraint("minimum >= 0 AND minimum <= capacity", name="minimum_fits"),
            CheckConstraint("offer_days >= 0 AND offer_hours > 0", name="offers_end"),
            Index("ix_event_starts_at_state", "starts_at", "state"),
        )

    kind: Mapped[EventKind] = mapped_column()
    state: Mapped[EventState] = mapped_column(default=EventState.DRAFT, index=True)
    title: Mapped[Texts]
    description: Mapped[Texts] = mapped_column(default=Texts)
    place: Mapped[Texts] = mapped_column(default=Texts)
    online_url: Mapped[str | None] = mapped_column(String(400))
    audience: Mapped[Audience | None]
    theme: Mapped[str | None] = mapped_column(String(60), index=True)
    languages: Mapped[list[str]] = mapped_column(default=list)
    activity_code: Mapped[str | None] = mapped_column(String(20), index=True)
    led_by: Mapped[str] = mapped_column(String(200), default="")  # the name as published: trainer, chair
    zone: Mapped[str] = mapped_column(String(60))

    capacity: Mapped[int]
    minimum: Mapped[int] = mapped_column(default=0)
    taken: Mapped[int] = mapped_column(default=0)
    waiting: Mapped[int] = mapped_column(default=0)
    queued: Mapped[int] = mapped_column(default=0)
    closes_at: Mapped[datetime | None]
    pooled: Mapped[bool] = mapped_column(default=False)  # the places stand in pools, or groups register: seat_quota
    offer_days: Mapped[int] = mapped_column(default=3)  # so near the start a free place is offered, not given
    offer_hours: Mapped[int] = mapped_column(default=8)  # working hours to say yes
    eligibility: Mapped[dict[str, Any]] = mapped_column(default=dict)  # condition -> how strict

    # what lists show of the parts, so that they need not read them
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]
    day_start: Mapped[time | None]
    day_end: Mapped[time | None]
    part_count: Mapped[int] = mapped_column(default=0)
    search_key: Mapped[str] = mapped_column(String(1000), default="")

    reason: Mapped[str] = mapped_column(String(500), default="")  # of a cancellation or postponement
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime] = mapped_column(index=True)
    version: Mapped[int] = mapped_column()

    host: Mapped[Organisation] = relationship(foreign_keys="Event.owner_id", viewonly=True)
    parts: Mapped[list["EventPart"]] = relationship(
        back_populates="event", order_by="EventPart.starts_at", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version, "polymorphic_on": kind}


class EventPart(Base):
    """One stretch of time on one day: the wall times are the truth, the instants are derived."""

    __tablename__ = "event_part"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    day: Mapped[date] = mapped_column(index=True)
    start: Mapped[time]
    end: Mapped[time]
    zone: Mapped[str] = mapped_column(String(60))
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    tz_version: Mapped[str] = mapped_column(String(20))
    uid: Mapped[str] = mapped_column(String(200), unique=True)
    locked_at: Mapped[datetime | None]  # the sheet was countersigned
    locked_by: Mapped[str] = mapped_column(String(200), default="")  # the name that signed
    locked_digest: Mapped[str | None] = mapped_column(String(64))  # of the marks as they were signed

    event: Mapped[Event] = relationship(back_populates="parts")
    texts: Mapped[list["PartText"]] = relationship(back_populates="part", cascade="all, delete-orphan")


class PartText(Base):
    """The finished VEVENT of one part in one language, built when the event changes and joined for feeds."""

    __tablename__ = "event_part_text"
    __table_args__ = (UniqueConstraint("part_id", "language"),)

    part_id: Mapped[int] = mapped_column(ForeignKey("event_part.id", ondelete="CASCADE"), index=True)
    language: Mapped[str] = mapped_column(String(2))
    vevent: Mapped[str]
    version: Mapped[int]  # of the event it was built from

    part: Mapped[EventPart] = relationship(back_populates="texts")


class Registration(Owned, Base):
    """One person for one event; it belongs to the host and is seen by the person and the person's organisation."""

    __tablename__ = "registration"
    __table_args__ = (ForeignKeyConstraint(["owner_id", "event_id"], ["event.owner_id", "event.id"]),)

    event_id: Mapped[int] = mapped_column(index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    function: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[RegistrationState]
    queue_number: Mapped[int]
    commune_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))  # what the pools ask of it,
    audience: Mapped[Audience | None]  # written down once: nobody changes pools by changing jobs
    quota_id: Mapped[int | None] = mapped_column(ForeignKey("seat_quota.id"), index=True)  # where the place is
    party_id: Mapped[int | None] = mapped_column(ForeignKey("registration_party.id"), index=True)
    offer_until: Mapped[datetime | None]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # on behalf; None: the person
    consent_at: Mapped[datetime | None]
    link_seed: Mapped[str] = mapped_column(String(64))
    link_hash: Mapped[str] = mapped_column(String(64), unique=True)
    partstat: Mapped[Answer]
    sequence: Mapped[int] = mapped_column(default=0)  # the last one sent
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    event: Mapped[Event] = relationship(viewonly=True)
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    organisation: Mapped[Organisation | None] = relationship(foreign_keys=[organisation_id])
    steps: Mapped[list["RegistrationStep"]] = relationship(back_populates="registration")

    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def also_visible(cls, reach: Reach) -> ColumnElement[bool] | None:
        """The person sees it, and so does the person's organisation."""
        ways = []
        if reach.person_id is not None:
            ways.append(cls.person_id == reach.person_id)
        if reach.organisations:
            ways.append(cls.organisation_id.in_(sorted(reach.organisations)))
        return None if not ways else ways[0] if len(ways) == 1 else ways[0] | ways[1]


_ALIVE = Registration.state.in_(sorted(ACTIVE))
Index(
    "uq_registration_alive",
    Registration.event_id,
    Registration.person_id,
    unique=True,
    sqlite_where=_ALIVE,
    postgresql_where=_ALIVE,
)


class RegistrationStep(Base):
    """One move of a registration. Rows are only added."""

    __tablename__ = "registration_step"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    before: Mapped[str | None] = mapped_column(String(40))
    after: Mapped[RegistrationState]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(500), default="")
    told: Mapped[str] = mapped_column(String(60), default="")  # the message that left with it
    quota_id: Mapped[int | None] = mapped_column(ForeignKey("seat_quota.id"))  # the pool of the place then

    registration: Mapped[Registration] = relationship(back_populates="steps")


class AttendanceEvent(Base):
    """One mark as it was made. Rows are only added; the key makes sending twice harmless."""

    __tablename__ = "attendance_event"
    __table_args__ = (Index("uq_attendance_event_about_id", "about_id", unique=True),)

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("event_part.id"), index=True)
    status: Mapped[Presence]
    minutes_lost: Mapped[int] = mapped_column(default=0)
    source: Mapped[PresenceSource]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(String(200), default="")  # who came by a link
    second_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # confirms a correction after the lock
    reason: Mapped[str] = mapped_column(String(500), default="")
    about_id: Mapped[int | None] = mapped_column(
        ForeignKey("attendance_event.id")
    )  # the correction asked, decided here
    upheld: Mapped[bool | None]  # of a decision: confirmed or refused
    receipt: Mapped[str] = mapped_column(String(20), unique=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)


class Attendance(Owned, Base):
    """How one person was there for one part, by the newest mark; totals are sums of minutes."""

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("registration_id", "part_id"),
        CheckConstraint("minutes >= 0", name="minutes_counted"),
    )

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("event_part.id"), index=True)
    status: Mapped[Presence]
    minutes: Mapped[int]  # present
    source: Mapped[PresenceSource]
    marked_at: Mapped[datetime]

    registration: Mapped[Registration] = relationship()
    part: Mapped[EventPart] = relationship()
