from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    HiddenField,
    RadioField,
    SearchField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
)
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired, Length, Optional

from cic_events.people.directory import Wanted
from cic_events.people.edits import PersonDraft
from cic_events.people.models import Channel, Gender, Language, Role
from cic_events.people.words import CHANNELS, GENDERS, ROLES
from cic_events.web.forms import Form
from cic_events.web.locale import NAMES, _, _l


class FilterForm(PlainForm):
    """The filters of the list, as the address holds them."""

    q = SearchField(_l("Name"), description=_l("A part of the name, in Latin or Arabic letters; a number or address."))
    organisation = SelectField(_l("Commune"))
    role = SelectField(_l("Role"))
    everywhere = BooleanField(_l("The whole programme"), description=_l("Name, commune and function only."))

    def __init__(self, formdata: Any, *, communes: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(formdata, **kwargs)
        self.organisation.choices = [("", _("All")), *communes]
        self.role.choices = [("", _("All")), *((role.value, _(word)) for role, word in ROLES.items())]

    def wanted(self) -> Wanted:
        """What is asked, without what is not a choice."""
        asked = {name: self[name].data for name in ("organisation", "role")}
        known = {name: value for name, value in asked.items() if value in dict(self[name].choices)}
        return Wanted(q=(self.q.data or "").strip()[:100], everywhere=bool(self.everywhere.data), **known)

    def words_of(self, name: str) -> str:
        """A filter in words, for the pill that removes it."""
        field = self[name]
        if isinstance(field, SelectField):
            return str(dict(field.choices)[field.data])
        return _("the whole programme") if name == "everywhere" else f"“{field.data}”"


class IdentityForm(Form):
    """Who somebody is and what reaches them."""

    name_latin = StringField(_l("Name"), [Length(max=200)])
    name_ar = StringField(_l("Name in Arabic letters"), [Length(max=200)])
    email = EmailField(_l("E-mail"), [Optional(), Length(max=254)])
    phone = TelField(_l("Phone"), [Optional(), Length(max=40)])
    channel = SelectField(_l("What reaches this person"))
    language = SelectField(_l("Language of the messages"), default="unknown")
    gender = SelectField(_l("Sex"), description=_l("For the counts that the donor asks."))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.channel.choices = [(channel.value, _(word)) for channel, word in CHANNELS.items()]
        self.gender.choices = [(gender.value, _(word)) for gender, word in GENDERS.items()]
        self.language.choices = [*NAMES.items(), ("unknown", _("not known: French and Dutch"))]

    def draft(self) -> PersonDraft:
        return PersonDraft(
            name_latin=self.name_latin.data or "",
            name_ar=self.name_ar.data or "",
            email=self.email.data or None,
            phone=self.phone.data or None,
            channel=Channel(self.channel.data),
            language=Language(self.language.data),
            gender=Gender(self.gender.data),
        )


class PersonForm(IdentityForm):
    """A person and a first role."""

    organisation = SelectField(_l("Organisation"), coerce=int)
    role = SelectField(_l("Role"))
    function = StringField(_l("Function"), [Length(max=200)])
    invite = BooleanField(_l("Invite to sign in: a link leaves by mail"))

    def __init__(self, *, organisations: Sequence[tuple[int, str]], roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.organisation.choices = list(organisations)
        self.role.choices = _roles(roles)


class EditForm(IdentityForm):
    version = HiddenField()


class MandateForm(Form):
    """A role from a day on."""

    role = SelectField(_l("Role"))
    organisation = SelectField(_l("Organisation"), coerce=int)
    function = StringField(_l("Function"), [Length(max=200)])
    starts_on = DateField(_l("From"), [InputRequired(_l("Give the first day."))])
    ends_on = DateField(_l("Until"), [Optional()], description=_l("Empty: until it is ended here."))
    deed = StringField(_l("Deed"), [Length(max=200)], description=_l("Number of the decision or the deliberation."))

    def __init__(self, *, organisations: Sequence[tuple[int, str]], roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.organisation.choices = list(organisations)
        self.role.choices = _roles(roles)


class EndForm(Form):
    on = DateField(_l("Last day"), [InputRequired(_l("Give the last day."))])


class ElectionForm(Form):
    """End the roles of elected people on the eve of an election."""

    organisation = SelectField(_l("Organisation"), coerce=int)
    on = DateField(_l("Day of the election"), [InputRequired(_l("Give the day."))])
    roles = SelectMultipleField(_l("Roles that end"), default=["lead_elected"])

    def __init__(self, *, organisations: Sequence[tuple[int, str]], roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.organisation.choices = list(organisations)
        self.roles.choices = _roles(role for role in roles if role is not Role.ADMINISTRATOR)


class MergeForm(Form):
    """Which record stays."""

    into = RadioField(_l("The same person as"), [InputRequired(_l("Choose a record."))], coerce=int)

    def __init__(self, *, records: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.into.choices = list(records)


class WordsForm(PlainForm):
    """Words to look for."""

    q = SearchField(_l("Name"))


class ActForm(Form):
    """One button."""


def _roles(roles: Iterable[Role]) -> list[tuple[str, str]]:
    return [(role.value, _(ROLES[role])) for role in roles]
