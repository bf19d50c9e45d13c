from collections.abc import Sequence
from typing import Any

from wtforms import DateField, FormField, HiddenField, SelectField, SelectMultipleField, StringField
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired, Length, Optional

from cic_events.kernel.texts import Texts
from cic_events.people.models import OrganisationKind, Side
from cic_events.people.organisations import OrganisationDraft
from cic_events.people.words import DAYS, KINDS
from cic_events.web.forms import Form
from cic_events.web.locale import NAMES, _, _l


class NamesForm(PlainForm):
    """A name in up to four languages."""

    fr = StringField("Français", [Length(max=200)])
    ar = StringField("العربية", [Length(max=200)])
    nl = StringField("Nederlands", [Length(max=200)])
    en = StringField("English", [Length(max=200)])


class OrganisationForm(Form):
    """What an organisation is called and where it stands."""

    name = FormField(NamesForm, _l("Name"))
    kind = SelectField(_l("Kind"))
    parent = SelectField(_l("Belongs to"), coerce=int)
    side = SelectField(_l("Country"))
    languages = SelectMultipleField(_l("Languages in use"))
    region = StringField(_l("Region"), [Length(max=80)])
    market_day = SelectField(_l("Weekly market day"), description=_l("Sessions on this day are warned about."))
    version = HiddenField()

    def __init__(self, *, parents: Sequence[tuple[int, str]], programme: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        whole = (OrganisationKind.COMMUNE, OrganisationKind.PROGRAMME_OFFICE)
        self.kind.choices = [(kind.value, _(word)) for kind, word in KINDS.items() if programme or kind not in whole]
        self.parent.choices = [*([(0, _("the programme"))] if programme else []), *parents]
        if programme:
            self.side.choices = [(Side.SOUTH.value, _("Morocco")), (Side.NORTH.value, _("Belgium"))]
        else:  # it stands where its commune stands
            del self.side
        self.languages.choices = list(NAMES.items())
        self.market_day.choices = [("", _("not known")), *((day, _(word)) for day, word in DAYS.items())]

    def draft(self) -> OrganisationDraft:
        kind = OrganisationKind(self.kind.data)
        return OrganisationDraft(
            name=Texts({code: text or "" for code, text in self.name.data.items()}),
            kind=kind,
            parent_id=None if kind is OrganisationKind.COMMUNE else self.parent.data or None,
            side=Side(self.side.data) if self.side else Side.SOUTH,
            languages=self.languages.data or (),
            region=self.region.data or "",
            market_day=self.market_day.data or None,
        )


class OwnForm(OrganisationForm):
    """The same, where kind and place stay as they are."""

    kind = parent = side = None

    def __init__(self, **kwargs: Any) -> None:
        Form.__init__(self, **kwargs)
        self.languages.choices = list(NAMES.items())
        self.market_day.choices = [("", _("not known")), *((day, _(word)) for day, word in DAYS.items())]

    def draft(self) -> OrganisationDraft:
        return OrganisationDraft(
            name=Texts({code: text or "" for code, text in self.name.data.items()}),
            languages=self.languages.data or (),
            region=self.region.data or "",
            market_day=self.market_day.data or None,
        )


class PartnershipForm(Form):
    """A Belgian commune with Moroccan ones, from a day on."""

    north = SelectField(_l("Belgian commune"), coerce=int)
    souths = SelectMultipleField(_l("Moroccan communes"), [InputRequired(_l("Choose at least one."))], coerce=int)
    starts_on = DateField(_l("Partners since"), [InputRequired(_l("Give a date."))])
    ends_on = DateField(_l("Until"), [Optional()])

    def __init__(self, *, norths: Sequence[tuple[int, str]], souths: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.north.choices, self.souths.choices = list(norths), list(souths)
