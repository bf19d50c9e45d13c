from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from wtforms import (
    DateField,
    EmailField,
    FileField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from cic_events.events import words
from cic_events.events.printed_sheets import Sheet
from cic_events.events.states import Presence
from cic_events.kernel import secrets
from cic_events.people.models import Language
from cic_events.web.forms import Form
from cic_events.web.locale import NAMES, _, _l, current_language


class Press(Form):
    """One button."""


class AskForm(Form):
    """Who is asked to train: somebody of the directory, or by name."""

    person = SelectField(_l("Trainer of the directory"), coerce=int, validate_choice=False)
    name = StringField(_l("Or somebody else: first and last name"), [Optional(), Length(2, 200)])
    email = EmailField(
        _l("E-mail"), description=_l("The question goes there, with a link."), validators=[Optional(), Length(max=254)]
    )
    phone = TelField(_l("Phone"), description=_l("If there is no e-mail."), validators=[Optional(), Length(max=40)])
    language = SelectField(_l("Language of the messages"))
    answer_by = DateField(_l("Answer wanted until"), [InputRequired(_l("Choose a day."))])

    def __init__(self, *, trainers: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.person.choices = [(0, _("None: somebody else")), *trainers]
        self.language.choices = list(NAMES.items())
        if not self.language.data:
            self.language.data = current_language()

    @property
    def spoken(self) -> Language:
        return Language(self.language.data)


class DeclineForm(Form):
    reason = TextAreaField(
        _l("Why"),
        [InputRequired(_l("Say in a few words why.")), Length(max=500)],
        description=_l("The organiser reads it."),
    )


class ReportForm(Form):
    """Three short texts."""

    given = TextAreaField(
        _l("What was given"),
        [InputRequired(_l("Say in a few words what was given.")), Length(max=2000)],
        description=_l("Objectives reached or left out, exercises, level of the group."),
    )
    difficulties = TextAreaField(_l("What was difficult"), [Optional(), Length(max=2000)])
    advice = TextAreaField(_l("What should come next"), [Optional(), Length(max=2000)])


class SignForm(Form):
    name = StringField(_l("Your name"), [Optional(), Length(max=200)], description=_l("Typing it is your signature."))


class CorrectionForm(Form):
    """What the mark should be, and why."""

    status = SelectField(_l("Should be"))
    minutes = IntegerField(_l("Minutes missed"), [Optional(), NumberRange(1, 1440)])
    reason = TextAreaField(
        _l("Reason"),
        [InputRequired(_l("Write the reason.")), Length(max=500)],
        description=_l("It stays beside the mark. A second person confirms the correction."),
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.status.choices = [(status.value, _(words.PRESENCES[status][0])) for status in Presence]


class WalkInForm(Form):
    """Somebody who came without a registration."""

    name = StringField(_l("First and last name"), [InputRequired(_l("Write the name.")), Length(2, 200)])
    commune = SelectField(_l("Commune"), coerce=int, validate_choice=False)
    function = StringField(_l("Function"), [Optional(), Length(max=200)])
    email = EmailField(_l("E-mail"), [Optional(), Length(max=254)])
    phone = TelField(_l("Phone"), [Optional(), Length(max=40)])
    language = SelectField(_l("Language of the messages"))

    def __init__(self, *, communes: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.commune.choices = [(0, _("Choose…")), *communes]
        self.language.choices = list(NAMES.items())
        if not self.language.data:
            self.language.data = current_language()

    def validate_commune(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(_("Choose the commune."))

    @property
    def spoken(self) -> Language:
        return Language(self.language.data)


class PaperForm(Form):
    """A signed sheet, typed by line numbers. It is saved once the names were shown for exactly this text."""

    sheet = SelectField(_l("Which sheet"), description=_l("The code stands under the square of each page."))
    typed = TextAreaField(
        _l("Lines of the sheet"),
        [InputRequired(_l("Type the numbers of the lines.")), Length(max=2000)],
        description=_l("A number alone is present: 1-12, 14 late 20, 15 absent, 16 excused, rest absent."),
    )
    photo = FileField(
        _l("Photo of the signed sheet"), description=_l("Kept as proof; only the officers of the host can open it.")
    )
    shown = HiddenField()

    def __init__(self, *, sheets: Sequence[Sheet], said: Callable[[datetime], str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        printed = [
            (one.code, _("%(code)s, printed %(at)s", code=one.code, at=said(one.printed_at)))
            for one in sheets
            if one.printed_at is not None
        ]
        self.sheet.choices = printed or [("", _("Never printed: the list of today"))]

    @property
    def was_shown(self) -> bool:
        """Whether the names on the page were those of this text on this sheet."""
        return bool(self.shown.data) and self.shown.data == self._said()

    @property
    def sent_photo(self) -> tuple[bytes, str] | None:
        sent = self.photo.data
        if not getattr(sent, "filename", ""):
            return None
        return sent.read(), sent.filename

    def remember(self) -> None:
        """What the page is about to show."""
        self.shown.data = "" if self.failed or not self.typed.data else self._said()

    def _said(self) -> str:
        text = " ".join((self.typed.data or "").split())
        return secrets.digest(f"{self.sheet.data}:{text}")
