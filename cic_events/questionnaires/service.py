"""Writing the questions of an edition, and publishing it. A verb is one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from cic_events.kernel import audit, secrets
from cic_events.kernel.db import one, session, transaction
from cic_events.kernel.names import clean
from cic_events.kernel.texts import Texts
from cic_events.people.permissions import Action, Actor, require
from cic_events.questionnaires import rules
from cic_events.questionnaires.models import Choice, Question, Questionnaire
from cic_events.questionnaires.states import QuestionKind, QuestionnaireKind, QuestionnaireState

CODES = "abcdefghijklmnopqrst"
MOST_CHOICES = len(CODES)
LEARNING = 2  # Kirkpatrick's level of what is asked about an objective


@dataclass(frozen=True)
class ChoiceDraft:
    wording: Texts
    right: bool = False


@dataclass(frozen=True)
class QuestionDraft:
    """A question as it is written. `points`: of the right answer, of each right one where there are several."""

    wording: Texts
    choices: Sequence[ChoiceDraft]
    kind: QuestionKind = QuestionKind.SINGLE
    points: int = 1
    objective_id: int | None = None
    item_code: str = field(default="")  # of the question that this one rewrites

    @property
    def filled(self) -> list[ChoiceDraft]:
        return [choice for choice in self.choices if choice.wording][:MOST_CHOICES]


def write(
    id: int | None,
    *,
    owner_id: int,
    kind: QuestionnaireKind,
    title: Texts,
    questions: Sequence[QuestionDraft],
    by: Actor,
) -> Questionnaire:
    """Make a draft hold these questions, in this order; a question that is only reworded keeps its item code.

    Raises Published once it was published, QuestionLacks for a question that cannot be asked.
    """
    require(by, Action.QUESTIONNAIRES_EDIT, owner_id)
    for number, draft in enumerate(questions, start=1):
        rights = [choice.right for choice in draft.filled]
        rules.check_question(number, kind=draft.kind, worded=bool(draft.wording), rights=rights)
    with transaction() as db:
        if id is None:
            made = Questionnaire(owner_id=owner_id, kind=kind, title=title, state=QuestionnaireState.DRAFT)
            db.add(made)
        else:
            made = one(Questionnaire, id, lock=True)
            require(by, Action.QUESTIONNAIRES_EDIT, made.owner_id)
        if made.state is not QuestionnaireState.DRAFT:
            raise rules.Published
        made.title = title
        _put(made, questions)
        audit.record("questionnaire.written", made, detail={"questions": len(questions)})
        return made


def _put(made: Questionnaire, drafts: Sequence[QuestionDraft]) -> None:
    known = {question.item_code: question for question in made.questions}
    kept = [known.pop(draft.item_code, None) for draft in drafts]
    for question in [*known.values(), *(q for q in kept if q is not None)]:
        question.choices.clear()
    for gone in known.values():
        made.questions.remove(gone)
    session().flush()
    for position, (old, draft) in enumerate(zip(kept, drafts, strict=True), start=1):
        question = old or Question(item_code=secrets.new_token()[:16], kirkpatrick_level=LEARNING)
        _fill(question, draft, position)
        if old is None:
            made.questions.append(question)
    session().flush()
    made.questions.sort(key=lambda question: question.position)


def _fill(question: Question, draft: QuestionDraft, position: int) -> None:
    choices = draft.filled
    worth = rules.worths(draft.kind, draft.points, [choice.right for choice in choices])
    question.position, question.kind, question.wording = position, draft.kind, _cleaned(draft.wording)
    question.points, question.learning_objective_id = rules.most(worth), draft.objective_id
    question.choices = [
        Choice(code=CODES[n], position=n + 1, wording=_cleaned(choice.wording), points=points)
        for n, (choice, points) in enumerate(zip(choices, worth, strict=True))
    ]


def _cleaned(texts: Texts) -> Texts:
    return Texts({code: clean(text, lines=True) for code, text in texts.items()})


def publish(id: int, *, by: Actor) -> None:
    """From now on it never changes; publishing twice is the same."""
    with transaction():
        made = one(Questionnaire, id, lock=True)
        require(by, Action.QUESTIONNAIRES_EDIT, made.owner_id)
        if made.state is QuestionnaireState.PUBLISHED:
            return
        if not made.questions:
            raise rules.NothingToPublish
        made.state = QuestionnaireState.PUBLISHED
        audit.record("questionnaire.published", made)
