"""What a question must have, what an answer is worth, when answers are taken. Plain values in, plain values out."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from cic_events.kernel.errors import N_, DomainError
from cic_events.questionnaires.states import AttemptState, QuestionKind, WaveState

CHOOSABLE = frozenset({QuestionKind.SINGLE, QuestionKind.MULTIPLE})
KEPT_AFTER_CLOSING = timedelta(days=1)  # what was being typed when a wave closed


class QuestionLacks(DomainError):
    """A question that cannot be asked; `number` counts from 1."""


class NoWording(QuestionLacks):
    sentence = N_("Question %(number)s: write the question in at least one language.")


class TooFewChoices(QuestionLacks):
    sentence = N_("Question %(number)s: write at least two answers to choose from.")


class OneRightAnswer(QuestionLacks):
    sentence = N_("Question %(number)s: mark exactly one right answer, or allow several.")


class NoRightAnswer(QuestionLacks):
    sentence = N_("Question %(number)s: mark the right answers.")


class NoWrongAnswer(QuestionLacks):
    sentence = N_("Question %(number)s: every answer is right; add a wrong one.")


class Published(DomainError):
    sentence = N_("These questions were published and do not change any more: what was answered stays what was asked.")


class NothingToPublish(DomainError):
    sentence = N_("There is no question to publish.")


class NothingAnswered(DomainError):
    sentence = N_("Answer at least one question before you send.")


class AlreadySubmitted(DomainError):
    sentence = N_("These answers were sent before: they count once and do not change any more.")


class WaveClosed(DomainError):
    sentence = N_("This questionnaire is closed.")


class WaveNotOpen(DomainError):
    sentence = N_("This questionnaire is not open yet.")


class Takes(StrEnum):
    """What becomes of answers that arrive now."""

    ANSWERS = "answers"  # they count once they are sent
    DRAFT = "draft"  # too late to count, kept as they were typed
    NOTHING = "nothing"


def check_question(number: int, *, kind: QuestionKind, worded: bool, rights: Sequence[bool]) -> None:
    """Refuse a question that cannot be asked or scored. `rights`: for each choice, whether it is right."""
    if not worded:
        raise NoWording(number=number)
    if len(rights) < 2:
        raise TooFewChoices(number=number)
    if not any(rights):
        raise NoRightAnswer(number=number)
    if kind is QuestionKind.SINGLE and sum(rights) != 1:
        raise OneRightAnswer(number=number)
    if all(rights):
        raise NoWrongAnswer(number=number)


def worths(kind: QuestionKind, points: int, rights: Sequence[bool]) -> list[int]:
    """What each choice is worth: where several are right, a wrong one takes as much as a right one gives."""
    wrong = -points if kind is QuestionKind.MULTIPLE else 0
    return [points if right else wrong for right in rights]


def most(worth: Sequence[int]) -> int:
    """The points of a perfect answer."""
    return sum(points for points in worth if points > 0)


def score(kind: QuestionKind, worth: Mapping[str, int], picked: Sequence[str]) -> int:
    """The points of an answer, never below 0. A single choice is right or not; picking two of it is worth nothing."""
    known = {code for code in picked if code in worth}
    if kind is QuestionKind.SINGLE and len(known) != 1:
        return 0
    return max(0, sum(worth[code] for code in known))


def picks(kind: QuestionKind, codes: Sequence[str], given: Sequence[str]) -> list[str]:
    """What was picked, in the order of the choices and without what is not a choice."""
    known = [code for code in codes if code in given]
    return known[:1] if kind is QuestionKind.SINGLE else known


def takes(state: WaveState, *, closes_at: datetime | None, now: datetime) -> Takes:
    """Whether answers count now, are only kept because the wave closed while they were typed, or come too late."""
    if state is WaveState.PLANNED:
        return Takes.NOTHING
    if state is WaveState.OPEN and (closes_at is None or now < closes_at):
        return Takes.ANSWERS
    return Takes.DRAFT if closes_at is not None and now < closes_at + KEPT_AFTER_CLOSING else Takes.NOTHING


def check_unsent(state: AttemptState) -> None:
    if state not in (AttemptState.INVITED, AttemptState.STARTED):
        raise AlreadySubmitted
