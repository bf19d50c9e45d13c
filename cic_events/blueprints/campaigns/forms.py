from collections.abc import Sequence
from typing import Any

import wtforms
from wtforms import DateField, FormField, HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from cic_events.events import words
from cic_events.events.states import Audience
from cic_events.kernel.numbers import whole
from cic_events.kernel.texts import Texts
from cic_events.web.forms import Form
from cic_events.web.locale import NAMES, _, _l, choices


class Languages(wtforms.Form):
    """A name in the four languages; at least one of them."""

    fr = StringField(NAMES["fr"], [Optional(), Length(max=200)])
    ar = StringField(NAMES["ar"], [Optional(), Length(max=200)])
    nl = StringField(NAMES["nl"], [Optional(), Length(max=200)])
    en = StringField(NAMES["en"], [Optional(), Length(max=200)])

    def validate(self, extra_validators: Any = None) -> bool:
        good = bool(super().validate(extra_validators))
        if not any((field.data or "").strip() for field in self):
            self.fr.errors = [*self.fr.errors, _("Name the collection in at least one language.")]
            return False
        return good


class CampaignForm(Form):
    """Whom a collection asks, and until when."""

    owner = SelectField(_l("Commune"), coerce=int)
    title = FormField(Languages, _l("Name of the collection"))
    audience = SelectField(
        _l("Whom it asks"), description=_l("Trainings of the same audience may then say that needs were asked first.")
    )
    starts_on = DateField(_l("First day"), [InputRequired(_l("Choose a day."))])
    ends_on = DateField(
        _l("Last day"),
        description=_l("It closes by itself on the night after."),
        validators=[InputRequired(_l("Choose a day."))],
    )
    version = HiddenField()

    def __init__(self, *, homes: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.owner.choices = list(homes)
        self.audience.choices = choices([(audience.value, word) for audience, word in words.AUDIENCES.items()])

    def texts(self) -> Texts:
        return Texts({code: value or "" for code, value in self.title.data.items()})

    def audience_said(self) -> Audience:
        return Audience(self.audience.data)

    def version_said(self) -> int:
        return whole(self.version.data)
