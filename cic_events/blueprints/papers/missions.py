from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from cic_events.blueprints.papers import bp
from cic_events.blueprints.papers.forms import MissionForm, Press
from cic_events.blueprints.papers.seeing import seen, trail
from cic_events.cycle.sessions.paperwork import orders
from cic_events.cycle.sessions.paperwork.gathering import Guest, gathered
from cic_events.kernel.errors import NotFound
from cic_events.kernel.units import reading
from cic_events.people.permissions import Action
from cic_events.web.access import requires
from cic_events.web.locale import _
from cic_events.web.pages import page, redirect
from cic_events.web.session import actor


@bp.route("/sessions/<int:id>/papers/orders/<int:who>", methods=["GET", "POST"])
@requires(Action.PAPERS_PRINT)
def order(id: int, who: int) -> ResponseReturnValue:
    """What one person's mission order says; it is remembered."""
    with reading():
        row, guest = seen(id), _guest(id, who)
        begun = orders.begun(who)
    form = MissionForm(data=vars(begun)) if request.method == "GET" else MissionForm()
    if form.validate_on_submit():
        with form.refusals():
            orders.save(who, order=form.order, by=actor())
            flash(_("The mission order of %(name)s is saved.", name=guest.name_latin), "success")
            return redirect(url_for(".order", id=id, who=who))
    return page(
        "papers/order.html",
        form=form,
        press=Press(),
        row=row,
        guest=guest,
        crumbs=[*trail(row), (_("Papers"), url_for(".index", id=id))],
    )


def _guest(id: int, who: int) -> Guest:
    found = next((guest for guest in gathered(id).guests if guest.registration_id == who), None)
    if found is None:
        raise NotFound
    return found
