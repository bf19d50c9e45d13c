"""Changing an item: whoever saves second sees who changed what since, and keeps what was typed."""

from dataclasses import replace
from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from cic_events.blueprints.plans import bp
from cic_events.blueprints.plans.forms import DecideItemForm, ItemForm, version_of
from cic_events.blueprints.plans.items import draft_of, form_of, item_page
from cic_events.blueprints.plans.views import title_of
from cic_events.cycle.needs import history
from cic_events.cycle.plans import edits, queries
from cic_events.cycle.plans.models import PlanItem
from cic_events.cycle.plans.queries import ItemRow, PlanPage
from cic_events.cycle.plans.states import EDITABLE, UNDER_DECISION
from cic_events.kernel.errors import Conflict, Forbidden, NotFound
from cic_events.kernel.units import reading
from cic_events.people.permissions import Action, require
from cic_events.web.access import requires
from cic_events.web.locale import _, listed
from cic_events.web.pages import page, redirect
from cic_events.web.session import actor
from cic_events.web.stale import overtaken

FIELD_OF = {"budget": "money"}


def _item(found: PlanPage, item_id: int) -> ItemRow:
    for item in found.items:
        if item.id == item_id:
            return item
    raise NotFound


@bp.route("/<int:id>/items/<int:item_id>/edit", methods=["GET", "POST"])
@requires(Action.PLANS_EDIT)
def edit_item(id: int, item_id: int) -> ResponseReturnValue:
    """Change an item of a plan that is being written."""
    with reading():
        found = queries.show(id)
        require(actor(), Action.PLANS_EDIT, found.row.owner_id)
        item = _item(found, item_id)
        form = form_of(found, item, data=_data(item) if request.method == "GET" else None)
    if found.row.state not in EDITABLE:
        raise Forbidden
    if form.validate_on_submit():
        try:
            with form.refusals():
                edits.edit_item(item_id, draft=draft_of(form, item), version=version_of(form), by=actor())
                flash(_("The item is saved."), "success")
                return redirect(url_for(".show", id=id))
        except Conflict as stale:
            return _stale(id, item_id, form, stale)
    return item_page(form, found, _("Edit the item"))


def _data(item: ItemRow) -> dict[str, Any]:
    return {
        "title": item.title,
        "needs": [need.id for need in item.needs],
        "without_need_reason": item.without_need_reason,
        "activity_code": item.activity_code,
        "starts_on": item.starts_on,
        "due_on": item.due_on,
        "seats": item.seats,
        "priority": item.priority,
        "attendance_threshold": item.attendance_threshold,
        "money": [
            {
                "source": line.source,
                "planned": line.planned,
                "committed": line.committed,
                "spent": line.spent,
                "currency": line.currency.value,
            }
            for line in item.budget
        ],
        "version": str(item.version),
    }


def _stale(id: int, item_id: int, form: ItemForm, stale: Conflict) -> ResponseReturnValue:
    """Say who saved what since; saving again is then a decision."""
    with reading():
        found = queries.show(id)
        item = _item(found, item_id)
        changes = history.changes_since(PlanItem, item_id, version_of(form))
        stored = form_of(found, item, formdata=MultiDict(), data=_data(item))
    saves = [replace(save, fields=tuple(FIELD_OF.get(name, name) for name in save.fields)) for save in changes]
    over = overtaken(form, stored, stale, version=item.version, saves=saves, say={"money": _money})
    return item_page(form, found, _("Edit the item"), over, status=409)


def _money(field: Any) -> str:
    return listed(f"{line.source.data}: {line.planned.data} {line.currency.data}" for line in field if line.said())


@bp.route("/<int:id>/items/<int:item_id>/decide", methods=["GET", "POST"])
@requires(Action.PLANS_APPROVE)
def decide_item(id: int, item_id: int) -> ResponseReturnValue:
    """Retain, put off or refuse one item of a plan that waits for its approval."""
    with reading():
        found = queries.show(id)
        require(actor(), Action.PLANS_APPROVE, found.row.owner_id)
        item = _item(found, item_id)
    if found.row.state not in UNDER_DECISION:
        raise Forbidden
    form = DecideItemForm(data={"state": item.state.value, "reason": item.decision_reason})
    if form.validate_on_submit():
        with form.refusals():
            edits.decide_item(item_id, state=form.said(), reason=form.reason.data or "", by=actor())
            flash(_("The decision is kept with the item."), "success")
            return redirect(url_for(".show", id=id))
    return page("plans/decide_item.html", form=form, row=found.row, item=item, plan_title=title_of(found.row))
