from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup
from wtforms import RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Length

from cic_events.cycle.acquis import words
from cic_events.cycle.acquis.records import Row
from cic_events.cycle.acquis.service import Judgement
from cic_events.cycle.acquis.states import Verdict
from cic_events.questionnaires.queries import QuestionLine
from cic_events.questionnaires.states import QuestionKind
from cic_events.web.forms import Form
from cic_events.web.locale import _, _l, text


class PressForm(Form):
    """One button."""


class AnswersForm(Form):
    """The questions of a test; built by answers_form()."""

    def answers(self) -> dict[str, list[str]]:
        """For each question the choices that were picked."""
        given = {}
        for field in self:
            data = field.data
            given[field.name.removeprefix("q_")] = [data] if isinstance(data, str) else list(data or ())
        return given


def answers_form(questions: Sequence[QuestionLine], picked: dict[str, list[str]]) -> AnswersForm:
    """One field a question; nothing is ticked but what was kept."""
    fields: dict[str, Any] = {}
    choices: dict[str, list[tuple[str, Any]]] = {}
    for number, question in enumerate(questions, start=1):
        label = Markup("{}. {}").format(number, text(question.wording))
        choices[f"q_{question.item_code}"] = [(choice.code, text(choice.wording)) for choice in question.choices]
        if question.kind is QuestionKind.MULTIPLE:
            fields[f"q_{question.item_code}"] = SelectMultipleField(
                label, description=_l("Several answers are possible."), validate_choice=False
            )
        else:
            fields[f"q_{question.item_code}"] = RadioField(label, validate_choice=False)
    kinds = {question.item_code: question.kind for question in questions}
    data = {
        f"q_{code}": codes if kinds[code] is QuestionKind.MULTIPLE else next(iter(codes), None)
        for code, codes in picked.items()
        if code in kinds
    }
    made: AnswersForm = type("TheseAnswers", (AnswersForm,), fields)(data=data)
    for name, possible in choices.items():
        made[name].choices = possible
    return made


class JudgementsForm(Form):
    """A verdict and a rating for each row; built by judgements_form()."""

    def judgements(self, rows: Iterable[Row]) -> dict[int, Judgement]:
        said = {}
        for row in rows:
            rating = self[f"r_{row.id}"].data
            said[row.id] = Judgement(Verdict(self[f"v_{row.id}"].data), int(rating) if rating else None)
        return said


def judgements_form(rows: Iterable[Row]) -> JudgementsForm:
    """What the rule proposes stands until it is changed."""
    fields: dict[str, Any] = {}
    verdicts = [(verdict.value, _(word)) for verdict, (word, _look) in words.VERDICTS.items()]
    ratings = [("", "—"), *((str(number), _(word)) for number, word in enumerate(words.RATINGS))]
    data = {}
    for row in rows:
        fields[f"v_{row.id}"] = SelectField(_("Verdict"))
        fields[f"r_{row.id}"] = SelectField(_("Seen at work"))
        data[f"v_{row.id}"], data[f"r_{row.id}"] = row.says.value, "" if row.rating is None else str(row.rating)
    made: JudgementsForm = type("TheseJudgements", (JudgementsForm,), fields)(data=data)
    for name in fields:
        made[name].choices = verdicts if name.startswith("v_") else ratings
    return made


class ContestForm(Form):
    text = TextAreaField(
        _l("What I contest, and why"),
        description=_l("The human-resources referent reads it and decides."),
        validators=[InputRequired(_l("Write what you contest, and why.")), Length(max=1000)],
    )


class SettleForm(Form):
    verdict = SelectField(_l("Verdict"))
    because = TextAreaField(
        _l("Reason"),
        description=_l("The person reads it."),
        validators=[InputRequired(_l("Write the reason.")), Length(max=1000)],
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.verdict.choices = [(verdict.value, _(word)) for verdict, (word, _look) in words.VERDICTS.items()]
