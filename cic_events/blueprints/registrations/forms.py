from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, EmailField, SelectField, StringField, TelField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from cic_events.events.states import Audience
from cic_events.events.words import AUDIENCES
from cic_events.people.models import Language
from cic_events.web.forms import Form
from cic_events.web.locale import NAMES, _, _l, current_language

KEEPS = _l("We keep your name, commune, function and one way to reach you, only to organise this session.")


class PersonFields(Form):
    """Who takes part: the same questions for oneself and for others."""

    name = StringField(_l("First and last name"), [InputRequired(_l("Write the name.")), Length(2, 200)])
    commune = SelectField(
        _l("Commune"), coerce=int, validate_choice=False, validators=[InputRequired(_l("Choose the commune."))]
    )
    email = EmailField(
        _l("E-mail"),
        description=_l("The confirmation and the calendar invitation go there."),
        validators=[Optional(), Length(max=254)],
    )
    phone = TelField(_l("Phone"), description=_l("If there is no e-mail."), validators=[Optional(), Length(max=40)])
    function = StringField(_l("Function"), [Optional(), Length(max=200)])
    language = SelectField(_l("Language of the messages"))
    audience = SelectField(_l("Takes part as"), validate_choice=False)
    acknowledged = BooleanField(_l("The prerequisites are met."))
    sure = BooleanField(_l("Register all the same"))

    def __init__(self, *, communes: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        several = [(one.value, _(word)) for one, word in AUDIENCES.items() if one is not Audience.MIXED]
        self.audience.choices = [("", _("Not said")), *several]
        if "commune" in self:
            self.commune.choices = [(0, _("Choose…")), *communes]
        self.language.choices = [(code, name) for code, name in NAMES.items()]
        if not self.language.data:
            self.language.data = current_language()

    def validate_commune(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(_("Choose the commune."))

    def validate_email(self, field: Any) -> None:
        if field.data and not _looks_like_an_address(field.data):
            raise ValidationError(_("This does not look like an e-mail address."))

    @property
    def taking_part_as(self) -> Audience | None:
        known = {one.value: one for one in Audience if one is not Audience.MIXED}
        return known.get(self.audience.data or "")

    @property
    def spoken(self) -> Language:
        return Language(self.language.data)


def _looks_like_an_address(text: str) -> bool:
    local, at, domain = text.strip().rpartition("@")
    return bool(local and at and "." in domain.strip(".") and not any(c.isspace() or c in "<>,;" for c in text.strip()))


class RegisterForm(PersonFields):
    """Registering oneself, without an account, in under a minute."""

    consent = BooleanField(
        _l("I agree that this is kept for the organisation of the session."),
        description=KEEPS,
        validators=[InputRequired(_l("Without your agreement we cannot register you."))],
    )

    def validate(self, extra_validators: Any = None) -> bool:
        good = bool(super().validate(extra_validators))
        if not self.email.data and not self.phone.data:
            self.email.errors = [*self.email.errors, _("Write an e-mail address or a phone number.")]
            return False
        return good


class OthersForm(PersonFields):
    """An officer registers somebody; a person without e-mail and phone is told by letter."""


class WithdrawForm(Form):
    """One button."""


class CancelForm(Form):
    reason = TextAreaField(
        _l("Reason"), [InputRequired(_l("Write the reason.")), Length(max=500)], description=_l("The person reads it.")
    )


class AdmitForm(Form):
    reason = TextAreaField(
        _l("Reason"),
        [InputRequired(_l("Write the reason.")), Length(max=500)],
        description=_l("Those who wait longer read it."),
    )


class NameForm(PersonFields):
    """An organisation names somebody for one of its places; the commune is known."""

    commune = None


class LinkAgainForm(Form):
    email = EmailField(
        _l("E-mail"),
        description=_l("The address that was given when registering."),
        validators=[InputRequired(_l("Write the address.")), Length(max=254)],
    )
