"""The form of objectives and their questions, and the moves that only change the page: add, remove, up, down."""

from collections.abc import Sequence
from typing import Any

import wtforms
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from cic_events.cycle.sessions.objectives import ObjectiveDraft
from cic_events.kernel.numbers import whole
from cic_events.kernel.texts import Texts
from cic_events.questionnaires.service import MOST_CHOICES, ChoiceDraft, QuestionDraft
from cic_events.questionnaires.states import QuestionKind
from cic_events.web.forms import Form
from cic_events.web.locale import NAMES, _l

MOST = 30  # objectives of a session, questions of an objective
Data = list[dict[str, Any]]
NEW_CHOICES = 4


class Languages(wtforms.Form):
    fr = StringField(NAMES["fr"], [Optional(), Length(max=500)])
    ar = StringField(NAMES["ar"], [Optional(), Length(max=500)])
    nl = StringField(NAMES["nl"], [Optional(), Length(max=500)])
    en = StringField(NAMES["en"], [Optional(), Length(max=500)])


class LongLanguages(Languages):
    fr = TextAreaField(NAMES["fr"], [Optional(), Length(max=1000)], render_kw={"rows": 2})
    ar = TextAreaField(NAMES["ar"], [Optional(), Length(max=1000)], render_kw={"rows": 2})
    nl = TextAreaField(NAMES["nl"], [Optional(), Length(max=1000)], render_kw={"rows": 2})
    en = TextAreaField(NAMES["en"], [Optional(), Length(max=1000)], render_kw={"rows": 2})


class ChoiceForm(wtforms.Form):
    wording = FormField(Languages, _l("Answer to choose"))
    right = BooleanField(_l("This answer is right"))


class QuestionForm(wtforms.Form):
    item_code = HiddenField()
    wording = FormField(LongLanguages, _l("Question"), description=_l("At least one language."))
    kind = SelectField(_l("How one answers"), coerce=QuestionKind)
    points = IntegerField(
        _l("Points"),
        description=_l("Of the right answer; with several, each right one gives them and each wrong one takes them."),
        validators=[InputRequired(_l("Say how many points.")), NumberRange(1, 20)],
        default=1,
    )
    choices = FieldList(FormField(ChoiceForm), min_entries=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [
            (QuestionKind.SINGLE.value, _l("One right answer")),
            (QuestionKind.MULTIPLE.value, _l("Several right answers")),
        ]

    @property
    def said(self) -> Texts:
        return Texts(self.wording.data)

    def draft(self) -> QuestionDraft:
        return QuestionDraft(
            wording=self.said,
            kind=self.kind.data,
            points=self.points.data,
            item_code=self.item_code.data or "",
            choices=[ChoiceDraft(Texts(c.wording.data), bool(c.right.data)) for c in self.choices],
        )


class ObjectiveForm(wtforms.Form):
    objective = HiddenField()
    text = FormField(Languages, _l("Afterwards people can…"), description=_l("A verb and what it is about."))
    questions = FieldList(FormField(QuestionForm))

    @property
    def said(self) -> Texts:
        return Texts(self.text.data)


class LearningForm(Form):
    """All objectives of a session with their questions."""

    objectives = FieldList(FormField(ObjectiveForm))
    version = HiddenField()

    def drafts(self) -> list[ObjectiveDraft]:
        """What was written; an objective that was left blank is no objective."""
        return [
            ObjectiveDraft(
                text=one.said,
                questions=[question.draft() for question in one.questions],
                id=whole(one.objective.data) or None,
            )
            for one in self.objectives
            if one.objective.data or one.said or any(question.said for question in one.questions)
        ]

    def moved(self, do: str) -> "LearningForm":
        """The same form after a move such as `up question 0 2`, with all that was typed."""
        data = {"objectives": move(self.objectives.data, do), "version": self.version.data}
        made = type(self)(formdata=MultiDict())
        made.process(None, data=data)  # ticks too come from the data
        return made


def blank_question() -> dict[str, Any]:
    return {"points": 1, "kind": QuestionKind.SINGLE, "choices": [{} for _ in range(NEW_CHOICES)]}


def move(data: Data, do: str) -> Data:
    """Add, drop or shift an objective, a question or a choice; an order that fits nothing changes nothing."""
    verb, _, where = do.partition(" ")
    what, *numbers = where.split(" ")
    try:
        places = [int(number) for number in numbers]
        siblings = _siblings(data, what, places if verb == "add" else places[:-1])
        if verb == "add":
            _add(siblings, what)
        elif places[-1] >= 0:
            _shift(siblings, verb, places[-1])
    except (ValueError, IndexError, KeyError):
        return data
    return data


def _siblings(data: Data, what: str, places: Sequence[int]) -> Data:
    """The list that holds the thing."""
    if any(place < 0 for place in places):
        raise IndexError
    if what == "objective":
        return data
    questions: Data = data[places[0]]["questions"]
    if what == "question":
        return questions
    choices: Data = questions[places[1]]["choices"]
    return choices


def _add(siblings: Data, what: str) -> None:
    if len(siblings) < (MOST_CHOICES if what == "choice" else MOST):
        blank = {"objective": {"questions": [blank_question()]}, "question": blank_question(), "choice": {}}
        siblings.append(blank[what])


def _shift(siblings: Data, verb: str, place: int) -> None:
    thing = siblings.pop(place)
    if verb != "drop":
        siblings.insert(max(0, place + (-1 if verb == "up" else 1)), thing)
