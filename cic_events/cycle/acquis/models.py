"""What one person learnt of one objective, and the certificates that say so."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cic_events.competences.models import LearningObjective
from cic_events.cycle.acquis.states import AcquisState, CertificateKind, CertificateState, Verdict
from cic_events.events.models import Registration
from cic_events.kernel.db import Base, Owned
from cic_events.people.models import Person

# Two verdicts in one table need a name each for their check.
_PROPOSED = Enum(
    Verdict,
    native_enum=False,
    create_constraint=True,
    length=40,
    name="proposed",
    values_callable=lambda enum: [member.value for member in enum],
)


class Acquis(Owned, Base):
    """Points before and after on the items of one objective, the verdict proposed by the rule, and the trainer's."""

    __tablename__ = "acquis"
    __table_args__ = (
        UniqueConstraint("registration_id", "learning_objective_id"),
        CheckConstraint("state = 'draft' OR verdict IS NOT NULL", name="validated_with_verdict"),
    )

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"))
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"), index=True)
    learning_objective_id: Mapped[int] = mapped_column(ForeignKey("learning_objective.id"), index=True)
    pre: Mapped[int | None]
    post: Mapped[int | None]
    possible: Mapped[int | None]  # points of the items asked both times
    trainer_rating: Mapped[int | None]  # 0 to 4
    proposed: Mapped[Verdict] = mapped_column(_PROPOSED)
    verdict: Mapped[Verdict | None]
    state: Mapped[AcquisState] = mapped_column(default=AcquisState.DRAFT)
    validated_at: Mapped[datetime | None]
    validated_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    contested_at: Mapped[datetime | None]
    contest: Mapped[str] = mapped_column(String(1000), default="")
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_because: Mapped[str | None] = mapped_column(String(1000))
    need_id: Mapped[int | None] = mapped_column(ForeignKey("training_need.id"), index=True)  # the gap left over
    version: Mapped[int] = mapped_column()

    registration: Mapped[Registration] = relationship()
    learning_objective: Mapped[LearningObjective] = relationship()

    __mapper_args__ = {"version_id_col": version}


class Certificate(Owned, Base):
    """A paper with a number. What it says is kept with it, so that it prints again as it was issued."""

    __tablename__ = "certificate"
    __table_args__ = (
        CheckConstraint("state = 'issued' OR ended_because <> ''", name="ended_with_reason"),
        CheckConstraint("minutes >= 0", name="minutes_counted"),
    )

    kind: Mapped[CertificateKind]
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    state: Mapped[CertificateState] = mapped_column(default=CertificateState.ISSUED)
    minutes: Mapped[int]  # of presence
    says: Mapped[dict[str, Any]]
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_because: Mapped[str] = mapped_column(String(500), default="")
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"))
    version: Mapped[int] = mapped_column()

    registration: Mapped[Registration] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])

    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def also_visible(cls, reach: Any) -> Any:
        """The person sees the own one."""
        return None if reach.person_id is None else cls.person_id == reach.person_id


_VALID = Certificate.state == CertificateState.ISSUED
Index(
    "uq_certificate_valid",
    Certificate.registration_id,
    Certificate.kind,
    unique=True,
    sqlite_where=_VALID,
    postgresql_where=_VALID,
)


class CertificateCounter(Base):
    """The last number given in a year. It moves in the same commit as the certificates, so no number is lost."""

    __tablename__ = "certificate_counter"

    year: Mapped[int] = mapped_column(unique=True)
    last: Mapped[int] = mapped_column(default=0)
