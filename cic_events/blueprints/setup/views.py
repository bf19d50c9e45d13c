from flask import flash, url_for
from flask.typing import ResponseReturnValue

from cic_events.blueprints.setup import bp
from cic_events.blueprints.setup.forms import SetupForm
from cic_events.kernel import clock
from cic_events.kernel.errors import NotFound
from cic_events.people import accounts, setup
from cic_events.people.models import Language, Side
from cic_events.people.setup import FirstStart
from cic_events.reporting import first_start
from cic_events.web import session
from cic_events.web.access import public
from cic_events.web.locale import _
from cic_events.web.pages import page, redirect


@bp.route("/setup", methods=["GET", "POST"])
@public
def first() -> ResponseReturnValue:
    """Set the house up, once."""
    if setup.is_done():
        raise NotFound
    form = SetupForm()
    if form.validate_on_submit():
        with form.refusals():
            person_id = first_start.run(_said(form))
            session.start(accounts.open_session(person_id))
            flash(_("Everything is ready. Record a first need, or look at the results that are wanted."), "success")
            return redirect(url_for("home.index"))
    return page("setup/first.html", form=form)


def _said(form: SetupForm) -> FirstStart:
    return FirstStart(
        code=form.code.data,
        north=form.north.data,
        south=form.south.data,
        partnership_since=form.partnership_since.data,
        name_latin=form.name_latin.data,
        name_ar=form.name_ar.data or "",
        email=form.email.data,
        password=form.password.data,
        language=Language(form.language.data),
        works_for=Side.SOUTH if form.commune.data == "south" else Side.NORTH,
        today=clock.today(),
        north_name=form.north_name.data or "",
        south_name=form.south_name.data or "",
        programme_name=form.programme_name.data or "",
        first_year=form.first_year.data,
    )
