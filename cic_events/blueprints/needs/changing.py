"""Correcting and translating a need: whoever saves second sees who changed what, and keeps what was typed."""

from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from cic_events.blueprints.needs import bp
from cic_events.blueprints.needs.forms import EditForm, audience_of, version_of
from cic_events.cycle.needs import edits, history, queries
from cic_events.cycle.needs.models import TrainingNeed
from cic_events.cycle.needs.queries import NeedPage
from cic_events.cycle.needs.service import NeedDraft
from cic_events.kernel.errors import Conflict
from cic_events.kernel.units import reading
from cic_events.people.permissions import Action, require
from cic_events.web.access import requires
from cic_events.web.locale import _, _l, plain
from cic_events.web.pages import page, redirect
from cic_events.web.session import actor
from cic_events.web.stale import Overtaken, overtaken

ELSEWHERE = {"state": _l("State"), "activity_code": _l("Activity of the programme")}


@bp.route("/<int:id>/edit", methods=["GET", "POST"])
@requires(Action.NEEDS_RECORD)
def edit(id: int) -> ResponseReturnValue:
    """Correct a need, or say it in another language."""
    with reading():
        found = queries.show(id)
        require(actor(), Action.NEEDS_RECORD, found.row.owner_id)
        form = EditForm(data=_data(found) if request.method == "GET" else None)
    if form.validate_on_submit():
        try:
            with form.refusals():
                edits.edit(id, draft=_draft(form), version=version_of(form), by=actor())
                flash(_("The need is saved."), "success")
                return redirect(url_for(".show", id=id))
        except Conflict as stale:
            return _stale(id, form, stale)
    return _page(form, found)


def _draft(form: EditForm) -> NeedDraft:
    return NeedDraft(
        problem=form.text(),
        persons=form.persons.data or 0,
        severity=form.severity.data,
        theme=form.theme.data or None,
        audience=audience_of(form.audience.data),
        origin=form.origin_said(),
        wanted_by=form.wanted_by.data,
    )


def _data(found: NeedPage) -> dict[str, Any]:
    row = found.row
    return {
        "problem": row.problem,
        "persons": row.persons,
        "severity": row.severity,
        "audience": row.audience or "",
        "theme": row.theme or "",
        "origin": row.origin.value,
        "wanted_by": row.wanted_by,
        "version": str(found.version),
    }


def _page(
    form: EditForm, found: NeedPage, over: Overtaken | None = None, status: int | None = None
) -> ResponseReturnValue:
    shown: dict[str, Any] = {"overtaken": over or Overtaken(), "problem": plain(found.row.problem)}
    return page("needs/edit.html", form=form, id=found.row.id, status=status, **shown)


def _stale(id: int, form: EditForm, stale: Conflict) -> ResponseReturnValue:
    """Say who saved what since; saving again is then a decision."""
    with reading():
        found = queries.show(id)
        saves = history.changes_since(TrainingNeed, id, version_of(form))
    stored = EditForm(formdata=MultiDict(), data=_data(found))
    return _page(
        form, found, overtaken(form, stored, stale, version=found.version, saves=saves, labels=ELSEWHERE), status=409
    )
