from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from cic_events.blueprints.people import bp
from cic_events.blueprints.people.forms import PersonForm, SearchForm
from cic_events.kernel import clock
from cic_events.kernel.units import reading, transaction
from cic_events.people import accounts, queries, service
from cic_events.people.models import Channel, Gender, Language, Role
from cic_events.people.permissions import Action
from cic_events.people.words import CHANNELS, ROLES
from cic_events.web.access import requires
from cic_events.web.locale import _, current_language
from cic_events.web.pages import page, redirect
from cic_events.web.session import actor


@bp.get("/")
@requires(Action.PEOPLE_SEE)
def index() -> ResponseReturnValue:
    """The persons of one's own organisations, found whatever the spelling."""
    form = SearchForm(request.args)
    seen = None if actor().reach.everything else actor().reach.organisations
    rows = queries.people_of(seen, sought=form.q.data or "", as_of=clock.today())
    return page("people/index.html", form=form, rows=rows, roles=ROLES, channels=CHANNELS)


@bp.route("/new", methods=["GET", "POST"])
@requires(Action.PEOPLE_EDIT)
def new() -> ResponseReturnValue:
    """Add a person with a role; invite to sign in."""
    with reading():
        organisations = queries.choices_for(actor(), current_language())
    form = PersonForm(organisations=organisations)
    if form.validate_on_submit():
        with form.refusals(), transaction():
            person = service.add_person(
                name_latin=form.name_latin.data,
                name_ar=form.name_ar.data or "",
                organisation_id=form.organisation.data,
                role=Role(form.role.data),
                function=form.function.data or "",
                email=form.email.data or None,
                phone=form.phone.data or None,
                channel=Channel(form.channel.data),
                language=Language(form.language.data),
                gender=Gender(form.gender.data),
                starts_on=clock.today(),
                by=actor(),
            )
            if form.invite.data:
                accounts.invite(person.id, by=actor())
            flash(_("%(name)s is recorded.", name=person.name), "success")
            return redirect(url_for(".index"))
    return page("people/new.html", form=form)
