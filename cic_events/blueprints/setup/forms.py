from typing import Any

from wtforms import DateField, EmailField, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from cic_events.people.known import communes
from cic_events.web.forms import Form
from cic_events.web.locale import NAMES, _, _l, current_language


class SetupForm(Form):
    """Two communes, their partnership, the first officer."""

    once = False
    code = StringField(
        _l("Setup code"),
        [InputRequired(_l("Write the code."))],
        description=_l("The server printed it when it started."),
    )
    south = SelectField(_l("Moroccan commune"))
    north = SelectField(_l("Belgian commune"))
    partnership_since = DateField(_l("Partners since"), [InputRequired(_l("Give a date."))])
    commune = SelectField(_l("You work for"))
    name_latin = StringField(_l("Your name"), [InputRequired(_l("Write your name.")), Length(max=200)])
    name_ar = StringField(_l("Your name in Arabic letters"), [Length(max=200)])
    email = EmailField(_l("E-mail"), [InputRequired(_l("Write your e-mail address.")), Length(max=254)])
    password = PasswordField(
        _l("Password"),
        [InputRequired(_l("Write a password."))],
        description=_l("12 to 128 characters; any words will do."),
    )
    language = SelectField(_l("Language"))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        spoken = current_language()
        known = communes().values()
        self.south.choices = [(c.key, c.name.get(spoken, c.key)) for c in known if c.side == "S"]
        self.north.choices = [(c.key, c.name.get(spoken, c.key)) for c in known if c.side == "N"]
        self.commune.choices = [("south", _("the Moroccan commune")), ("north", _("the Belgian commune"))]
        self.language.choices = list(NAMES.items())
        if not self.language.data:
            self.language.data = spoken

    def validate_email(self, field: Any) -> None:
        local, at, domain = field.data.strip().rpartition("@")
        if not (local and at and "." in domain) or any(c.isspace() or c in "<>,;" for c in field.data.strip()):
            raise ValidationError(_("This does not look like an e-mail address."))
