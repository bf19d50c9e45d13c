"""An officer's errands: plan, edit, move on, call off."""

from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from cic_events.blueprints.sessions import bp
from cic_events.blueprints.sessions.dates import Warnings, settled, unasked
from cic_events.blueprints.sessions.forms import MoveForm, ReasonForm, SessionForm, audience_of
from cic_events.blueprints.sessions.views import session_page
from cic_events.cycle.sessions import planning, queries, service
from cic_events.cycle.sessions.queries import SessionPage
from cic_events.cycle.sessions.service import SessionDraft
from cic_events.events.parts import PartDraft
from cic_events.kernel.errors import Conflict, Forbidden
from cic_events.kernel.numbers import whole
from cic_events.kernel.units import reading
from cic_events.people.permissions import Action, may, require
from cic_events.web.access import requires
from cic_events.web.locale import _, current_language
from cic_events.web.pages import page, redirect
from cic_events.web.session import actor
from cic_events.web.stale import Overtaken, differing, overtaken

MOVES = {
    "schedule": service.schedule,
    "open": service.open_registration,
    "confirm": service.confirm,
    "begin": service.begin,
    "close": service.close,
}
ENDS = {"cancel": service.cancel, "postpone": service.postpone}


@bp.route("/new", methods=["GET", "POST"])
@requires(Action.SESSIONS_PLAN)
def new() -> ResponseReturnValue:
    """Open a session from an item of the plan (?item=) or outside it with a reason."""
    with reading():
        form = SessionForm(**_choices())
        item = planning.find(request.args.get("item", type=int) or form.plan_item.data)
    if request.method == "GET":
        _prefill(form, item)
    if form.validate_on_submit():
        host_id, draft = (item.owner_id if item else _home()), _draft(form)
        if warnings := unasked(form, draft, host_id=host_id):
            return _form_page(form, _("New session"), url_for(".index"), warnings=warnings)
        with form.refusals():
            made = service.plan(host_id, draft=draft, by=actor())
            flash(_("The session is saved as a draft."), "success")
            return redirect(url_for(".show", id=made.id))
    return _form_page(form, _("New session"), url_for(".index"))


def _choices() -> dict[str, Any]:
    language = current_language()
    return {
        "items": planning.items(actor().organisations, language),
        "codes": planning.activity_codes(language),
    }


def _home() -> int:
    for role, organisations in actor().roles.items():
        for id in sorted(organisations):
            if role and may(actor(), Action.SESSIONS_PLAN, id):
                return id
    raise Forbidden


def _prefill(form: SessionForm, item: planning.ItemChoice | None) -> None:
    if item is None:
        return
    form.plan_item.data, form.activity_code.data = item.id, item.activity_code
    form.capacity.data, form.theme.data = item.seats, item.theme or ""
    form.audience.data = item.audience.value if item.audience else ""
    for code, text in item.title.items():
        form.title.form[code].data = text


def _draft(form: SessionForm) -> SessionDraft:
    return SessionDraft(
        title=form.texts("title"),
        zone=form.zone.data,
        capacity=form.capacity.data,
        minimum=form.minimum.data,
        parts=[PartDraft(day, start, end) for day, start, end in form.spans()],
        plan_item_id=form.plan_item.data or None,
        off_plan_reason=form.off_plan_reason.data or "",
        activity_code=form.activity_code.data or None,
        objectives=form.texts("objectives"),
        prerequisites=form.texts("prerequisites"),
        assessment=form.texts("assessment"),
        cost=form.texts("cost"),
        description=form.texts("description"),
        place=form.texts("place"),
        online_url=form.online_url.data,
        audience=audience_of(form.audience.data),
        theme=form.theme.data or None,
        languages=form.languages.data or (),
        trainer_name=form.trainer_name.data or "" if form.trainer_name else "",
        attendance_threshold=form.attendance_threshold.data,
        pass_mark=form.pass_mark.data,
    )


def _form_page(
    form: SessionForm,
    title: str,
    cancel_url: str,
    over: Overtaken | None = None,
    *,
    warnings: Warnings | None = None,
    status: int | None = None,
) -> ResponseReturnValue:
    refused = [str(error) for error in form.parts.errors if isinstance(error, str)]
    return page(
        "sessions/form.html",
        form=form,
        title=title,
        cancel_url=cancel_url,
        part_errors=refused,
        overtaken=over or Overtaken(),
        warnings=warnings or [],
        status=status,
    )


@bp.route("/<int:id>/edit", methods=["GET", "POST"])
@requires(Action.SESSIONS_PLAN)
def edit(id: int) -> ResponseReturnValue:
    """Change a session; those registered are told what moved."""
    with reading():
        found = queries.show(id)
        require(actor(), Action.SESSIONS_PLAN, found.owner_id)
        form = SessionForm(data=_data(found) if request.method == "GET" else None, **_choices())
    if found.trainer_id is not None:
        del form.trainer_name  # somebody was asked: who trains is settled on the session's page
    if form.validate_on_submit():
        draft = _draft(form)
        if warnings := unasked(form, draft, host_id=found.owner_id, kept=settled(found)):
            return _form_page(form, _("Edit the session"), url_for(".show", id=id), warnings=warnings)
        try:
            with form.refusals():
                service.edit(id, draft=draft, version=whole(form.version.data), by=actor())
                flash(_("Saved. Who is registered is told what changed."), "success")
                return redirect(url_for(".show", id=id))
        except Conflict as stale:
            return _stale(id, form, stale)
    return _form_page(form, _("Edit the session"), url_for(".show", id=id))


def _stale(id: int, form: SessionForm, stale: Conflict) -> ResponseReturnValue:
    """Somebody saved first: say who and what, keep what was typed; saving again is then a decision."""
    with reading():
        found = queries.show(id)
        saves = [change] if (change := queries.last_change(id)) else []
        choices = _choices()
    stored = SessionForm(formdata=MultiDict(), data=_data(found), **choices)
    touched = differing(form, stored, but=("version", "parts", "keep_dates", "warned"))
    over = overtaken(form, stored, stale, version=found.version, saves=saves, touched=touched)
    return _form_page(form, _("Edit the session"), url_for(".show", id=id), over, status=409)


def _data(found: SessionPage) -> dict[str, Any]:
    row = found.row
    return {
        "plan_item": found.plan_item_id or 0,
        "off_plan_reason": found.off_plan_reason,
        "activity_code": row.activity_code or "",
        "title": row.title,
        "objectives": found.objectives,
        "prerequisites": found.prerequisites,
        "assessment": found.assessment,
        "cost": found.cost,
        "description": found.description,
        "zone": row.zone,
        "parts": [{"day": part.day, "start": part.start, "end": part.end} for part in found.parts],
        "place": row.place,
        "online_url": found.online_url,
        "audience": row.audience.value if row.audience else "",
        "theme": found.theme or "",
        "languages": found.languages,
        "trainer_name": row.led_by,
        "capacity": row.capacity,
        "minimum": found.minimum,
        "attendance_threshold": found.attendance_threshold,
        "pass_mark": found.pass_mark,
        "version": str(found.version),
    }


@bp.post("/<int:id>/<any('schedule', 'open', 'confirm', 'begin', 'close'):verb>")
@requires(Action.SESSIONS_PLAN)
def move(id: int, verb: str) -> ResponseReturnValue:
    """Move a session on, when its guard agrees."""
    form = MoveForm()
    if form.validate_on_submit():
        with form.refusals():
            MOVES[verb](id, by=actor())
            flash(_("Done."), "success")
            return redirect(url_for(".show", id=id))
    with reading():
        return session_page(queries.show(id), form=form)


@bp.route("/<int:id>/<any(cancel, postpone):verb>", methods=["GET", "POST"])
@requires(Action.SESSIONS_CANCEL)
def end(id: int, verb: str) -> ResponseReturnValue:
    """Call off or put off, with the reason that everybody reads."""
    form = ReasonForm()
    with reading():
        found = queries.show(id)
    if not may(actor(), Action.SESSIONS_CANCEL, found.owner_id):
        raise Forbidden
    if form.validate_on_submit():
        with form.refusals():
            ENDS[verb](id, reason=form.reason.data, by=actor())
            flash(_("Everybody who is registered will be told."), "success")
            return redirect(url_for(".show", id=id))
    title = _("Cancel the session") if verb == "cancel" else _("Postpone the session")
    return page("sessions/end.html", form=form, row=found.row, title=title)
