"""What pages show of questionnaires, waves and attempts: frozen answers. Answers themselves only to who gave them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from cic_events.kernel import clock
from cic_events.kernel.db import elevated, session
from cic_events.kernel.errors import NotFound
from cic_events.kernel.texts import Texts
from cic_events.people.models import Language, Person
from cic_events.questionnaires import attempts, rules
from cic_events.questionnaires.models import Answer, Attempt, Choice, EvaluationWave, Question
from cic_events.questionnaires.states import AttemptState, Phase, QuestionKind, WaveState

NAME = func.coalesce(func.nullif(Person.name_latin, ""), Person.name_ar)


@dataclass(frozen=True)
class ChoiceLine:
    code: str
    wording: Texts
    points: int

    @property
    def right(self) -> bool:
        return self.points > 0


@dataclass(frozen=True)
class QuestionLine:
    id: int
    item_code: str
    item_version: int
    kind: QuestionKind
    wording: Texts
    points: int
    objective_id: int | None
    choices: Sequence[ChoiceLine]


def questions(questionnaire_id: int) -> list[QuestionLine]:
    """The questions in their order, whoever asks: the caller has checked. Two statements."""
    with elevated():
        found = session().execute(
            select(
                Question.id, Question.item_code, Question.item_version, Question.kind, Question.wording,
                Question.points, Question.learning_objective_id,
            )
            .where(Question.questionnaire_id == questionnaire_id)
            .order_by(Question.position)
        ).all()  # fmt: skip
        choices: dict[int, list[ChoiceLine]] = {}
        rows = session().execute(
            select(Choice.question_id, Choice.code, Choice.wording, Choice.points)
            .join(Question, Question.id == Choice.question_id)
            .where(Question.questionnaire_id == questionnaire_id)
            .order_by(Choice.position)
        )
        for question_id, code, wording, points in rows:
            choices.setdefault(question_id, []).append(ChoiceLine(code, wording, points))
    return [QuestionLine(*row, choices.get(row[0], [])) for row in found]


@dataclass(frozen=True)
class Wave:
    """A wave and how many were asked and have answered."""

    id: int
    subject_id: int
    owner_id: int
    questionnaire_id: int
    phase: Phase
    state: WaveState
    opens_at: datetime | None
    closes_at: datetime | None
    invited: int
    answered: int

    @property
    def takes(self) -> rules.Takes:
        return rules.takes(self.state, closes_at=self.closes_at, now=clock.now())


_SENT = (AttemptState.SUBMITTED, AttemptState.SCORED)


def waves(kind: str, subject_ids: Iterable[int]) -> list[Wave]:
    """The waves about these subjects, whoever asks: the caller has checked. One statement."""
    wave = EvaluationWave
    sent = func.count(Attempt.id).filter(Attempt.state.in_(_SENT))
    statement = (
        select(
            wave.id, wave.subject_id, wave.owner_id, wave.questionnaire_id, wave.phase, wave.state, wave.opens_at,
            wave.closes_at, func.count(Attempt.id), sent,
        )
        .outerjoin(Attempt, (Attempt.wave_id == wave.id) & (Attempt.state != AttemptState.VOID))
        .where(wave.subject_kind == kind, wave.subject_id.in_(sorted(set(subject_ids))))
        .group_by(wave.id)
        .order_by(wave.subject_id, wave.id)
    )  # fmt: skip
    with elevated():
        return [Wave(*tuple(row)) for row in session().execute(statement)]


@dataclass(frozen=True)
class Asked:
    """One person of a wave, as who organises it sees them: whether they answered, never what."""

    id: int
    wave_id: int
    person_id: int
    name: str
    email: str | None
    phone: str | None
    language: Language
    state: AttemptState
    kept: int
    submitted_at: datetime | None
    typed: bool

    @property
    def sent(self) -> bool:
        return self.state in _SENT


def asked(wave_ids: Iterable[int]) -> list[Asked]:
    """Everybody asked, by name, whoever asks: the caller has checked. One statement."""
    kept = select(func.count(Answer.id)).where(Answer.attempt_id == Attempt.id).correlate(Attempt).scalar_subquery()
    statement = (
        select(
            Attempt.id, Attempt.wave_id, Attempt.person_id, NAME, Person.email, Person.phone, Person.language,
            Attempt.state, kept, Attempt.submitted_at, Attempt.typed_by_id.is_not(None),
        )
        .join(Person, Person.id == Attempt.person_id)
        .where(Attempt.wave_id.in_(sorted(set(wave_ids))), Attempt.state != AttemptState.VOID)
        .order_by(NAME, Attempt.id)
    )  # fmt: skip
    with elevated():
        return [Asked(*tuple(row)) for row in session().execute(statement)]


@dataclass(frozen=True)
class Mine:
    """One's own attempt, as the link opens it, with what was kept of it."""

    id: int
    name: str
    language: Language
    state: AttemptState
    submitted_at: datetime | None
    typed: bool
    person_id: int | None
    wave: Wave
    picked: dict[str, list[str]]

    @property
    def sent(self) -> bool:
        return self.state in _SENT


def mine(token: str) -> Mine:
    """What this link opens; raises NotFound, whoever asks. Three statements."""
    id = attempts.id_of_link(token)
    if id is None:
        raise NotFound
    with elevated():
        row: Any = session().execute(
            select(
                Attempt.id, NAME, Person.language, Attempt.state, Attempt.submitted_at,
                Attempt.typed_by_id.is_not(None), Attempt.person_id, EvaluationWave.subject_kind,
                EvaluationWave.subject_id, EvaluationWave.id,
            )
            .join(EvaluationWave, EvaluationWave.id == Attempt.wave_id)
            .join(Person, Person.id == Attempt.person_id)
            .where(Attempt.id == id)
        ).one()  # fmt: skip
        *own, kind, subject_id, wave_id = row
        rows = session().execute(
            select(Question.item_code, Answer.picked)
            .join(Question, Question.id == Answer.question_id)
            .where(Answer.attempt_id == id)
        )
        kept = {code: list(picked) for code, picked in rows}
    wave = next(wave for wave in waves(kind, [subject_id]) if wave.id == wave_id)
    return Mine(*own, wave, kept)  # type: ignore[call-arg]


def points(wave_ids: Iterable[int]) -> dict[tuple[int, int], dict[int, int]]:
    """(wave, person) -> question -> points, of what was sent. One statement; the caller has checked who asks."""
    statement = (
        select(Attempt.wave_id, Attempt.person_id, Answer.question_id, Answer.points)
        .outerjoin(Answer, Answer.attempt_id == Attempt.id)
        .where(Attempt.wave_id.in_(sorted(set(wave_ids))), Attempt.state.in_(_SENT))
    )
    found: dict[tuple[int, int], dict[int, int]] = {}
    with elevated():
        for wave_id, person_id, question_id, worth in session().execute(statement):
            if person_id is not None:
                given = found.setdefault((wave_id, person_id), {})
                if question_id is not None:
                    given[question_id] = worth or 0
    return found
