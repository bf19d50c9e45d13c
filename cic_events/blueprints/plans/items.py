"""Writing a plan: its items."""

from typing import Any

from flask import Response, flash, request, url_for
from flask.typing import ResponseReturnValue

from cic_events.blueprints.plans import bp
from cic_events.blueprints.plans.forms import DecisionForm, ItemForm
from cic_events.blueprints.plans.views import plan_page, title_of
from cic_events.cycle.needs import queries as needs
from cic_events.cycle.plans import edits, queries, service
from cic_events.cycle.plans.queries import ItemRow, PlanPage
from cic_events.cycle.plans.service import ItemDraft, NeedSeats
from cic_events.cycle.plans.states import EDITABLE
from cic_events.cycle.sessions import planning
from cic_events.kernel.errors import Forbidden
from cic_events.kernel.units import reading
from cic_events.people.permissions import Action, require
from cic_events.web.access import requires
from cic_events.web.locale import _, current_language, plain
from cic_events.web.pages import page, redirect
from cic_events.web.session import actor
from cic_events.web.stale import Overtaken


@bp.route("/<int:id>/items/new", methods=["GET", "POST"])
@requires(Action.PLANS_EDIT)
def new_item(id: int) -> ResponseReturnValue:
    """Add a training: for which needs, which activity, when, for how many, with whose money."""
    with reading():
        found = queries.show(id)
        require(actor(), Action.PLANS_EDIT, found.row.owner_id)
        form = form_of(found, needs=[request.args.get("need", 0, type=int)])
    if found.row.state not in EDITABLE:
        raise Forbidden
    if form.validate_on_submit():
        with form.refusals():
            service.add_item(id, draft=draft_of(form), by=actor())
            flash(_("The item is in the plan."), "success")
            return redirect(url_for(".show", id=id))
    return item_page(form, found, _("Add an item"))


def item_page(
    form: ItemForm, found: PlanPage, title: str, over: Overtaken | None = None, status: int | None = None
) -> Response:
    """The form of an item; `over` when somebody else saved first."""
    shown: dict[str, Any] = {"overtaken": over or Overtaken(), "plan_title": title_of(found.row)}
    return page("plans/item.html", form=form, row=found.row, title=title, status=status, **shown)


def form_of(found: PlanPage, item: ItemRow | None = None, **kwargs: Any) -> ItemForm:
    """The form with the needs that may be chosen: those qualified, and those that the item answers already."""
    language = current_language()
    open_needs = [
        (need.id, f"{plain(need.problem)[:120]} · {need.severity}/5 · {need.persons}")
        for need in needs.plannable(found.row.owner_id)
    ]
    known = {id for id, _words in open_needs}
    held = [(need.id, plain(need.problem)[:120]) for need in (item.needs if item else ()) if need.id not in known]
    return ItemForm(open_needs=[*open_needs, *held], codes=planning.activity_codes(language), **kwargs)


def draft_of(form: ItemForm, before: ItemRow | None = None) -> ItemDraft:
    """What was typed. Seats by need stay as they were while the item keeps its seats."""
    kept = {need.id: need.seats for need in before.needs} if before and before.seats == form.seats.data else {}
    return ItemDraft(
        title=form.title_texts(),
        seats=form.seats.data or 0,
        activity_code=form.activity_code.data or None,
        starts_on=form.starts_on.data,
        due_on=form.due_on.data,
        priority=form.priority.data,
        needs=[NeedSeats(need_id, kept.get(need_id)) for need_id in form.needs.data or ()],
        attendance_threshold=form.attendance_threshold.data or 80,
        theme=before.theme if before else None,
        audience=before.audience if before else None,
        without_need_reason=form.without_need_reason.data or "",
        budget=form.budget(),
    )


@bp.post("/<int:id>/items/<int:item_id>/remove")
@requires(Action.PLANS_EDIT)
def remove_item(id: int, item_id: int) -> ResponseReturnValue:
    """Take an item out of a plan that is being written."""
    form = DecisionForm()
    if form.validate_on_submit():
        with form.refusals():
            edits.remove_item(item_id, by=actor())
            flash(_("The item is out of the plan."), "success")
            return redirect(url_for(".show", id=id))
    with reading():
        return plan_page(queries.show(id), form=form)
