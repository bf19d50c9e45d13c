from flask import Response
from flask.typing import ResponseReturnValue

from cic_events.blueprints.papers import bp, words
from cic_events.blueprints.papers.forms import Press
from cic_events.blueprints.papers.seeing import seen, trail
from cic_events.cycle.sessions.paperwork import desk, orders
from cic_events.cycle.sessions.paperwork.desk import Kind
from cic_events.cycle.sessions.paperwork.gathering import gathered
from cic_events.kernel.errors import NotFound
from cic_events.kernel.units import reading
from cic_events.people.permissions import Action
from cic_events.web.access import requires
from cic_events.web.downloads import attachment
from cic_events.web.forms import Form
from cic_events.web.pages import page
from cic_events.web.session import actor

EVERYTHING = "everything"


@bp.get("/sessions/<int:id>/papers")
@requires(Action.PAPERS_PRINT)
def index(id: int) -> ResponseReturnValue:
    """All that can be printed for a session."""
    return desk_page(id, Press())


def desk_page(id: int, form: Form) -> Response:
    with reading():
        row = seen(id)
        found, filled = gathered(id), orders.of_session(id)
    answer = page(
        "papers/index.html",
        row=row,
        found=found,
        filled=filled,
        form=form,
        kinds=words.KINDS,
        printable={kind: desk.lacks(found, kind) is None for kind in Kind},
        crumbs=trail(row),
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/sessions/<int:id>/papers/<what>")
@requires(Action.PAPERS_PRINT)
def printed(id: int, what: str) -> ResponseReturnValue:
    """One kind of papers as a PDF, or everything in one ZIP."""
    if what != EVERYTHING and what not in set(Kind):
        raise NotFound
    form = Press()
    with reading():
        seen(id)
    ready = None
    if form.validate_on_submit():
        with form.refusals():
            ready = desk.prepare(id, tuple(Kind) if what == EVERYTHING else (Kind(what),), by=actor())
    if ready is None:
        return desk_page(id, form)
    if what == EVERYTHING:
        return as_file(desk.archive(ready), "application/zip", f"papers-{id}.zip")
    return as_file(desk.pdf(ready, Kind(what)), "application/pdf", f"{what}-{id}.pdf")


@bp.post("/sessions/<int:id>/papers/<any(convocations, missions):what>/<int:who>")
@requires(Action.PAPERS_PRINT)
def printed_for(id: int, what: str, who: int) -> ResponseReturnValue:
    """The page of one person."""
    form, ready = Press(), None
    with reading():
        seen(id)
    if form.validate_on_submit():
        with form.refusals():
            ready = desk.prepare(id, (Kind(what),), by=actor(), only=who)
    if ready is None:
        return desk_page(id, form)
    return as_file(desk.pdf(ready, Kind(what)), "application/pdf", f"{what}-{id}-{who}.pdf")


def as_file(content: bytes, mimetype: str, name: str) -> Response:
    answer = attachment(content, name)
    answer.mimetype = mimetype
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
