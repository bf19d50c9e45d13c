"""A training session: an event that comes from the plan, with what its public must know."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from cic_events.competences.models import LearningObjective
from cic_events.cycle.sessions.states import ENDED_ASSIGNMENTS, AssignmentState
from cic_events.events.models import Event
from cic_events.events.states import EventKind
from cic_events.kernel.db import Base, Owned, Reach
from cic_events.kernel.texts import Texts
from cic_events.people.models import Person


class TrainingSession(Event):
    """A planned training, given."""

    __tablename__ = "training_session"

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:
        return (
            CheckConstraint("plan_item_id IS NOT NULL OR off_plan_reason <> ''", name="planned_or_explained"),
            CheckConstraint("attendance_threshold BETWEEN 1 AND 100", name="attendance_threshold_percent"),
            CheckConstraint("pass_mark BETWEEN 1 AND 100", name="pass_mark_percent"),
        )

    id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    plan_item_id: Mapped[int | None] = mapped_column(ForeignKey("plan_item.id"), index=True)
    off_plan_reason: Mapped[str] = mapped_column(String(500), default="")
    objectives: Mapped[Texts] = mapped_column(default=Texts)
    prerequisites: Mapped[Texts] = mapped_column(default=Texts)
    assessment: Mapped[Texts] = mapped_column(default=Texts)
    cost: Mapped[Texts] = mapped_column(default=Texts)
    trainer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    trainer_state: Mapped[AssignmentState | None]

    # the definitions behind the figures: they stand still once the session is open
    attendance_threshold: Mapped[int] = mapped_column(default=80)  # percent of the minutes that makes somebody present
    pass_mark: Mapped[int] = mapped_column(default=60)  # percent of an objective's points that makes it acquired

    trainer: Mapped[Person | None] = relationship(foreign_keys=[trainer_id])
    objective_links: Mapped[list["SessionObjective"]] = relationship(
        order_by="SessionObjective.position", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"polymorphic_identity": EventKind.TRAINING}


class SessionObjective(Base):
    """A learning objective of a session, in its order."""

    __tablename__ = "session_objective"
    __table_args__ = (UniqueConstraint("session_id", "learning_objective_id"),)

    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id", ondelete="CASCADE"))
    learning_objective_id: Mapped[int] = mapped_column(ForeignKey("learning_objective.id"), index=True)
    position: Mapped[int]

    learning_objective: Mapped[LearningObjective] = relationship()


class TrainerAssignment(Owned, Base):
    """A trainer asked to give a session; the mailed link needs no account."""

    __tablename__ = "trainer_assignment"

    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[AssignmentState] = mapped_column(default=AssignmentState.PROPOSED)
    link_seed: Mapped[str] = mapped_column(String(64))
    link_hash: Mapped[str] = mapped_column(String(64), unique=True)
    asked_at: Mapped[datetime | None]
    answer_by: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # told by telephone: the officer
    reason: Mapped[str] = mapped_column(String(500), default="")  # of a refusal
    given: Mapped[str] = mapped_column(String(2000), default="")  # the report: what was given
    difficulties: Mapped[str] = mapped_column(String(2000), default="")
    advice: Mapped[str] = mapped_column(String(2000), default="")
    reported_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    session: Mapped[TrainingSession] = relationship(viewonly=True)
    person: Mapped[Person] = relationship(foreign_keys=[person_id])

    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def also_visible(cls, reach: Reach) -> ColumnElement[bool] | None:
        """The trainer sees it too."""
        return None if reach.person_id is None else cls.person_id == reach.person_id


_LIVE = TrainerAssignment.state.not_in(sorted(ENDED_ASSIGNMENTS))
Index(
    "uq_trainer_assignment_live",
    TrainerAssignment.session_id,
    TrainerAssignment.person_id,
    unique=True,
    sqlite_where=_LIVE,
    postgresql_where=_LIVE,
)
