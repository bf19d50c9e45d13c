"""Messages ready to send by hand, who was told, who waits for a call."""

from typing import Any

from flask import Response, flash, request, url_for
from flask.typing import ResponseReturnValue

from cic_events.blueprints.papers import bp, words
from cic_events.blueprints.papers.forms import Press
from cic_events.blueprints.papers.seeing import seen, trail
from cic_events.cycle.sessions.paperwork import telling
from cic_events.cycle.sessions.paperwork.gathering import gathered
from cic_events.cycle.sessions.paperwork.telling import Message
from cic_events.events import contacts
from cic_events.events.contact_models import Told
from cic_events.kernel import clock
from cic_events.kernel.errors import NotFound
from cic_events.kernel.units import reading
from cic_events.people.permissions import Action
from cic_events.web.access import requires
from cic_events.web.forms import Form
from cic_events.web.locale import _, called, day, hours
from cic_events.web.pages import page, redirect
from cic_events.web.session import actor


@bp.route("/sessions/<int:id>/messages", methods=["GET", "POST"])
@requires(Action.PAPERS_PRINT)
def messages(id: int) -> ResponseReturnValue:
    """Who is to be told by hand; pressing shows the texts with their links, and that is written down."""
    form, ready = Press(), None
    with reading():
        seen(id)
    if form.validate_on_submit():
        with form.refusals():
            ready = telling.prepare(id, by=actor(), everybody=_everybody())
    return _page(id, form, ready)


def _everybody() -> bool:
    return request.args.get("list") == "all"


def _page(id: int, form: Form, ready: list[Message] | None) -> Response:
    with reading():
        row = seen(id)
        found = gathered(id)
        shown = ready or telling.messages(found, contacts.last_told(id), everybody=_everybody())
        wishes = contacts.wishes(as_of=clock.now(), event_id=id)
    answer = page(
        "papers/messages.html",
        row=row,
        form=form,
        ready=ready is not None,
        people=[_line(one, row.zone) for one in shown],
        wishes=wishes,
        everybody=_everybody(),
        without=sum(not guest.email for guest in found.guests),
        total=len(found.guests),
        crumbs=trail(row),
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _line(one: Message, zone: str) -> dict[str, Any]:
    told = ""
    if one.told and one.told_at:
        wall = clock.wall_from_utc(one.told_at, zone)
        told = f"{_(words.TOLD[one.told])}, {day(wall.day)}, {hours(wall.time)}"
    return {"message": one, "name": called(one), "told": told}


@bp.post("/sessions/<int:id>/messages/<int:who>/<any(whatsapp, phone, paper):how>")
@requires(Action.PAPERS_PRINT)
def told(id: int, who: int, how: str) -> ResponseReturnValue:
    """Note that this person was told; the texts stay on the screen."""
    form, ready = Press(), None
    with reading():
        seen(id)
    if form.validate_on_submit():
        with form.refusals():
            ready = telling.told(id, [who], how=Told(how), by=actor(), everybody=_everybody())
    return _page(id, form, ready)


@bp.post("/sessions/<int:id>/messages/calls/<int:request_id>")
@requires(Action.PAPERS_PRINT)
def call_made(id: int, request_id: int) -> ResponseReturnValue:
    """Somebody called who asked for it."""
    form = Press()
    with reading():
        seen(id)
        if request_id not in {wish.id for wish in contacts.wishes(as_of=clock.now(), event_id=id)}:
            raise NotFound
    if form.validate_on_submit():
        with form.refusals():
            contacts.called(request_id, by=actor())
            flash(_("Noted: the person was called."), "success")
            return redirect(url_for(".messages", id=id))
    return _page(id, form, None)
