"""Tasks: given by one press where something lacks, started, done, put off or dropped."""

from flask import Response, flash, request, url_for
from flask.typing import ResponseReturnValue

from cic_events.blueprints.programme import bp
from cic_events.blueprints.programme.activity import action as in_words
from cic_events.blueprints.programme.forms import DropForm, PutOffForm
from cic_events.blueprints.programme.lists import name_of
from cic_events.kernel.errors import N_
from cic_events.kernel.units import reading
from cic_events.people.permissions import Action, may
from cic_events.programme import action_queries, actions, codes
from cic_events.programme.action_queries import ActionRow
from cic_events.programme.action_states import ActionState
from cic_events.programme.rows import Ref
from cic_events.reporting import why
from cic_events.web.access import requires
from cic_events.web.forms import Form
from cic_events.web.locale import _
from cic_events.web.pages import page, redirect
from cic_events.web.session import actor

MOVES = {"start": actions.start, "finish": actions.finish}
DONE = {"start": N_("It is under way."), "finish": N_("It is done. The figure follows from the records.")}


@bp.post("/<code>/actions")
@requires(Action.ACTIONS_GIVE)
def give(code: str) -> ResponseReturnValue:
    """Give the task for what lacks; pressing twice gives it once."""
    form = Form()
    back = url_for(".activity", code=codes.normalise(code), _anchor="why")
    if form.validate_on_submit():
        with form.refusals():
            made = why.give(codes.normalise(code), key=request.form.get("lack", ""), by=actor())
            flash(_("The task is given."), "success")
            return redirect(url_for(".action", id=made.id))
    for message in form.form_errors:
        flash(message, "error")
    return redirect(back)


@bp.get("/actions/<int:id>")
@requires(Action.ACCOUNT_OWN)
def action(id: int) -> ResponseReturnValue:
    """What is to be done, by whom, by when."""
    return _page(action_queries.show(id))


def _page(row: ActionRow, *, drop: DropForm | None = None, put_off: PutOffForm | None = None) -> Response:
    mine = row.person_id == actor().person_id or may(actor(), Action.ACTIONS_GIVE, row.owner_id)
    subject = Ref(row.subject_kind, row.subject_id) if row.subject_kind and row.subject_id else None
    return page(
        "programme/action.html",
        row=row,
        shown=in_words(row),
        display=codes.display(row.activity_code),
        subject=name_of(subject) if subject else "",
        moves=[move for move in _moves(row) if mine],
        may_end=mine and bool(row.moves),
        form=Form(),
        drop=drop or DropForm(prefix="d-"),
        put_off=put_off or PutOffForm(prefix="p-", data={"due": row.due}),
    )


def _moves(row: ActionRow) -> list[tuple[str, str, str]]:
    """(verb, words, icon) of what may come next."""
    offered = {
        ActionState.DONE: ("finish", _("It is done"), "circle-check"),
        ActionState.IN_PROGRESS: ("start", _("I am at it"), "circle-play"),
    }
    return [offered[state] for state in offered if state in row.moves]


@bp.post("/actions/<int:id>/<any('start', 'finish'):verb>")
@requires(Action.ACCOUNT_OWN)
def move_action(id: int, verb: str) -> ResponseReturnValue:
    """Say that one is at it, or that it is done."""
    form = Form()
    if form.validate_on_submit():
        with form.refusals():
            MOVES[verb](id, by=actor())
            flash(_(DONE[verb]), "success")
            return redirect(url_for(".action", id=id))
    for message in form.form_errors:
        flash(message, "error")
    return redirect(url_for(".action", id=id))


@bp.post("/actions/<int:id>/drop")
@requires(Action.ACCOUNT_OWN)
def drop_action(id: int) -> ResponseReturnValue:
    """Give it up, with the reason."""
    form = DropForm(prefix="d-")
    if form.validate_on_submit():
        with form.refusals():
            actions.drop(id, reason=form.reason.data or "", by=actor())
            flash(_("The task is dropped; the reason stays readable."), "success")
            return redirect(url_for(".action", id=id))
    with reading():
        return _page(action_queries.show(id), drop=form)


@bp.post("/actions/<int:id>/put-off")
@requires(Action.ACCOUNT_OWN)
def put_off_action(id: int) -> ResponseReturnValue:
    """Choose another day."""
    form = PutOffForm(prefix="p-")
    if form.validate_on_submit():
        with form.refusals():
            actions.put_off(id, due=form.due.data, by=actor())
            flash(_("The new day is saved."), "success")
            return redirect(url_for(".action", id=id))
    with reading():
        return _page(action_queries.show(id), put_off=form)
