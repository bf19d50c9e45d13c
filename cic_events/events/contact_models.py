"""Who asked to be called, and who was told by voice or by a message that we did not send."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cic_events.events.models import Registration
from cic_events.kernel.db import Base, Owned


class Told(StrEnum):
    """How somebody was told."""

    WHATSAPP = "whatsapp"
    PHONE = "phone"
    PAPER = "paper"


class CallRequest(Owned, Base):
    """A wish to be called: one open request for a registration; it ends when somebody called."""

    __tablename__ = "call_request"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    asked_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    registration: Mapped[Registration] = relationship()


_OPEN = CallRequest.done_at.is_(None)
Index(
    "uq_call_request_open",
    CallRequest.registration_id,
    unique=True,
    sqlite_where=_OPEN,
    postgresql_where=_OPEN,
)


class TellingNote(Owned, Base):
    """That an officer told a person of the session, and how. Rows are only added."""

    __tablename__ = "telling_note"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    how: Mapped[Told]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
