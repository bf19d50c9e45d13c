from collections.abc import Mapping, Sequence
from typing import Any

import wtforms
from wtforms import DateField, FormField, HiddenField, IntegerField, SearchField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from cic_events.cycle.needs import words
from cic_events.cycle.needs.queries import Filters
from cic_events.cycle.needs.states import NeedOrigin, NotTraining
from cic_events.events import words as event_words
from cic_events.events.states import Audience
from cic_events.kernel.numbers import whole
from cic_events.kernel.texts import LANGUAGES, Texts
from cic_events.programme import codes
from cic_events.web.forms import Form
from cic_events.web.locale import NAMES, _, _l, choices, current_language


def pairs(of: Mapping[Any, Any]) -> list[tuple[str, str]]:
    """(value, words) of a table of words, translated."""
    said = [(str(getattr(k, "value", k)), w[0] if isinstance(w, tuple) else w) for k, w in of.items()]
    return choices(said)


class FilterForm(Form):
    """The filters of the list, as the address holds them."""

    once = False
    q = SearchField(_l("Search"), description=_l("Words of the problem"))
    state = SelectField(_l("State"))
    theme = SelectField(_l("Theme"))
    commune = SelectField(_l("Commune"))
    code = HiddenField()

    def __init__(self, formdata: Any, *, communes: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(formdata, **kwargs)
        self.state.choices = [("", _("Open needs")), *pairs(words.STATES)]
        self.theme.choices = [("", _("All")), *pairs(event_words.THEMES)]
        self.commune.choices = [("", _("All")), *communes]

    def filters(self) -> Filters:
        """What is asked, without what is not a choice."""
        asked = {name: self[name].data for name in ("state", "theme", "commune")}
        known = {name: value for name, value in asked.items() if value in dict(self[name].choices)}
        return Filters(q=(self.q.data or "").strip()[:100], code=codes.meant(self.code.data), **known)

    def words_of(self, name: str) -> str:
        """A filter in words, for the pill that removes it."""
        field = self[name]
        return str(dict(field.choices)[field.data]) if isinstance(field, SelectField) else f"“{field.data}”"


class NeedForm(Form):
    """A problem, before any training is named."""

    owner = SelectField(_l("Commune or association"), coerce=int)
    problem = TextAreaField(
        _l("What is the problem?"),
        description=_l("What goes wrong at work, for whom, how often. Not yet which training."),
        validators=[InputRequired(_l("Describe the problem.")), Length(max=2000)],
    )
    language = SelectField(_l("Language of this text"))
    persons = IntegerField(
        _l("How many persons meet it?"),
        validators=[InputRequired(_l("Say how many persons meet it.")), NumberRange(1, 10_000)],
    )
    severity = SelectField(
        _l("How grave is it?"), coerce=int, validators=[InputRequired(_l("Choose how grave it is."))], default=3
    )
    audience = SelectField(_l("Who meets it?"))
    theme = SelectField(_l("Theme"), description=_l("If it is known already."))
    origin = SelectField(_l("How it came to be known"))
    wanted_by = DateField(_l("Wanted by"), [Optional()])
    campaign = SelectField(
        _l("Found in the collection"), description=_l("If a collection of needs brought it up."), default=""
    )

    def __init__(
        self, *, homes: Sequence[tuple[int, str]], campaigns: Sequence[tuple[int, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.campaign.choices = [("", "—"), *((str(id), title) for id, title in campaigns)]
        self.owner.choices = list(homes)
        self.language.choices = [(code, NAMES[code]) for code in LANGUAGES]
        self.severity.choices = [(number, _(said)) for number, said in words.SEVERITIES.items()]
        self.audience.choices = [("", "—"), *pairs(event_words.AUDIENCES)]
        self.theme.choices = [("", "—"), *pairs(event_words.THEMES)]
        self.origin.choices = pairs(words.ORIGINS)
        if not self.language.data:
            self.language.data = current_language()

    def text(self) -> Texts:
        return Texts({self.language.data: self.problem.data or ""})

    def origin_said(self) -> NeedOrigin:
        return NeedOrigin(self.origin.data)

    def campaign_said(self) -> int | None:
        return int(self.campaign.data) if self.campaign.data else None


class Languages(wtforms.Form):
    """The problem in the four languages; at least one of them."""

    fr = TextAreaField(NAMES["fr"], [Optional(), Length(max=2000)])
    ar = TextAreaField(NAMES["ar"], [Optional(), Length(max=2000)])
    nl = TextAreaField(NAMES["nl"], [Optional(), Length(max=2000)])
    en = TextAreaField(NAMES["en"], [Optional(), Length(max=2000)])


class EditForm(Form):
    """A need to correct or to translate."""

    problem = FormField(Languages, _l("What is the problem?"))
    persons = IntegerField(
        _l("How many persons meet it?"),
        validators=[InputRequired(_l("Say how many persons meet it.")), NumberRange(1, 10_000)],
    )
    severity = SelectField(_l("How grave is it?"), coerce=int)
    audience = SelectField(_l("Who meets it?"))
    theme = SelectField(_l("Theme"))
    origin = SelectField(_l("How it came to be known"))
    wanted_by = DateField(_l("Wanted by"), [Optional()])
    version = HiddenField()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.severity.choices = [(number, _(said)) for number, said in words.SEVERITIES.items()]
        self.audience.choices = [("", "—"), *pairs(event_words.AUDIENCES)]
        self.theme.choices = [("", "—"), *pairs(event_words.THEMES)]
        self.origin.choices = pairs(words.ORIGINS)

    def text(self) -> Texts:
        return Texts({code: value or "" for code, value in self.problem.data.items()})

    def origin_said(self) -> NeedOrigin:
        return NeedOrigin(self.origin.data)


class QualifyForm(Form):
    """What would be taught, to whom, and the activity that it serves."""

    theme = SelectField(_l("What would be taught"))
    audience = SelectField(_l("To whom"))
    activity_code = SelectField(_l("Activity of the programme"))
    version = HiddenField()

    def __init__(self, *, codes: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(prefix="q-", **kwargs)
        self.theme.choices = [("", "—"), *pairs(event_words.THEMES)]
        self.audience.choices = [("", "—"), *pairs(event_words.AUDIENCES)]
        self.activity_code.choices = [("", "—"), *codes]


class PrioritiseForm(Form):
    severity = SelectField(_l("How grave is it?"), coerce=int)
    version = HiddenField()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(prefix="p-", **kwargs)
        self.severity.choices = [(number, _(said)) for number, said in words.SEVERITIES.items()]


class CloseForm(Form):
    """Not a training problem: what lacks instead."""

    lacks = SelectField(_l("What is missing instead?"))
    reason = TextAreaField(
        _l("Why training does not answer it"),
        description=_l("Whoever recorded the need reads it."),
        validators=[InputRequired(_l("Write the reason.")), Length(max=500)],
    )
    version = HiddenField()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(prefix="c-", **kwargs)
        self.lacks.choices = pairs(words.LACKS)

    def lacks_said(self) -> NotTraining:
        return NotTraining(self.lacks.data)


def audience_of(value: str | None) -> Audience | None:
    return Audience(value) if value in {a.value for a in Audience} else None


def version_of(form: Any) -> int:
    """The version that the page showed; nonsense is none that exists."""
    return whole(form.version.data)
