"""A training session: an event that comes from the plan, with what its public must know."""

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from cic_events.cycle.sessions.states import AssignmentState
from cic_events.events.models import Event
from cic_events.events.states import EventKind
from cic_events.kernel.texts import Texts
from cic_events.people.models import Person


class TrainingSession(Event):
    """A planned training, given."""

    __tablename__ = "training_session"

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:
        return (CheckConstraint("plan_item_id IS NOT NULL OR off_plan_reason <> ''", name="planned_or_explained"),)

    id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    plan_item_id: Mapped[int | None] = mapped_column(ForeignKey("plan_item.id"), index=True)
    off_plan_reason: Mapped[str] = mapped_column(String(500), default="")
    objectives: Mapped[Texts] = mapped_column(default=Texts)
    prerequisites: Mapped[Texts] = mapped_column(default=Texts)
    assessment: Mapped[Texts] = mapped_column(default=Texts)
    cost: Mapped[Texts] = mapped_column(default=Texts)
    trainer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    trainer_state: Mapped[AssignmentState | None]

    trainer: Mapped[Person | None] = relationship(foreign_keys=[trainer_id])

    __mapper_args__ = {"polymorphic_identity": EventKind.TRAINING}
