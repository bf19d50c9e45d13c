from wtforms import EmailField
from wtforms.validators import InputRequired, Length

from cic_events.web.forms import Form
from cic_events.web.locale import _l


class ActForm(Form):
    """One button."""


class AddressForm(Form):
    to = EmailField(
        _l("Send to this address instead"),
        description=_l("The address of the person in the directory is not changed."),
        validators=[InputRequired(_l("Write the address.")), Length(max=254)],
    )


class TestForm(Form):
    to = EmailField(
        _l("E-mail"),
        description=_l("A short mail goes there; the queue then shows what the server answered."),
        validators=[InputRequired(_l("Write the address.")), Length(max=254)],
    )
