"""The page of an organisation's places: names are given by a mailed link, without an account."""

from flask import flash, url_for
from flask.typing import ResponseReturnValue

from cic_events.blueprints.registrations import bp
from cic_events.blueprints.registrations.forms import NameForm
from cic_events.cycle.sessions import queries as sessions
from cic_events.events import naming, pool_queries
from cic_events.events.service import Visitor
from cic_events.kernel import clock
from cic_events.kernel.units import acting_as, reading
from cic_events.people.permissions import link_actor
from cic_events.web.access import public
from cic_events.web.locale import _
from cic_events.web.pages import page, redirect


@bp.route("/places/<token>", methods=["GET", "POST"])
@public
def give_names(token: str) -> ResponseReturnValue:
    """The places kept for an organisation: who has one, and who else comes."""
    form = NameForm()
    with reading():
        pool = pool_queries.by_link(token)
    holder = link_actor({("seat_quota", pool.id), ("event", pool.event_id)})
    with acting_as(holder.reach):
        if form.validate_on_submit():
            with form.refusals():
                naming.give_name(pool.id, visitor=_visitor(form), by=holder)
                flash(_("%(name)s is noted.", name=form.name.data), "success")
                return redirect(url_for(".give_names", token=token))
        with reading():
            row, names = sessions.row(pool.event_id), pool_queries.named_in(pool.id)
    takes = row.takes_registrations(clock.now())
    answer = page("registrations/names.html", form=form, pool=pool, row=row, names=names, takes=takes)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _visitor(form: NameForm) -> Visitor:
    return Visitor(
        name=form.name.data,
        commune_id=0,  # the organisation of the places, whatever is typed
        email=form.email.data or None,
        phone=form.phone.data or None,
        function=form.function.data or "",
        language=form.spoken,
        audience=form.taking_part_as,
        acknowledged=form.acknowledged.data,
        sure=form.sure.data,
    )
