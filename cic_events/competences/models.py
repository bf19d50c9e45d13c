"""Learning objectives: what a person can do afterwards, said as a verb."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cic_events.kernel.db import Base, Owned
from cic_events.kernel.texts import Texts


class LearningObjective(Owned, Base):
    """A verb and what it is about ("write a job sheet"), with the level wanted afterwards, 0 to 4."""

    __tablename__ = "learning_objective"
    shared = True
    __table_args__ = (CheckConstraint("target_level BETWEEN 0 AND 4", name="level_known"),)

    text: Mapped[Texts]
    target_level: Mapped[int] = mapped_column(default=3)
