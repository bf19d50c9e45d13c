"""Sessions with objectives and a test, answered as people do, for tests."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from cic_events.cycle.acquis import waves
from cic_events.cycle.acquis.models import Acquis
from cic_events.cycle.sessions import objectives, service
from cic_events.cycle.sessions.models import TrainingSession
from cic_events.cycle.sessions.objectives import ObjectiveDraft
from cic_events.kernel.db import one, reading
from cic_events.kernel.reach import SYSTEM_REACH, acting_as
from cic_events.kernel.texts import Texts
from cic_events.people.models import Organisation, Person
from cic_events.people.permissions import SYSTEM, link_actor
from cic_events.questionnaires import attempts, links
from cic_events.questionnaires.attempts import Outcome
from cic_events.questionnaires.models import Attempt, EvaluationWave, Question
from cic_events.questionnaires.service import ChoiceDraft, QuestionDraft
from cic_events.questionnaires.states import AttemptState, Phase, QuestionKind
from tests import make_events as events

PEOPLE = ("Amina Aït", "Brahim Oul", "Chaima Id", "Driss Amzil", "Fatima Naji", "Hassan Agourram")


def question(text: str = "Qui signe la fiche ?", *, points: int = 2, **changed: Any) -> QuestionDraft:
    """One right answer, b, of three."""
    said = [
        ChoiceDraft(Texts(fr=word, ar=f"{word} ع"), right=n == 1) for n, word in enumerate(("Moi", "Le chef", "Rien"))
    ]
    return QuestionDraft(**{"wording": Texts(fr=text, ar="من يوقع؟"), "choices": said, "points": points, **changed})


def several(text: str = "Que contient la fiche ?") -> QuestionDraft:
    """Two right answers, a and b, of four; two points each."""
    said = [ChoiceDraft(Texts(fr=word), right=n < 2) for n, word in enumerate(("But", "Tâches", "Salaire", "Adresse"))]
    return QuestionDraft(wording=Texts(fr=text), choices=said, points=2, kind=QuestionKind.MULTIPLE)


def objective_drafts() -> list[ObjectiveDraft]:
    """Two objectives: the first has 6 points (single 2, several 4), the second 2."""
    return [
        ObjectiveDraft(Texts(fr="Rédiger une fiche de poste", ar="تحرير بطاقة منصب"), (question(), several())),
        ObjectiveDraft(Texts(fr="Mener un entretien"), (question("Que demander d'abord ?"),)),
    ]


def drafted(
    at: Organisation | None = None, drafts: Sequence[ObjectiveDraft] | None = None, **changed: Any
) -> TrainingSession:
    """A session with objectives and a test that is not open yet."""
    planned = events.session(at, opened=False, **changed)
    with acting_as(SYSTEM_REACH):
        objectives.write(
            planned.id,
            drafts=objective_drafts() if drafts is None else drafts,
            version=events.version_of(planned.id),
            by=SYSTEM,
        )
    return again(planned)


def opened(planned: TrainingSession) -> TrainingSession:
    with acting_as(SYSTEM_REACH):
        service.schedule(planned.id, by=SYSTEM)
        service.open_registration(planned.id, by=SYSTEM)
    return again(planned)


def confirmed(at: Organisation | None = None, *, people: Sequence[str] = PEOPLE, **changed: Any) -> TrainingSession:
    """A session with a test that takes place, with these people and a trainer."""
    planned = opened(drafted(at, **changed))
    for name in people:
        events.registered(planned, name)
    events.trainer_of(planned)
    with acting_as(SYSTEM_REACH):
        service.confirm(planned.id, by=SYSTEM)
    return again(planned)


def again(planned: TrainingSession) -> TrainingSession:
    with acting_as(SYSTEM_REACH), reading():
        return one(TrainingSession, planned.id)


def open_test(planned: TrainingSession, phase: Phase) -> int:
    with acting_as(SYSTEM_REACH):
        return waves.open_wave(planned.id, phase, by=SYSTEM)


def close_test(planned: TrainingSession, phase: Phase) -> None:
    with acting_as(SYSTEM_REACH):
        waves.close_wave(planned.id, phase, by=SYSTEM)


def wave(planned: TrainingSession, phase: Phase) -> EvaluationWave:
    with acting_as(SYSTEM_REACH), reading() as db:
        return db.scalars(
            select(EvaluationWave).where(EvaluationWave.subject_id == planned.id, EvaluationWave.phase == phase)
        ).one()


def attempt(planned: TrainingSession, phase: Phase, name: str) -> Attempt:
    with acting_as(SYSTEM_REACH), reading() as db:
        return db.scalars(
            select(Attempt)
            .join(EvaluationWave, EvaluationWave.id == Attempt.wave_id)
            .join(Person, Person.id == Attempt.person_id)
            .where(
                EvaluationWave.subject_id == planned.id,
                EvaluationWave.phase == phase,
                Person.name_latin == name,
                Attempt.state != AttemptState.VOID,
            )
        ).one()


def invited(planned: TrainingSession, phase: Phase) -> list[str]:
    """The names of those who have a link, in the alphabet's order."""
    with acting_as(SYSTEM_REACH), reading() as db:
        return list(
            db.scalars(
                select(Person.name_latin)
                .join(Attempt, Attempt.person_id == Person.id)
                .join(EvaluationWave, EvaluationWave.id == Attempt.wave_id)
                .where(EvaluationWave.subject_id == planned.id, EvaluationWave.phase == phase)
                .order_by(Person.name_latin)
            )
        )


def address(planned: TrainingSession, phase: Phase, name: str) -> str:
    """The mailed link of this person."""
    return f"/answer/{links.token(attempt(planned, phase, name).link_seed)}"


def codes(planned: TrainingSession) -> list[str]:
    """The item codes in the order of the questions."""
    with acting_as(SYSTEM_REACH), reading() as db:
        return list(
            db.scalars(
                select(Question.item_code)
                .join(EvaluationWave, EvaluationWave.questionnaire_id == Question.questionnaire_id)
                .where(EvaluationWave.subject_id == planned.id, EvaluationWave.phase == Phase.PRE)
                .order_by(Question.position)
            )
        )


def answers(planned: TrainingSession, *picked: str) -> dict[str, list[str]]:
    """`answers(planned, "b", "ab", "")`: the letters picked of each question."""
    return {code: list(letters) for code, letters in zip(codes(planned), picked, strict=True)}


def answer(planned: TrainingSession, phase: Phase, name: str, *picked: str) -> Outcome:
    """Answer by the own link."""
    mine = attempt(planned, phase, name)
    holder = link_actor({("attempt", mine.id)})
    with acting_as(holder.reach):
        return attempts.submit(mine.id, answers=answers(planned, *picked), by=holder)


def rows(planned: TrainingSession) -> dict[tuple[str, int], Acquis]:
    """(name, number of the objective) -> row."""
    with acting_as(SYSTEM_REACH), reading() as db:
        found = db.scalars(select(Acquis).where(Acquis.session_id == planned.id).order_by(Acquis.id)).all()
        order = sorted({row.learning_objective_id for row in found})
        return {(row.registration.person.name_latin, order.index(row.learning_objective_id) + 1): row for row in found}


def finished(
    at: Organisation | None = None,
    *,
    people: Sequence[str] = PEOPLE,
    before: Sequence[str] = ("a", "a", "a"),
    after: Sequence[str] = ("b", "ab", "a"),
    **changed: Any,
) -> TrainingSession:
    """Held, both tests answered by everybody and closed: the first objective acquired, the second not."""
    planned = confirmed(at, people=people, **changed)
    open_test(planned, Phase.PRE)
    for name in people:
        answer(planned, Phase.PRE, name, *before)
    events.held(planned)
    open_test(planned, Phase.POST)
    for name in people:
        answer(planned, Phase.POST, name, *after)
    close_test(planned, Phase.POST)
    return again(planned)
