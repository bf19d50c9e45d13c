from flask import url_for
from flask.typing import ResponseReturnValue

from cic_events.blueprints.registrations import bp
from cic_events.blueprints.registrations.forms import LinkAgainForm, RegisterForm
from cic_events.cycle.sessions import queries
from cic_events.events import answers, service
from cic_events.events.service import Visitor
from cic_events.events.states import RegistrationState
from cic_events.kernel import clock
from cic_events.kernel.units import reading
from cic_events.people import queries as people
from cic_events.web.access import public
from cic_events.web.locale import current_language
from cic_events.web.pages import page, redirect
from cic_events.web.session import actor

OUTCOMES = {"registered": RegistrationState.CONFIRMED, "waiting": RegistrationState.WAITLISTED}


@bp.route("/sessions/<int:id>/register", methods=["GET", "POST"])
@public
def register(id: int) -> ResponseReturnValue:
    """Register oneself: one page, six answers, no account."""
    form = RegisterForm()
    if form.validate_on_submit():
        with form.refusals():
            state = service.register_oneself(id, visitor=_visitor(form), by=actor())
            outcome = "registered" if state is RegistrationState.CONFIRMED else "waiting"
            return redirect(url_for(".done", id=id, outcome=outcome))
    with reading():
        row = queries.row(id)
        form.commune.choices += people.communes(current_language())
    return page("registrations/register.html", form=form, row=row, takes=row.takes_registrations(clock.now()))


def _visitor(form: RegisterForm) -> Visitor:
    return Visitor(
        name=form.name.data,
        commune_id=form.commune.data,
        email=form.email.data or None,
        phone=form.phone.data or None,
        function=form.function.data or "",
        language=form.spoken,
        audience=form.taking_part_as,
        acknowledged=form.acknowledged.data,
        sure=form.sure.data,
    )


@bp.get("/sessions/<int:id>/<any(registered, waiting):outcome>")
@public
def done(id: int, outcome: str) -> ResponseReturnValue:
    """What happens next; it says nothing of who registered."""
    return page("registrations/done.html", row=queries.row(id), waiting=outcome == "waiting")


@bp.route("/sessions/<int:id>/my-link", methods=["GET", "POST"])
@public
def link_again(id: int) -> ResponseReturnValue:
    """Ask for one's link by mail; the answer is the same for everybody."""
    form = LinkAgainForm()
    if form.validate_on_submit():
        with form.refusals():
            answers.send_link_again(id, email=form.email.data, by=actor())
            return redirect(url_for(".link_sent", id=id))
    with reading():
        row = queries.row(id)
    return page("registrations/link_again.html", form=form, row=row)


@bp.get("/sessions/<int:id>/my-link/sent")
@public
def link_sent(id: int) -> ResponseReturnValue:
    return page("registrations/link_sent.html", row=queries.row(id))
