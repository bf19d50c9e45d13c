"""Submitting a plan and deciding about it."""

from collections.abc import Callable
from typing import Any

from flask import flash, url_for
from flask.typing import ResponseReturnValue

from cic_events.blueprints.plans import bp
from cic_events.blueprints.plans.forms import ApproveForm, DecisionForm, ReturnForm, version_of
from cic_events.blueprints.plans.views import plan_page
from cic_events.cycle.plans import queries, revisions, service
from cic_events.kernel.errors import Conflict
from cic_events.kernel.units import reading
from cic_events.people.permissions import Action
from cic_events.web.access import requires
from cic_events.web.locale import _, sentence_of
from cic_events.web.pages import redirect
from cic_events.web.session import actor


def _answer(id: int, form: DecisionForm, name: str, act: Callable[[], Any], said: str) -> ResponseReturnValue:
    """Do it and show the plan; a refusal shows the plan with the form as it was filled in."""
    status, shown = None, {name: form}
    try:
        if form.validate_on_submit():
            with form.refusals():
                act()
                flash(said, "success")
                return redirect(url_for(".show", id=id))
    except Conflict as stale:
        form.form_errors, status = [sentence_of(stale)], 409
    with reading():
        return plan_page(queries.show(id), status=status, **shown)


@bp.post("/<int:id>/submit")
@requires(Action.PLANS_SUBMIT)
def submit(id: int) -> ResponseReturnValue:
    """Ask for a decision, once nothing lacks."""
    form = DecisionForm()
    return _answer(
        id,
        form,
        "form",
        lambda: service.submit(id, version=version_of(form), by=actor()),
        _("The plan is submitted. Somebody else decides about it now."),
    )


@bp.post("/<int:id>/endorse")
@requires(Action.PLANS_ENDORSE)
def endorse(id: int) -> ResponseReturnValue:
    """Confirm that the means are there."""
    form = DecisionForm()
    return _answer(
        id,
        form,
        "form",
        lambda: service.endorse(id, version=version_of(form), by=actor()),
        _("The plan is endorsed."),
    )


@bp.post("/<int:id>/approve")
@requires(Action.PLANS_APPROVE)
def approve(id: int) -> ResponseReturnValue:
    """Approve: sessions can be planned from the items."""
    form = ApproveForm()
    return _answer(
        id,
        form,
        "approve",
        lambda: service.approve(id, version=version_of(form), deed=form.deed.data or "", by=actor()),
        _("The plan is approved: sessions can be planned from it."),
    )


@bp.post("/<int:id>/return")
@requires(Action.PLANS_APPROVE)
def return_(id: int) -> ResponseReturnValue:
    """Give it back with what must change."""
    form = ReturnForm()
    return _answer(
        id,
        form,
        "back",
        lambda: service.return_(id, text=form.text.data or "", version=version_of(form), by=actor()),
        _("The plan is returned with your words."),
    )


@bp.post("/<int:id>/in-force")
@requires(Action.PLANS_SUBMIT)
def put_in_force(id: int) -> ResponseReturnValue:
    """Start to work by the approved plan."""
    form = DecisionForm()
    return _answer(
        id,
        form,
        "form",
        lambda: revisions.put_in_force(id, version=version_of(form), by=actor()),
        _("The plan is in force."),
    )


@bp.post("/<int:id>/close")
@requires(Action.PLANS_SUBMIT)
def close(id: int) -> ResponseReturnValue:
    """End the plan."""
    form = DecisionForm()
    return _answer(
        id,
        form,
        "form",
        lambda: revisions.close(id, version=version_of(form), by=actor()),
        _("The plan is closed and stays readable."),
    )


@bp.post("/<int:id>/revise")
@requires(Action.PLANS_EDIT)
def revise(id: int) -> ResponseReturnValue:
    """Open the next edition as a draft; this one holds until then."""
    form = DecisionForm()
    if form.validate_on_submit():
        with form.refusals():
            made = revisions.revise(id, by=actor())
            flash(_("The next edition is open as a draft."), "success")
            return redirect(url_for(".show", id=made.id))
    with reading():
        return plan_page(queries.show(id), form=form)
