from flask import flash, url_for
from flask.typing import ResponseReturnValue

from cic_events.blueprints.people import bp
from cic_events.blueprints.people.organisation_forms import OrganisationForm, OwnForm, PartnershipForm
from cic_events.kernel import clock
from cic_events.kernel.numbers import whole
from cic_events.kernel.units import reading
from cic_events.people import organisations as verbs
from cic_events.people import places
from cic_events.people.models import Side
from cic_events.people.permissions import Action, may
from cic_events.people.words import KINDS
from cic_events.web.access import requires
from cic_events.web.locale import _, current_language
from cic_events.web.pages import page, redirect
from cic_events.web.session import actor


@bp.get("/organisations")
@requires(Action.PEOPLE_SEE)
def organisations() -> ResponseReturnValue:
    """Communes with what belongs to them, and the partnerships."""
    return page(
        "people/organisations.html",
        rows=places.organisations(by=actor(), as_of=clock.today()),
        partnerships=places.partnerships(),
        kinds=KINDS,
    )


@bp.route("/organisations/new", methods=["GET", "POST"])
@requires(Action.PEOPLE_EDIT)
def new_organisation() -> ResponseReturnValue:
    """Record an association or a body of trainers; the programme also records communes."""
    with reading():
        parents = places.parents_for(actor(), current_language())
    form = OrganisationForm(parents=parents, programme=may(actor(), Action.PROGRAMME_APPOINT))
    if form.validate_on_submit():
        with form.refusals():
            made = verbs.add(form.draft(), by=actor())
            flash(_("%(name)s is recorded.", name=made.name.best(current_language())), "success")
            return redirect(url_for(".organisations"))
    return page("people/organisation.html", form=form, id=None, name="")


@bp.route("/organisations/<int:id>/edit", methods=["GET", "POST"])
@requires(Action.PEOPLE_EDIT)
def edit_organisation(id: int) -> ResponseReturnValue:
    """Correct the name, the languages, the region, the market day."""
    with reading():
        row = places.organisation(id, by=actor())
    kept = {"region": row.region, "market_day": row.market_day or "", "languages": row.languages}
    form = OwnForm(data={**kept, "name": dict(row.name), "version": str(row.version)})
    if form.validate_on_submit():
        with form.refusals():
            verbs.edit(id, draft=form.draft(), version=whole(form.version.data), by=actor())
            flash(_("The organisation is saved."), "success")
            return redirect(url_for(".organisations"))
    return page("people/organisation.html", form=form, id=id, name=row.name.best(current_language()))


@bp.route("/partnerships/new", methods=["GET", "POST"])
@requires(Action.PROGRAMME_APPOINT)
def new_partnership() -> ResponseReturnValue:
    """A dated partnership between the two sides."""
    with reading():
        sides = {side: places.communes_of(side, current_language()) for side in Side}
    form = PartnershipForm(norths=sides[Side.NORTH], souths=sides[Side.SOUTH])
    if form.validate_on_submit():
        with form.refusals():
            verbs.join_in_partnership(
                form.north.data,
                south_ids=form.souths.data,
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
                by=actor(),
            )
            flash(_("The partnership is recorded."), "success")
            return redirect(url_for(".organisations"))
    return page("people/partnership.html", form=form)
