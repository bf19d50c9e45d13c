from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, EmailField, SearchField, SelectField, StringField, TelField
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired, Length, Optional

from cic_events.people.words import CHANNELS, GENDERS, ROLES
from cic_events.web.forms import Form
from cic_events.web.locale import NAMES, _, _l


class SearchForm(PlainForm):
    q = SearchField(_l("Name"))


class PersonForm(Form):
    """A person and a first role."""

    organisation = SelectField(_l("Organisation"), coerce=int)
    role = SelectField(_l("Role"))
    name_latin = StringField(_l("Name"), [InputRequired(_l("Write the name.")), Length(max=200)])
    name_ar = StringField(_l("Name in Arabic letters"), [Length(max=200)])
    function = StringField(_l("Function"), [Length(max=200)])
    email = EmailField(_l("E-mail"), [Optional(), Length(max=254)])
    phone = TelField(_l("Phone"), [Optional(), Length(max=40)])
    channel = SelectField(_l("What reaches this person"))
    language = SelectField(_l("Language of the messages"))
    gender = SelectField(_l("Sex"), description=_l("For the counts that the donor asks."))
    invite = BooleanField(_l("Invite to sign in: a link leaves by mail"))

    def __init__(self, *, organisations: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.organisation.choices = list(organisations)
        self.role.choices = [(role.value, _(word)) for role, word in ROLES.items()]
        self.channel.choices = [(channel.value, _(word)) for channel, word in CHANNELS.items()]
        self.gender.choices = [(gender.value, _(word)) for gender, word in GENDERS.items()]
        self.language.choices = [*NAMES.items(), ("unknown", _("not known: French and Dutch"))]
