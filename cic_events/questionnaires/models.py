"""Questionnaires in versions, their questions; waves, the attempts of people, and what they answered."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cic_events.competences.models import LearningObjective
from cic_events.kernel.db import Base, Owned
from cic_events.kernel.texts import Texts
from cic_events.people.models import Person
from cic_events.questionnaires.states import (
    AttemptState,
    Phase,
    QuestionKind,
    QuestionnaireKind,
    QuestionnaireState,
    WaveMode,
    WaveState,
)


class Questionnaire(Owned, Base):
    """One edition of a list of questions."""

    __tablename__ = "questionnaire"
    shared = True

    kind: Mapped[QuestionnaireKind]
    title: Mapped[Texts]
    edition: Mapped[int] = mapped_column(default=1)
    state: Mapped[QuestionnaireState] = mapped_column(default=QuestionnaireState.DRAFT)
    version: Mapped[int] = mapped_column()

    questions: Mapped[list["Question"]] = relationship(
        back_populates="questionnaire", order_by="Question.position", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}


class Question(Base):
    """A question. The same item_code and item_version are the same question wherever it is asked."""

    __tablename__ = "question"
    __table_args__ = (
        UniqueConstraint("questionnaire_id", "item_code"),
        CheckConstraint("points >= 0", name="points_known"),
    )

    questionnaire_id: Mapped[int] = mapped_column(ForeignKey("questionnaire.id", ondelete="CASCADE"))
    item_code: Mapped[str] = mapped_column(String(40))
    item_version: Mapped[int] = mapped_column(default=1)
    position: Mapped[int]
    kind: Mapped[QuestionKind]
    wording: Mapped[Texts]
    points: Mapped[int] = mapped_column(default=0)  # most that an answer is worth; 0: not scored
    required: Mapped[bool] = mapped_column(default=False)
    learning_objective_id: Mapped[int | None] = mapped_column(ForeignKey("learning_objective.id"), index=True)
    kirkpatrick_level: Mapped[int | None]

    questionnaire: Mapped[Questionnaire] = relationship(back_populates="questions")
    learning_objective: Mapped[LearningObjective | None] = relationship()
    choices: Mapped[list["Choice"]] = relationship(
        back_populates="question", order_by="Choice.position", cascade="all, delete-orphan"
    )


class Choice(Base):
    """One answer that may be picked, and what it is worth."""

    __tablename__ = "question_choice"
    __table_args__ = (UniqueConstraint("question_id", "code"),)

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]
    wording: Mapped[Texts]
    points: Mapped[int] = mapped_column(default=0)

    question: Mapped[Question] = relationship(back_populates="choices")


class EvaluationWave(Owned, Base):
    """A questionnaire put to people about a subject: (`training_session`, 12). The subject is the caller's word."""

    __tablename__ = "evaluation_wave"
    __table_args__ = (
        UniqueConstraint("subject_kind", "subject_id", "questionnaire_id", "phase"),
        CheckConstraint("closes_at IS NULL OR opens_at IS NULL OR closes_at > opens_at", name="closes_after_opening"),
    )

    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    questionnaire_id: Mapped[int] = mapped_column(ForeignKey("questionnaire.id"), index=True)
    phase: Mapped[Phase]
    mode: Mapped[WaveMode] = mapped_column(default=WaveMode.NOMINAL)
    state: Mapped[WaveState] = mapped_column(default=WaveState.PLANNED)
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    min_n: Mapped[int] = mapped_column(default=5)
    version: Mapped[int] = mapped_column()

    questionnaire: Mapped[Questionnaire] = relationship()

    __mapper_args__ = {"version_id_col": version}


class Attempt(Owned, Base):
    """One person's answers to one wave; each is saved as it is given."""

    __tablename__ = "attempt"

    wave_id: Mapped[int] = mapped_column(ForeignKey("evaluation_wave.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[AttemptState] = mapped_column(default=AttemptState.INVITED)
    link_seed: Mapped[str] = mapped_column(String(64))
    link_hash: Mapped[str] = mapped_column(String(64), unique=True)
    invited_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    typed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # interview: somebody else typed
    points: Mapped[int | None]
    possible: Mapped[int | None]
    version: Mapped[int] = mapped_column()

    wave: Mapped[EvaluationWave] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    answers: Mapped[list["Answer"]] = relationship(back_populates="attempt", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}


_LIVE = Attempt.state != AttemptState.VOID
Index(
    "uq_attempt_live",
    Attempt.wave_id,
    Attempt.person_id,
    unique=True,
    sqlite_where=_LIVE,
    postgresql_where=_LIVE,
)


class Answer(Base):
    """What was answered to one question: the codes picked, or the text."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("attempt_id", "question_id"),)

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id", ondelete="CASCADE"))
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    picked: Mapped[list[str]] = mapped_column(default=list)
    text: Mapped[str] = mapped_column(default="")
    points: Mapped[int | None]
    saved_at: Mapped[datetime]

    attempt: Mapped[Attempt] = relationship(back_populates="answers")
