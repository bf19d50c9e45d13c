from typing import Any

from wtforms import DateField, SelectField, StringField
from wtforms.validators import Length, Optional

from cic_events.blueprints.papers import words
from cic_events.cycle.sessions.paperwork.missions import Order
from cic_events.events.paper_models import Payer, Transport
from cic_events.web.forms import Form
from cic_events.web.locale import _, _l


class Press(Form):
    """One button. What it prints may be printed again: pressing twice is no mistake."""

    once = False


class MissionForm(Form):
    """What a journey's order says; whatever is empty is printed as a line to write on."""

    grade = StringField(_l("Grade or function"), [Optional(), Length(max=200)])
    purpose = StringField(
        _l("Purpose"), [Optional(), Length(max=500)], description=_l("Left empty, it is the title of the session.")
    )
    place = StringField(
        _l("Destination"), [Optional(), Length(max=300)], description=_l("Left empty, it is the place of the session.")
    )
    leaves_on = DateField(_l("Leaves on"), [Optional()])
    returns_on = DateField(_l("Returns on"), [Optional()])
    transport = SelectField(_l("Transport"))
    vehicle = StringField(_l("Vehicle"), [Optional(), Length(max=120)], description=_l("Make and number plate."))
    payer = SelectField(_l("Who pays the costs"))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        empty = ("", _("To be written by hand"))
        self.transport.choices = [empty, *((value.value, _(said)) for value, said in words.TRANSPORTS.items())]
        self.payer.choices = [empty, *((value.value, _(said)) for value, said in words.PAYERS.items())]

    @property
    def order(self) -> Order:
        return Order(
            grade=self.grade.data or "",
            purpose=self.purpose.data or "",
            place=self.place.data or "",
            leaves_on=self.leaves_on.data,
            returns_on=self.returns_on.data,
            transport=Transport(self.transport.data) if self.transport.data else None,
            vehicle=self.vehicle.data or "",
            payer=Payer(self.payer.data) if self.payer.data else None,
        )
