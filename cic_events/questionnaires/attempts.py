"""Answering: each answer is kept as it is given, and sent once. A verb is one transaction."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from cic_events.kernel import audit, clock
from cic_events.kernel.db import elevated, one, session, transaction
from cic_events.kernel.errors import DomainError, Forbidden, NotFound
from cic_events.people.permissions import Actor
from cic_events.questionnaires import links, rules
from cic_events.questionnaires.models import Answer, Attempt, EvaluationWave, Question
from cic_events.questionnaires.rules import Takes
from cic_events.questionnaires.states import AttemptState, WaveState, check_attempt

Answers = Mapping[str, Sequence[str]]
"""For each question, by its item code, the codes of the choices that were picked."""


class Outcome(StrEnum):
    """What became of the answers."""

    SENT = "sent"
    KEPT = "kept"  # the wave closed while they were typed: kept, not counted


def keep(attempt_id: int, *, answers: Answers, by: Actor) -> None:
    """Keep a draft. Raises AlreadySubmitted, WaveNotOpen, WaveClosed."""
    with transaction():
        attempt = _own(attempt_id, by)
        if _takes(attempt) is Takes.NOTHING:
            raise _closed(attempt.wave)
        _write(attempt, answers)
        _start(attempt)


def submit(attempt_id: int, *, answers: Answers, by: Actor) -> Outcome:
    """Send the answers, once. When the wave has just closed they are kept, and Outcome says so.

    Raises AlreadySubmitted, NothingAnswered, WaveNotOpen, WaveClosed.
    """
    with transaction():
        attempt = _own(attempt_id, by)
        how = _takes(attempt)
        if how is Takes.NOTHING:
            raise _closed(attempt.wave)
        _write(attempt, answers)
        if how is Takes.DRAFT:
            _start(attempt)
            return Outcome.KEPT
        _send(attempt)
        return Outcome.SENT


def type_in(attempt_id: int, *, answers: Answers, by: Actor, typist_id: int | None) -> None:
    """Somebody types what a person said or wrote on paper; also after closing. The caller has checked who asks."""
    with transaction():
        attempt = _held(attempt_id)
        attempt.typed_by_id = typist_id
        _write(attempt, answers)
        _send(attempt)
        audit.record("attempt.typed_in", attempt)


def hand_in(attempt_id: int, *, by: Actor, typist_id: int | None) -> None:
    """Send what a person had typed when the wave closed. The caller has checked who asks."""
    with transaction():
        attempt = _held(attempt_id)
        attempt.typed_by_id = typist_id
        _send(attempt)
        audit.record("attempt.handed_in", attempt)


def link_of(attempt_id: int) -> str:
    """The secret of a person's link, to be shown or read out; it is noted who saw it. The caller has checked who."""
    with transaction(), elevated():
        attempt = one(Attempt, attempt_id)
        audit.record("attempt.link_shown", attempt)
        return links.token(attempt.link_seed)


def id_of_link(token: str) -> int | None:
    """The attempt that a mailed link opens, whoever asks."""
    with elevated():
        return session().scalar(
            select(Attempt.id).where(Attempt.link_hash == links.digest(token), Attempt.state != AttemptState.VOID)
        )


def _own(id: int, by: Actor) -> Attempt:
    """The attempt of the link or of the person. Raises NotFound, Forbidden, AlreadySubmitted."""
    seen = session().execute(select(Attempt.person_id).where(Attempt.id == id)).one_or_none()
    if seen is None:
        raise NotFound
    own = by.person_id is not None and by.person_id == seen[0]
    if not own and id not in by.reach.granted(Attempt.__tablename__):
        raise Forbidden
    return _held(id)


def _held(id: int) -> Attempt:
    """The unsent attempt for writing, and its wave so that it does not close meanwhile."""
    with elevated():
        wave = select(EvaluationWave).join(Attempt, Attempt.wave_id == EvaluationWave.id).where(Attempt.id == id)
        wave = wave.with_for_update(read=True, of=EvaluationWave).execution_options(populate_existing=True)
        if session().scalars(wave).one_or_none() is None:
            raise NotFound
        attempt = one(Attempt, id, lock=True)
        rules.check_unsent(attempt.state)
        _ = attempt.wave, attempt.answers
        return attempt


def _takes(attempt: Attempt) -> Takes:
    return rules.takes(attempt.wave.state, closes_at=attempt.wave.closes_at, now=clock.now())


def _closed(wave: EvaluationWave) -> DomainError:
    return rules.WaveNotOpen() if wave.state is WaveState.PLANNED else rules.WaveClosed()


def _questions(attempt: Attempt) -> list[Question]:
    statement = (
        select(Question)
        .where(Question.questionnaire_id == attempt.wave.questionnaire_id)
        .options(selectinload(Question.choices))
        .order_by(Question.position)
    )
    with elevated():
        return list(session().scalars(statement))


def _write(attempt: Attempt, answers: Answers) -> None:
    """Keep what was given; what is not a question or not a choice falls away."""
    now = clock.now()
    known = {answer.question_id: answer for answer in attempt.answers}
    for question in _questions(attempt):
        if question.item_code not in answers:
            continue
        codes = [choice.code for choice in question.choices]
        picked = rules.picks(question.kind, codes, answers[question.item_code])
        answer = known.get(question.id)
        if answer is None and picked:
            attempt.answers.append(Answer(question_id=question.id, picked=picked, saved_at=now))
        elif answer is not None and answer.picked != picked:
            answer.picked, answer.saved_at = picked, now


def _start(attempt: Attempt) -> None:
    if attempt.state is AttemptState.INVITED:
        check_attempt(attempt.state, AttemptState.STARTED)
        attempt.state, attempt.started_at = AttemptState.STARTED, clock.now()


def _send(attempt: Attempt) -> None:
    if not any(answer.picked for answer in attempt.answers):
        raise rules.NothingAnswered
    now, questions = clock.now(), {question.id: question for question in _questions(attempt)}
    for answer in attempt.answers:
        question = questions[answer.question_id]
        worth = {choice.code: choice.points for choice in question.choices}
        answer.points = rules.score(question.kind, worth, answer.picked)
    check_attempt(attempt.state, AttemptState.SUBMITTED)
    attempt.state, attempt.started_at, attempt.submitted_at = AttemptState.SUBMITTED, attempt.started_at or now, now
    attempt.points = sum(answer.points or 0 for answer in attempt.answers)
    attempt.possible = sum(question.points for question in questions.values())
    if attempt.wave.state is WaveState.CLOSED:
        attempt.state = AttemptState.SCORED
