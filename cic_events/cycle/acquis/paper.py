"""Answers that somebody else types: an interview, a paper, what was kept at closing. A verb is one transaction."""

from dataclasses import dataclass

from sqlalchemy import select

from cic_events.cycle.acquis import results, rules, waves
from cic_events.cycle.acquis.models import Acquis
from cic_events.cycle.acquis.states import AcquisState
from cic_events.cycle.sessions.models import TrainingSession
from cic_events.cycle.sessions.objectives import SUBJECT
from cic_events.cycle.sessions.trainer_access import check_trainer
from cic_events.events import presence
from cic_events.events.models import Registration
from cic_events.events.states import RegistrationState
from cic_events.kernel.db import elevated, one, session, transaction
from cic_events.kernel.errors import NotFound
from cic_events.people.permissions import Action, Actor
from cic_events.questionnaires import attempts
from cic_events.questionnaires import waves as of_questionnaires
from cic_events.questionnaires.attempts import Answers
from cic_events.questionnaires.models import Attempt, EvaluationWave
from cic_events.questionnaires.rules import WaveNotOpen
from cic_events.questionnaires.states import AttemptState, Phase, WaveState


@dataclass(frozen=True)
class Place:
    """Where an attempt stands: the session and the test."""

    session_id: int
    phase: Phase


def type_in(registration_id: int, phase: Phase, *, answers: Answers, by: Actor) -> None:
    """Type for a person, marked as typed by somebody else; also after the test closed, until the results are validated.

    Raises AlreadySubmitted, AlreadyValidated, NobodyPresent for the second test of somebody absent.
    """
    with transaction(), elevated():
        registration = one(Registration, registration_id)
        session_id = registration.event_id
        _check(session_id, by)
        if registration.state is not RegistrationState.CONFIRMED:
            raise NotFound
        wave = waves.wave_of(session_id, phase)
        if wave.state is WaveState.PLANNED:
            raise WaveNotOpen
        if phase is Phase.POST and not _present(registration):
            raise rules.NobodyPresent
        attempts.type_in(_attempt(wave, registration.person_id), answers=answers, by=by, typist_id=by.person_id)
        _again(wave)


def hand_in(attempt_id: int, *, by: Actor) -> None:
    """Count what a person had typed when the test closed."""
    with transaction(), elevated():
        wave = _wave(attempt_id)
        _check(wave.subject_id, by)
        attempts.hand_in(attempt_id, by=by, typist_id=by.person_id)
        _again(wave)


def link_of(attempt_id: int, *, by: Actor) -> str:
    """The secret of a person's link, for somebody without e-mail; it is noted who saw it."""
    with transaction(), elevated():
        check_trainer(_wave(attempt_id).subject_id, by, Action.QUESTIONNAIRES_EDIT)
        return attempts.link_of(attempt_id)


def place_of(attempt_id: int) -> Place:
    """The session and the test of an attempt, whoever asks."""
    with elevated():
        wave = _wave(attempt_id)
        return Place(wave.subject_id, wave.phase)


def _check(session_id: int, by: Actor) -> None:
    one(TrainingSession, session_id, lock=True)
    check_trainer(session_id, by, Action.QUESTIONNAIRES_EDIT)
    settled = select(Acquis.id).where(Acquis.session_id == session_id, Acquis.state != AcquisState.DRAFT).limit(1)
    if session().scalar(settled) is not None:
        raise rules.AlreadyValidated


def _wave(attempt_id: int) -> EvaluationWave:
    found = (
        session()
        .scalars(
            select(EvaluationWave)
            .join(Attempt, Attempt.wave_id == EvaluationWave.id)
            .where(Attempt.id == attempt_id, EvaluationWave.subject_kind == SUBJECT)
        )
        .one_or_none()
    )
    if found is None:
        raise NotFound
    return found


def _present(registration: Registration) -> bool:
    total = presence.totals(registration.event_id).get(registration.id)
    return total is not None and total.minutes >= 1


def _attempt(wave: EvaluationWave, person_id: int) -> int:
    of_questionnaires.invite(wave, [person_id])
    return (
        session()
        .scalars(
            select(Attempt.id).where(
                Attempt.wave_id == wave.id, Attempt.person_id == person_id, Attempt.state != AttemptState.VOID
            )
        )
        .one()
    )


def _again(wave: EvaluationWave) -> None:
    """A paper that comes after the second test closed changes the verdicts proposed."""
    if any(
        w.phase is Phase.POST and w.state is WaveState.CLOSED
        for w in of_questionnaires.of_subject(SUBJECT, wave.subject_id)
    ):
        results.compute(wave.subject_id)
