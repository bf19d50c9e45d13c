"""The learning objectives of a session and the questions that test them. They stand still once the session is open."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import select

from cic_events.competences.models import LearningObjective
from cic_events.cycle.sessions import rules
from cic_events.cycle.sessions.models import SessionObjective, TrainingSession
from cic_events.events.states import EventState
from cic_events.kernel import audit, clock, jobs
from cic_events.kernel.db import Visibility, elevated, one, session, transaction
from cic_events.kernel.errors import N_, Conflict, DomainError, FieldRefused
from cic_events.kernel.names import clean
from cic_events.kernel.texts import Texts
from cic_events.people.permissions import Action, Actor, require
from cic_events.questionnaires import service as questionnaires
from cic_events.questionnaires import waves
from cic_events.questionnaires.models import EvaluationWave, Questionnaire
from cic_events.questionnaires.service import QuestionDraft
from cic_events.questionnaires.states import Phase, QuestionnaireKind, QuestionnaireState

SUBJECT = "training_session"
PRE_TEST_DUE = "learning.pre_test_due"
BEFORE = (EventState.DRAFT, EventState.SCHEDULED)


class ObjectiveLacksText(DomainError):
    sentence = N_("Objective %(number)s: write it in at least one language.")


class Frozen(DomainError):
    sentence = N_("The session is open: its objectives and its test do not change any more.")


class DefinitionFrozen(FieldRefused):
    sentence = N_("The session is open: this percentage does not change any more, because figures are counted with it.")


@dataclass(frozen=True)
class ObjectiveDraft:
    """What people can do afterwards, and the questions that show it."""

    text: Texts
    questions: Sequence[QuestionDraft] = ()
    target_level: int = 3
    id: int | None = field(default=None)  # of the objective that this one rewrites


def write(session_id: int, *, drafts: Sequence[ObjectiveDraft], version: int, by: Actor) -> TrainingSession:
    """Make these the session's objectives, with their test. Raises Frozen once it opened, Conflict when stale."""
    for number, draft in enumerate(drafts, start=1):
        if not draft.text:
            raise ObjectiveLacksText(number=number)
    with transaction():
        planned = one(TrainingSession, session_id, lock=True)
        require(by, Action.QUESTIONNAIRES_EDIT, planned.owner_id)
        if planned.version != version:
            raise Conflict
        if frozen(planned):
            raise Frozen
        kept = _put(planned, drafts)
        _test(planned, [_of(id, q) for id, draft in zip(kept, drafts, strict=True) for q in draft.questions], by)
        planned.changed_at = clock.now()
        audit.record("session.objectives", planned, detail={"objectives": kept})
        return planned


def _of(objective_id: int, question: QuestionDraft) -> QuestionDraft:
    return replace(question, objective_id=objective_id)


def frozen(planned: TrainingSession) -> bool:
    """Whether the definitions stand still: it is open, or was."""
    return planned.state not in BEFORE or _published(planned.id)


def is_frozen(session_id: int) -> bool:
    """The same, for a page."""
    return frozen(one(TrainingSession, session_id))


def _published(session_id: int) -> bool:
    made = questionnaire_of(session_id)
    return made is not None and made.state is not QuestionnaireState.DRAFT


def questionnaire_of(session_id: int) -> Questionnaire | None:
    """The test of a session, whoever asks."""
    with elevated():
        return (
            session()
            .scalars(
                select(Questionnaire)
                .join(EvaluationWave, EvaluationWave.questionnaire_id == Questionnaire.id)
                .where(
                    EvaluationWave.subject_kind == SUBJECT,
                    EvaluationWave.subject_id == session_id,
                    EvaluationWave.phase == Phase.PRE,
                )
            )
            .one_or_none()
        )


def _put(planned: TrainingSession, drafts: Sequence[ObjectiveDraft]) -> list[int]:
    """The ids of the objectives, in order."""
    db, known = session(), {link.learning_objective_id: link for link in planned.objective_links}
    kept = []
    for position, draft in enumerate(drafts, start=1):
        link = known.pop(draft.id, None) if draft.id else None
        if link is None:
            made = LearningObjective(owner_id=planned.owner_id, text=Texts())
            db.add(made)
            db.flush()
            link = SessionObjective(learning_objective_id=made.id, position=position)
            planned.objective_links.append(link)
        objective = one(LearningObjective, link.learning_objective_id)
        objective.text = Texts({code: clean(text, lines=True) for code, text in draft.text.items()})
        objective.target_level, link.position = draft.target_level, position
        kept.append(objective.id)
    for gone in known.values():
        planned.objective_links.remove(gone)
    db.flush()
    return kept


def _test(planned: TrainingSession, questions: Sequence[QuestionDraft], by: Actor) -> None:
    made = questionnaire_of(planned.id)
    if made is None and not questions:
        return
    written = questionnaires.write(
        made.id if made else None,
        owner_id=planned.owner_id,
        kind=QuestionnaireKind.ACQUIS,
        title=planned.title,
        questions=questions,
        by=by,
    )
    if not questions:
        waves.forget(SUBJECT, planned.id)
        session().delete(written)
        return
    subject = waves.Subject(SUBJECT, planned.id, planned.owner_id)
    waves.plan(written, subject, (Phase.PRE, Phase.POST))


def freeze(planned: TrainingSession, *, by: Actor) -> None:
    """The session opens: its objectives are public, its test is published, its pre-test has a date."""
    for link in planned.objective_links:
        one(LearningObjective, link.learning_objective_id).visibility = Visibility.PUBLIC
    made = questionnaire_of(planned.id)
    if made is not None and made.questions:
        questionnaires.publish(made.id, by=by)
        plan_pre_test(planned)


def plan_pre_test(planned: TrainingSession) -> None:
    """Open the pre-test a week before the session begins; each date has its own job, a moved date makes a new one."""
    if planned.starts_at is None or not _published(planned.id):
        return
    begins = planned.starts_at.isoformat()
    jobs.enqueue(
        PRE_TEST_DUE,
        {"session_id": planned.id, "starts_at": begins},
        dedupe_key=f"{PRE_TEST_DUE}:{planned.id}:{planned.sequence}:{begins}",
        run_after=rules.pre_test_opens(planned.starts_at),
    )


def check_definitions(planned: TrainingSession, *, attendance_threshold: int, pass_mark: int) -> None:
    """Refuse to move what figures are counted with, once the session is open."""
    asked = {"attendance_threshold": attendance_threshold, "pass_mark": pass_mark}
    for name, percent in asked.items():
        if percent != getattr(planned, name) and frozen(planned):
            raise DefinitionFrozen(name)
