"""Every kind of field on one form, for looking at the components."""

from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    FileField,
    FormField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms import Form as Part
from wtforms.validators import InputRequired

from cic_events.web.forms import Form
from cic_events.web.locale import NAMES, _l

NEEDED = [InputRequired(_l("Fill this in."))]
AUDIENCES = [("staff", _l("Staff")), ("elected", _l("Elected people"))]
PRESENCES = [("yes", _l("Present")), ("late", _l("Late")), ("no", _l("Absent"))]
LEVELS = [("1", _l("Not at all")), ("2", _l("A little")), ("3", _l("Fairly")), ("4", _l("Well")), ("5", _l("Fully"))]


class InLanguages(Part):
    fr = StringField("Français")
    nl = StringField("Nederlands")
    ar = StringField("العربية")
    en = StringField("English")


class GalleryForm(Form):
    name = StringField(_l("Name"), description=_l("As on the certificate."), validators=NEEDED)
    email = StringField(_l("E-mail"))
    title = FormField(InLanguages, _l("Title"), description=_l("One language is enough to begin with."))
    commune = SelectField(_l("Commune"), choices=[("", "—"), ("1", "Belfaa"), ("2", "Jette")], validators=NEEDED)
    day = DateField(_l("Day"), validators=NEEDED)
    start = TimeField(_l("Start"), validators=NEEDED)
    places = IntegerField(_l("Places"), validators=NEEDED)
    about = TextAreaField(_l("What is it about?"))
    languages = SelectMultipleField(_l("Languages"), choices=list(NAMES.items()))
    public = RadioField(_l("For whom?"), choices=AUDIENCES, default="staff")
    presence = RadioField(_l("Attendance"), choices=PRESENCES)
    useful = RadioField(_l("Was it useful?"), choices=LEVELS, default="4")
    paper = FileField(_l("Signed sheet"), description=_l("A photo or a PDF, 10 MB at most."))
    password = PasswordField(_l("Password"), validators=NEEDED)
    agreed = BooleanField(_l("I agree that my name is on the list of participants."))


def refused_form(**kwargs: Any) -> GalleryForm:
    """The form with some fields filled and some refused."""
    form = GalleryForm(name="", commune="1", places=20, languages=["fr", "ar"], **kwargs)
    form.name.errors = [str(_l("Fill this in."))]
    form.presence.errors = [str(_l("Choose one."))]
    return form
