"""Places divided in pools, people who register together, who was passed over, and the hours that count for an offer."""

from datetime import datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cic_events.events.states import Audience
from cic_events.kernel.db import Base


class SeatQuota(Base):
    """So many places of an event for a commune, an organisation, an audience; for everybody when it names none.

    Rows stay: a pool that is given up has no seats, and whom it is for never changes, so that history can be replayed.
    `taken` and `waiting` (who waits and could sit here) move by conditional UPDATE, never by the ORM.
    """

    __tablename__ = "seat_quota"
    __table_args__ = (
        CheckConstraint("taken >= 0 AND taken <= seats", name="taken_fits"),
        CheckConstraint("waiting >= 0", name="waiting_counts"),
    )

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    commune_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    audience: Mapped[Audience | None]
    seats: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    waiting: Mapped[int] = mapped_column(default=0)
    returned: Mapped[int] = mapped_column(default=0)  # places that went back to everybody
    returned_at: Mapped[datetime | None]
    link_seed: Mapped[str] = mapped_column(String(64))  # of the page where names are given
    link_hash: Mapped[str] = mapped_column(String(64), unique=True)


_GENERAL = SeatQuota.commune_id.is_(None) & SeatQuota.organisation_id.is_(None) & SeatQuota.audience.is_(None)
Index(
    "uq_seat_quota_general",
    SeatQuota.event_id,
    unique=True,
    sqlite_where=_GENERAL,
    postgresql_where=_GENERAL,
)


class RegistrationParty(Base):
    """People who registered together and come only when at least so many of them have a place."""

    __tablename__ = "registration_party"
    __table_args__ = (CheckConstraint("least >= 1 AND least <= size", name="least_fits"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    size: Mapped[int]
    least: Mapped[int]


class RegistrationPassed(Base):
    """Who waited longer and was passed over by a move, and why: so many were needed, so many were free."""

    __tablename__ = "registration_passed"
    __table_args__ = (UniqueConstraint("registration_id", "step_id"),)

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"))
    step_id: Mapped[int] = mapped_column(ForeignKey("registration_step.id"), index=True)
    needs: Mapped[int]
    free: Mapped[int]


class WorkingHours(Base):
    """From when to when people work in a country on a weekday; no row: they do not."""

    __tablename__ = "working_hours"
    __table_args__ = (
        UniqueConstraint("country", "ramadan", "weekday"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_known"),
        CheckConstraint("closes > opens", name="closes_after_opening"),
    )

    country: Mapped[str] = mapped_column(String(2))
    ramadan: Mapped[bool]
    weekday: Mapped[int]  # 0: Monday
    opens: Mapped[time]
    closes: Mapped[time]
