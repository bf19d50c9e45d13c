"""Trainings as a catalogue describes them, and who gives them."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cic_events.cycle.directory.states import TrainerState
from cic_events.events.states import Audience
from cic_events.kernel.db import Base, Owned
from cic_events.kernel.texts import Texts
from cic_events.people.models import Person


class Training(Owned, Base):
    """A catalogue sheet: what can be given, to whom, in how long."""

    __tablename__ = "training"
    __table_args__ = (CheckConstraint("duration_hours > 0", name="lasts"),)

    title: Mapped[Texts]
    objectives: Mapped[Texts] = mapped_column(default=Texts)
    audience: Mapped[Audience | None]
    duration_hours: Mapped[int]
    theme: Mapped[str | None] = mapped_column(String(60), index=True)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class Trainer(Owned, Base):
    """A person who trains. Published only with a dated consent."""

    __tablename__ = "trainer"
    __table_args__ = (
        UniqueConstraint("person_id"),
        CheckConstraint("state <> 'published' OR consented_on IS NOT NULL", name="published_with_consent"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    themes: Mapped[list[str]] = mapped_column(default=list)
    languages: Mapped[list[str]] = mapped_column(default=list)
    state: Mapped[TrainerState] = mapped_column(default=TrainerState.PROPOSED)
    consented_on: Mapped[date | None]
    confirmed_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    person: Mapped[Person] = relationship()

    __mapper_args__ = {"version_id_col": version}
