from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from cic_events.web.forms import Form
from cic_events.web.locale import _l


class CheckForm(Form):
    """What stands on the paper, typed by hand."""

    number = StringField(
        _l("Certificate number"), [Length(max=60)], description=_l("As printed, such as CIC-2026-000123-X.")
    )
    code = StringField(_l("Code"), [Length(max=20)], description=_l("The ten characters printed beside the number."))


class ActForm(Form):
    """One button."""


class ReasonForm(Form):
    reason = TextAreaField(
        _l("Reason"),
        [InputRequired(_l("Write the reason.")), Length(max=500)],
        description=_l("Whoever checks the certificate reads it, and so does the person."),
    )
