"""What is kept of papers: the lines of a printed sheet, the photo of the signed one, the orders to travel."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cic_events.events.models import EventPart, Registration
from cic_events.kernel.db import Base, Owned
from cic_events.kernel.files import StoredFile


class PrintedSheet(Owned, Base):
    """A signature sheet as it left the printer: which registration stood on which line, under a code."""

    __tablename__ = "printed_sheet"

    part_id: Mapped[int] = mapped_column(ForeignKey("event_part.id"), index=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    lines: Mapped[list[int]] = mapped_column(JSON)  # registrations, the first on line 1
    printed_at: Mapped[datetime]

    part: Mapped[EventPart] = relationship()


class SheetPhoto(Owned, Base):
    """The photo of a signed sheet that was typed back, kept as proof."""

    __tablename__ = "sheet_photo"

    part_id: Mapped[int] = mapped_column(ForeignKey("event_part.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    file: Mapped[StoredFile] = relationship()


class Transport(StrEnum):
    SERVICE_VEHICLE = "service_vehicle"
    OWN_VEHICLE = "own_vehicle"
    BUS = "bus"
    TRAIN = "train"
    PLANE = "plane"
    OTHER = "other"


class Payer(StrEnum):
    OWN_COMMUNE = "own_commune"
    HOST = "host"
    PROGRAMME = "programme"
    PERSON = "person"


class MissionOrder(Owned, Base):
    """What an officer filled in so that a person may travel to an event; the next one begins with it."""

    __tablename__ = "mission_order"
    __table_args__ = (CheckConstraint("returns_on >= leaves_on", name="returns_after_leaving"),)

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), unique=True)
    grade: Mapped[str] = mapped_column(String(200), default="")
    purpose: Mapped[str] = mapped_column(String(500), default="")
    place: Mapped[str] = mapped_column(String(300), default="")
    leaves_on: Mapped[date | None]
    returns_on: Mapped[date | None]
    transport: Mapped[Transport | None]
    vehicle: Mapped[str] = mapped_column(String(120), default="")
    payer: Mapped[Payer | None]
    saved_at: Mapped[datetime]

    registration: Mapped[Registration] = relationship()
