"""What asking a trainer, the answer and the report must hold. Plain values in, refusals out."""

from datetime import datetime

from cic_events.kernel.errors import N_, DomainError, FieldRefused


class NobodyNamed(FieldRefused):
    sentence = N_("Choose a trainer of the directory, or write a name.")


class NoWayToAsk(FieldRefused):
    sentence = N_("Write an e-mail address or a phone number: the question has to arrive.")


class AnswerDayPast(FieldRefused):
    sentence = N_("The day to answer by must still come.")


class AnswerAfterStart(FieldRefused):
    sentence = N_("The answer must come before the session begins.")


class AlreadyAsked(DomainError):
    sentence = N_("%(name)s has been asked for this session already.")


class AnswerTooLate(DomainError):
    sentence = N_("The day to answer has passed. Call the organiser if you still can.")


class RefusalWantsReason(FieldRefused):
    sentence = N_("Say in a few words why: the organiser reads it.")


class NothingReported(FieldRefused):
    sentence = N_("Say in a few words what was given.")


def check_named(name: str, email: str | None, phone: str | None) -> None:
    if not name.strip():
        raise NobodyNamed("name")
    if not (email or "").strip() and not (phone or "").strip():
        raise NoWayToAsk("email")


def check_answer_by(answer_by: datetime, *, now: datetime, starts_at: datetime | None) -> None:
    """There must be time to answer, before the session begins."""
    if answer_by <= now:
        raise AnswerDayPast("answer_by")
    if starts_at is not None and answer_by > starts_at:
        raise AnswerAfterStart("answer_by")


def check_refusal(reason: str) -> None:
    if len(reason.strip()) < 3:
        raise RefusalWantsReason("reason")


def check_report(given: str) -> None:
    if len(given.strip()) < 3:
        raise NothingReported("given")
