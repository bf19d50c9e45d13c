from collections.abc import Mapping, Sequence
from typing import Any

import wtforms
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FormField,
    IntegerField,
    SearchField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
    URLField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from cic_events.cycle.sessions.queries import Filters
from cic_events.events import words
from cic_events.events.dividing import QuotaDraft
from cic_events.events.states import Audience, Condition, Strictness
from cic_events.kernel.errors import N_
from cic_events.kernel.texts import LANGUAGES, Texts
from cic_events.programme import codes
from cic_events.web.forms import Form
from cic_events.web.locale import NAMES, _, _l, choices

STRICT = {
    Strictness.OFF: N_("is registered"),
    Strictness.WARN: N_("is warned, and may register"),
    Strictness.REFUSE: N_("is refused"),
}
ONE_AUDIENCE = {audience: word for audience, word in words.AUDIENCES.items() if audience is not Audience.MIXED}
ZONES = (("Africa/Casablanca", _l("Morocco")), ("Europe/Brussels", _l("Belgium")))


class FilterForm(Form):
    """The filters of the list, as the address holds them."""

    once = False
    q = SearchField(_l("Search"), description=_l("Title, trainer or place"))
    audience = SelectField(_l("Audience"))
    commune = SelectField(_l("Commune"))
    kind = SelectField(_l("Kind"))
    theme = SelectField(_l("Theme"))
    available = BooleanField(_l("Places available"))
    past = BooleanField(_l("Past sessions"))
    code = wtforms.HiddenField()

    def __init__(self, formdata: Any, *, communes: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(formdata, **kwargs)
        self.audience.choices = [("", _("All")), *choices(_pairs(words.AUDIENCES))]
        self.commune.choices = [("", _("All")), *communes]
        self.kind.choices = [("", _("All")), *choices(_pairs(words.KINDS))]
        self.theme.choices = [("", _("All")), *choices(_pairs(words.THEMES))]

    def filters(self) -> Filters:
        """What is asked, without what is not a choice."""
        chosen = {}
        for name in ("audience", "commune", "kind", "theme"):
            field = self[name]
            chosen[name] = field.data if field.data in {value for value, _word in field.choices} else ""
        return Filters(
            q=(self.q.data or "").strip()[:100],
            available=self.available.data,
            past=self.past.data,
            code=codes.meant(self.code.data),
            **chosen,
        )

    def words_of(self, name: str) -> str:
        """A filter in words, for the pill that removes it."""
        field = self[name]
        if isinstance(field, SelectField):
            return str(dict(field.choices)[field.data])
        return f"“{field.data}”" if name in ("q", "code") else str(field.label.text)


def _pairs(of: Mapping[Any, str]) -> list[tuple[str, str]]:
    return [(str(key.value) if hasattr(key, "value") else str(key), word) for key, word in of.items()]


class MoveForm(Form):
    """One button that moves a session on."""


class ReasonForm(Form):
    reason = TextAreaField(
        _l("Reason"),
        description=_l("Everybody who is registered reads it."),
        validators=[InputRequired(_l("Write the reason.")), Length(max=500)],
    )


class Languages(wtforms.Form):
    """One text in the four languages; at least one of them where the text is required."""

    fr = StringField(NAMES["fr"], [Optional(), Length(max=2000)])
    ar = StringField(NAMES["ar"], [Optional(), Length(max=2000)])
    nl = StringField(NAMES["nl"], [Optional(), Length(max=2000)])
    en = StringField(NAMES["en"], [Optional(), Length(max=2000)])


class LongLanguages(Languages):
    fr = TextAreaField(NAMES["fr"], [Optional(), Length(max=2000)])
    ar = TextAreaField(NAMES["ar"], [Optional(), Length(max=2000)])
    nl = TextAreaField(NAMES["nl"], [Optional(), Length(max=2000)])
    en = TextAreaField(NAMES["en"], [Optional(), Length(max=2000)])


class PartForm(wtforms.Form):
    day = DateField(_l("Day"), [Optional()])
    start = TimeField(_l("From"), [Optional()])
    end = TimeField(_l("To"), [Optional()])

    def validate(self, extra_validators: Any = None) -> bool:
        good = bool(super().validate(extra_validators))
        filled = [bool(field.data) for field in self]
        if any(filled) and not all(filled):
            for field in self:
                if not field.data and not field.errors:
                    field.errors = [_("Fill in the day, the start and the end.")]
            return False
        return good


class QuotaForm(wtforms.Form):
    """One pool; without places it is given up."""

    whose = SelectField(_l("Commune or organisation"), validate_choice=False)
    audience = SelectField(_l("Audience"), validate_choice=False)
    seats = IntegerField(_l("Places"), [Optional(), NumberRange(0, 10_000)])


class SessionForm(Form):
    """A session as an officer plans it."""

    plan_item = SelectField(_l("Item of the plan"), coerce=int, validate_choice=False)
    off_plan_reason = StringField(
        _l("Why outside the plan"),
        description=_l("Only when no item of the plan asked for it."),
        validators=[Length(max=500)],
    )
    activity_code = SelectField(_l("Activity code"), validate_choice=False)
    title = FormField(Languages, _l("Title"))
    objectives = FormField(LongLanguages, _l("Objectives"), description=_l("What people can do afterwards."))
    prerequisites = FormField(Languages, _l("Prerequisites"))
    assessment = FormField(Languages, _l("How learning is assessed"))
    cost = FormField(Languages, _l("Cost for the participant"))
    description = FormField(LongLanguages, _l("Programme of the day"))
    zone = SelectField(_l("Clock"), description=_l("The times below are read on this clock."))
    parts = FieldList(FormField(PartForm), _l("Dates"), min_entries=3)
    place = FormField(Languages, _l("Place"))
    online_url = URLField(_l("Address of the online meeting"), [Optional(), Length(max=400)])
    audience = SelectField(_l("Audience"))
    theme = SelectField(_l("Theme"))
    languages = SelectMultipleField(_l("Languages of the session"))
    trainer_name = StringField(_l("Trainer"), [Length(max=200)])
    capacity = IntegerField(_l("Places"), [InputRequired(_l("Say how many places there are.")), NumberRange(1, 10_000)])
    minimum = IntegerField(
        _l("Minimum of participants"), [InputRequired(_l("Say the minimum.")), NumberRange(0, 10_000)]
    )
    quotas = FieldList(FormField(QuotaForm), _l("Pools"), min_entries=2)
    offer_days = IntegerField(
        _l("So many days before the start, a free place is offered, no longer given"),
        description=_l("Who waits is asked first, and answers within the working hours below."),
        validators=[InputRequired(_l("Say how many days.")), NumberRange(0, 60)],
        default=3,
    )
    offer_hours = IntegerField(
        _l("Working hours to answer an offer"),
        validators=[InputRequired(_l("Say how many hours.")), NumberRange(1, 80)],
        default=8,
    )
    audience_rule = SelectField(_l("Somebody of another audience"))
    prerequisites_rule = SelectField(_l("Somebody who does not say that the prerequisites are met"))
    overlap_rule = SelectField(_l("Somebody who has a place in another session at the same time"))
    attendance_threshold = IntegerField(
        _l("Present: from how many percent of the hours"),
        description=_l("Who was there for at least this share counts as trained, and gets the certificate."),
        validators=[InputRequired(_l("Say the percentage.")), NumberRange(1, 100)],
        default=80,
    )
    pass_mark = IntegerField(
        _l("Acquired: from how many percent of the points"),
        description=_l("Of an objective's points in the test after the training. Both stand still once it is open."),
        validators=[InputRequired(_l("Say the percentage.")), NumberRange(1, 100)],
        default=60,
    )
    keep_dates = BooleanField(_l("I keep this date"))
    warned = wtforms.HiddenField()  # what was said against the dates when the box was shown
    version = wtforms.HiddenField()

    def __init__(
        self,
        *,
        items: Sequence[tuple[int, str]],
        codes: Sequence[tuple[str, str]],
        whose: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if self.quotas.entries[-1].seats.data is not None:
            self.quotas.append_entry()
        for quota in self.quotas:
            quota.whose.choices = [("", _("Any")), *whose]
            quota.audience.choices = [("", _("Any")), *choices(_pairs(ONE_AUDIENCE))]
        for rule in (self.audience_rule, self.prerequisites_rule, self.overlap_rule):
            rule.choices = choices(_pairs(STRICT))
        self.plan_item.choices = [(0, _("None: outside the plan")), *items]
        self.activity_code.choices = [("", "—"), *codes]
        self.zone.choices = [(value, str(word)) for value, word in ZONES]
        self.audience.choices = [("", "—"), *choices(_pairs(words.AUDIENCES))]
        self.theme.choices = [("", "—"), *choices(_pairs(words.THEMES))]
        self.languages.choices = [(code, NAMES[code]) for code in LANGUAGES]
        if self.parts.entries and self.parts.entries[-1].day.data:
            self.parts.append_entry()

    def spans(self) -> list[tuple[Any, Any, Any]]:
        """The rows that were filled in."""
        rows = [(part.day.data, part.start.data, part.end.data) for part in self.parts]
        return [row for row in rows if row[0] is not None]

    def drafts(self) -> list[QuotaDraft]:
        """The pools that were filled in."""
        return [
            QuotaDraft(
                quota.seats.data or 0,
                commune_id=_numbered(quota.whose.data, "commune"),
                organisation_id=_numbered(quota.whose.data, "organisation"),
                audience=audience_of(quota.audience.data),
            )
            for quota in self.quotas
            if quota.seats.data and (quota.whose.data or quota.audience.data)
        ]

    def eligibility(self) -> dict[Condition, Strictness]:
        known = {how.value: how for how in Strictness}
        return {asked: known.get(self[f"{asked.value}_rule"].data, Strictness.OFF) for asked in Condition}

    def texts(self, name: str) -> Texts:
        return Texts({code: value or "" for code, value in self[name].data.items()})


def _numbered(value: str | None, kind: str) -> int | None:
    """The number in commune:12, when it is of this kind."""
    named, _colon, id = (value or "").partition(":")
    return int(id) if named == kind and id.isdigit() else None


def audience_of(value: str) -> Audience | None:
    return Audience(value) if value in {a.value for a in Audience} else None
