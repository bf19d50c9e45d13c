"""The list of a session, for those who organise it or register their own people."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from cic_events.blueprints.registrations import bp
from cic_events.blueprints.registrations.forms import CancelForm, OthersForm, WithdrawForm
from cic_events.cycle.sessions import queries as sessions
from cic_events.events import answers, queries, service, words
from cic_events.events.service import Visitor
from cic_events.kernel.numbers import whole
from cic_events.kernel.units import reading
from cic_events.people import queries as people
from cic_events.people.permissions import Action
from cic_events.web.access import requires
from cic_events.web.locale import _, current_language
from cic_events.web.pages import page, redirect
from cic_events.web.session import actor


@bp.get("/sessions/<int:id>/registrations")
@requires(Action.REGISTRATIONS_READ)
def roster(id: int) -> ResponseReturnValue:
    """Who is registered and who waits, as far as this actor sees."""
    return page(
        "registrations/roster.html",
        row=sessions.row(id),
        lines=queries.roster(id),
        form=WithdrawForm(),
        states=words.REGISTRATION_STATES,
    )


@bp.route("/sessions/<int:id>/registrations/new", methods=["GET", "POST"])
@requires(Action.REGISTRATIONS_ON_BEHALF)
def register_other(id: int) -> ResponseReturnValue:
    """Register somebody else, then the next one."""
    form = OthersForm()
    if form.validate_on_submit():
        with form.refusals():
            service.register_other(id, visitor=_visitor(form), by=actor())
            flash(_("%(name)s is noted. The next one?", name=form.name.data), "success")
            return redirect(url_for(".register_other", id=id, commune=form.commune.data))
    with reading():
        row = sessions.row(id)
        form.commune.choices += people.communes(current_language())
    if request.method == "GET" and (commune := whole(request.args.get("commune"))):
        form.commune.data = commune
    return page("registrations/others.html", form=form, row=row)


def _visitor(form: OthersForm) -> Visitor:
    return Visitor(
        name=form.name.data,
        commune_id=form.commune.data,
        email=form.email.data or None,
        phone=form.phone.data or None,
        function=form.function.data or "",
        language=form.spoken,
    )


@bp.route("/registrations/<int:id>/cancel", methods=["GET", "POST"])
@requires(Action.REGISTRATIONS_ON_BEHALF)
def cancel(id: int) -> ResponseReturnValue:
    form = CancelForm()
    with reading():
        found = queries.mine(id)
    if form.validate_on_submit():
        with form.refusals():
            service.cancel(id, reason=form.reason.data, by=actor())
            flash(_("The registration is cancelled; the next in line has the place."), "success")
            return redirect(url_for(".roster", id=found.event_id))
    return page("registrations/cancel.html", form=form, mine=found)


@bp.post("/registrations/<int:id>/link")
@requires(Action.REGISTRATIONS_ON_BEHALF)
def show_link(id: int) -> ResponseReturnValue:
    """Show a person's link, for somebody who has no e-mail."""
    form = WithdrawForm()
    link = ""
    if form.validate_on_submit():
        form.once = False
        with form.refusals():
            link = url_for(".mine", token=answers.link_of(id, by=actor()), _external=True)
    with reading():
        found = queries.mine(id)
    answer = page("registrations/link.html", form=form, mine=found, link=link)
    answer.headers["Cache-Control"] = "no-store"
    return answer
