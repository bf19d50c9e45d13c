"""The outbox: what is told, to whom, in what state, and what the server said."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, LargeBinary, Text, and_
from sqlalchemy.orm import Mapped, deferred, mapped_column

from cic_events.kernel import clock
from cic_events.kernel.db import Base, Owned, Reach


class MailState(StrEnum):
    QUEUED = "queued"
    HELD = "held"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    UNREACHABLE = "unreachable"


UNSENT = (MailState.QUEUED, MailState.HELD)
ENDED = (MailState.SENT, MailState.CANCELLED, MailState.SUPERSEDED, MailState.EXPIRED)


class Mail(Owned, Base):
    """One notice on its way to one person."""

    __tablename__ = "mail"

    key: Mapped[str] = mapped_column(unique=True)
    thread: Mapped[str | None] = mapped_column(index=True)  # the prefix of the keys this one takes the place of
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    registration_id: Mapped[int | None] = mapped_column(index=True)
    recipient: Mapped[str | None] = mapped_column(index=True)
    recipient_name: Mapped[str]
    channel: Mapped[str]
    locale: Mapped[str]
    template: Mapped[str]
    facts: Mapped[dict[str, Any]]
    why: Mapped[str]
    calendar: Mapped[str | None] = deferred(mapped_column(Text))
    calendar_method: Mapped[str | None]
    unsubscribe_link: Mapped[str | None]
    secret: Mapped[bool]
    message_id: Mapped[str] = mapped_column(unique=True)
    dated: Mapped[datetime]  # the Date of the mail: when it was posted
    state: Mapped[MailState] = mapped_column(default=MailState.QUEUED, index=True)
    smtp_answer: Mapped[str | None] = mapped_column(Text)
    tries: Mapped[int] = mapped_column(default=0)
    round: Mapped[int] = mapped_column(default=0)  # raised when an officer sends it again
    send_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    first_tried_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    rendered: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    created_at: Mapped[datetime] = mapped_column(default=lambda: clock.now(), index=True)

    @classmethod
    def also_visible(cls, reach: Reach) -> ColumnElement[bool] | None:
        """One's own mail, except what only the mailbox may show."""
        if reach.person_id is None:
            return None
        return and_(cls.person_id == reach.person_id, cls.secret.is_(False))

    @property
    def job_key(self) -> str:
        return f"mail:{self.key}:{self.round}"


class SuppressedAddress(Base):
    """An address that is written to no more, and why."""

    __tablename__ = "suppressed_address"

    address: Mapped[str] = mapped_column(unique=True)  # folded
    reason: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
