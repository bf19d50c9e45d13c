from typing import Any

from wtforms import DateField, EmailField, IntegerField, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from cic_events.kernel import clock
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
    programme_name = StringField(
        _l("Name of the programme"),
        [Length(max=200)],
        description=_l("Empty: as the operational plan is called. The plan's results and activities are loaded."),
    )
    first_year = IntegerField(
        _l("First year of the programme"),
        [InputRequired(_l("Give the year.")), NumberRange(2000, 2100)],
        description=_l("It runs for five years; the dates of the plan's results and activities follow."),
    )
    south = SelectField(_l("Moroccan commune"))
    south_name = StringField(_l("Its name, if it is another one"), [Length(max=200)])
    north = SelectField(_l("Belgian commune"))
    north_name = StringField(_l("Its name, if it is another one"), [Length(max=200)])
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
        another = ("", _("another commune"))
        self.south.choices = [*((c.key, c.name.get(spoken, c.key)) for c in known if c.side == "S"), another]
        self.north.choices = [*((c.key, c.name.get(spoken, c.key)) for c in known if c.side == "N"), another]
        self.commune.choices = [("south", _("the Moroccan commune")), ("north", _("the Belgian commune"))]
        self.language.choices = list(NAMES.items())
        if not self.language.data:
            self.language.data = spoken
        if self.first_year.data is None and not self.first_year.raw_data:
            self.first_year.data = clock.today().year
