from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired, Length

from cic_events.web.forms import Form
from cic_events.web.locale import _l


class LinkForm(Form):
    """Ask for a link by mail."""

    once = False
    email = EmailField(_l("E-mail"), [InputRequired(_l("Write your e-mail address.")), Length(max=254)])


class PasswordForm(Form):
    once = False
    email = EmailField(_l("E-mail"), [InputRequired(_l("Write your e-mail address.")), Length(max=254)])
    password = PasswordField(_l("Password"), [InputRequired(_l("Write your password.")), Length(max=200)])


class NewPasswordForm(Form):
    """A new password; the old one unless the person came by a link a moment ago."""

    once = False
    username = EmailField(_l("You sign in with"))  # shown, and known to the browser's store of passwords
    old = PasswordField(_l("Present password"), [Length(max=200)])
    password = PasswordField(
        _l("New password"),
        [InputRequired(_l("Write a password."))],
        description=_l("12 to 128 characters; any words will do. Every browser signs in again."),
    )


class ActForm(Form):
    """One button."""

    once = False
