"""What is done with needs: record, qualify, set first, close."""

from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from cic_events.blueprints.needs import bp
from cic_events.blueprints.needs.forms import (
    CloseForm,
    NeedForm,
    PrioritiseForm,
    QualifyForm,
    audience_of,
    version_of,
)
from cic_events.blueprints.needs.views import need_page
from cic_events.cycle.needs import collections, queries, service
from cic_events.cycle.needs.homes import homes
from cic_events.cycle.needs.service import NeedDraft
from cic_events.cycle.needs.states import NeedOrigin
from cic_events.cycle.sessions import planning
from cic_events.kernel.errors import Conflict
from cic_events.kernel.numbers import whole
from cic_events.kernel.units import reading
from cic_events.people.permissions import Action
from cic_events.web.access import requires
from cic_events.web.locale import _, current_language, sentence_of
from cic_events.web.pages import page, redirect
from cic_events.web.session import actor


@bp.route("/new", methods=["GET", "POST"])
@requires(Action.NEEDS_RECORD)
def new() -> ResponseReturnValue:
    """Write down a problem, in one's own language."""
    with reading():
        language = current_language()
        form = NeedForm(
            homes=homes(actor(), Action.NEEDS_RECORD, language),
            campaigns=collections.open_choices(language),
            data=_prefilled() if request.method == "GET" else None,
        )
    if form.validate_on_submit():
        with form.refusals():
            need = service.record(form.owner.data, draft=_draft(form), by=actor())
            flash(_("The need is recorded. It will be qualified next."), "success")
            return redirect(url_for(".show", id=need.id))
    return page("needs/new.html", form=form)


def _prefilled() -> dict[str, Any] | None:
    """What the page of a collection hands over."""
    asked = request.args.get("campaign", "")
    return {"campaign": asked, "origin": NeedOrigin.CAMPAIGN.value, "severity": 3} if whole(asked) else None


def _draft(form: NeedForm) -> NeedDraft:
    return NeedDraft(
        problem=form.text(),
        persons=form.persons.data or 0,
        severity=form.severity.data,
        theme=form.theme.data or None,
        audience=audience_of(form.audience.data),
        wanted_by=form.wanted_by.data,
        origin=form.origin_said(),
        campaign_id=form.campaign_said(),
    )


@bp.post("/<int:id>/qualify")
@requires(Action.NEEDS_QUALIFY)
def qualify(id: int) -> ResponseReturnValue:
    """Say what would be taught and which activity it serves."""
    with reading():
        form = QualifyForm(codes=planning.activity_codes(current_language()))
    try:
        if form.validate_on_submit():
            with form.refusals():
                service.qualify(
                    id,
                    theme=form.theme.data,
                    activity_code=form.activity_code.data,
                    audience=audience_of(form.audience.data),
                    version=version_of(form),
                    by=actor(),
                )
                flash(_("The need is qualified: a plan can serve it."), "success")
                return redirect(url_for(".show", id=id))
    except Conflict as stale:
        form.form_errors = [sentence_of(stale)]
        with reading():
            return need_page(queries.show(id), qualify=form, status=409)
    with reading():
        return need_page(queries.show(id), qualify=form)


@bp.post("/<int:id>/prioritise")
@requires(Action.NEEDS_PRIORITISE)
def prioritise(id: int) -> ResponseReturnValue:
    """Set the need first for the next plan."""
    form = PrioritiseForm()
    try:
        if form.validate_on_submit():
            with form.refusals():
                service.prioritise(id, severity=form.severity.data, version=version_of(form), by=actor())
                flash(_("The next plan serves this need first."), "success")
                return redirect(url_for(".show", id=id))
    except Conflict as stale:
        form.form_errors = [sentence_of(stale)]
        with reading():
            return need_page(queries.show(id), prioritise=form, status=409)
    with reading():
        return need_page(queries.show(id), prioritise=form)


@bp.post("/<int:id>/close")
@requires(Action.NEEDS_QUALIFY)
def close(id: int) -> ResponseReturnValue:
    """Close what training does not answer, with the reason."""
    form = CloseForm()
    try:
        if form.validate_on_submit():
            with form.refusals():
                service.close_otherwise(
                    id, reason=form.reason.data, lacks=form.lacks_said(), version=version_of(form), by=actor()
                )
                flash(_("The need is closed; the reason stays readable."), "success")
                return redirect(url_for(".show", id=id))
    except Conflict as stale:
        form.form_errors = [sentence_of(stale)]
        with reading():
            return need_page(queries.show(id), close=form, status=409)
    with reading():
        return need_page(queries.show(id), close=form)
