"""After the signature: one officer asks for a correction, a second person decides."""

from flask import flash, url_for
from flask.typing import ResponseReturnValue

from cic_events.blueprints.attendance import bp
from cic_events.blueprints.attendance.forms import CorrectionForm, Press
from cic_events.blueprints.attendance.officer import book_page, part_of, seen, trail
from cic_events.cycle.sessions import sheets
from cic_events.events import corrections, words
from cic_events.events.attendance import Mark
from cic_events.events.states import Presence
from cic_events.kernel.errors import NotFound
from cic_events.kernel.units import reading
from cic_events.people.permissions import Action
from cic_events.web.access import requires
from cic_events.web.locale import _, hours
from cic_events.web.pages import page, redirect
from cic_events.web.session import actor

DECISIONS = {"confirm": corrections.confirm, "refuse": corrections.refuse}


@bp.route("/sessions/<int:id>/attendance/<int:part_id>/correct/<int:who>", methods=["GET", "POST"])
@requires(Action.ATTENDANCE_MARK)
def correct(id: int, part_id: int, who: int) -> ResponseReturnValue:
    """Ask for a correction of one mark, with the reason."""
    form = CorrectionForm()
    with reading():
        row = seen(id, Action.ATTENDANCE_MARK)
        book = sheets.book(id, by=actor())
    part, person = part_of(book, part_id), book.person(who)
    if person is None:
        raise NotFound
    if form.validate_on_submit():
        with form.refusals():
            mark = Mark(who, Presence(form.status.data), form.minutes.data or 0)
            corrections.ask(part_id, mark=mark, reason=form.reason.data, by=actor())
            flash(_("The correction waits for a second person."), "success")
            return redirect(url_for(".index", id=id))
    return page(
        "attendance/correct.html",
        form=form,
        row=row,
        half_day=part,
        person=person,
        mark=book.mark(who, part_id),
        words=words,
        hours_words=hours(part.start, part.end),
        back=url_for(".officer_sheet", id=id, part_id=part_id),
        crumbs=[*trail(row), (_("Attendance"), url_for(".index", id=id))],
    )


@bp.post("/sessions/<int:id>/attendance/corrections/<int:correction_id>/<any(confirm, refuse):verb>")
@requires(Action.ATTENDANCE_SECOND)
def decide(id: int, correction_id: int, verb: str) -> ResponseReturnValue:
    """The second person agrees or not."""
    form = Press()
    with reading():
        seen(id, Action.ATTENDANCE_SECOND)
    if form.validate_on_submit():
        with form.refusals():
            DECISIONS[verb](correction_id, by=actor())
            flash(_("Corrected.") if verb == "confirm" else _("Refused: the mark stays."), "success")
            return redirect(url_for(".index", id=id))
    with reading():
        return book_page(id, form)
