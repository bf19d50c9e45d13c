"""The organiser asks a trainer, notes an answer given by telephone, confirms, hands over the link."""

from datetime import date, datetime, time, timedelta

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from cic_events.blueprints.attendance import bp
from cic_events.blueprints.attendance.forms import AskForm, DeclineForm, Press
from cic_events.blueprints.attendance.officer import seen, trail
from cic_events.cycle.sessions import trainer_pages, trainers
from cic_events.cycle.sessions.listing import SessionRow
from cic_events.kernel import clock
from cic_events.kernel.clock import WallTime
from cic_events.kernel.errors import N_, NotFound
from cic_events.kernel.units import reading
from cic_events.people.permissions import Action
from cic_events.web.access import requires
from cic_events.web.locale import _
from cic_events.web.pages import page, redirect
from cic_events.web.session import actor

VERBS = {
    "accept": (trainers.accept, N_("The acceptance given by telephone is noted.")),
    "confirm": (trainers.confirm, N_("The trainer is confirmed and told.")),
    "send": (trainers.send_link_again, N_("The link leaves once more.")),
}
A_WEEK = timedelta(days=7)


@bp.route("/sessions/<int:id>/trainers/ask", methods=["GET", "POST"])
@requires(Action.TRAINERS_ASK)
def ask(id: int) -> ResponseReturnValue:
    """Ask somebody of the directory, or by name and address."""
    form = AskForm()
    with reading():
        row = seen(id, Action.TRAINERS_ASK)
        form.person.choices += trainer_pages.directory_choices()
    if request.method == "GET":
        form.name.data, form.answer_by.data = row.led_by, _usual_day(row)
    if form.validate_on_submit():
        with form.refusals():
            trainers.ask(
                id,
                person_id=form.person.data or None,
                name=form.name.data or "",
                email=form.email.data or None,
                phone=form.phone.data or None,
                language=form.spoken,
                answer_by=_end_of(form.answer_by.data, row),
                by=actor(),
            )
            flash(_("The question leaves now. The answer shows here."), "success")
            return redirect(url_for("sessions.show", id=id))
    return page("attendance/ask.html", form=form, row=row, crumbs=trail(row))


def _usual_day(row: SessionRow) -> date:
    """In a week, or the day before the session when that is sooner."""
    usual = clock.today(row.zone) + A_WEEK
    return min(usual, row.first_day - timedelta(days=1)) if row.first_day else usual


def _end_of(day: date, row: SessionRow) -> datetime:
    """The last minute of the day on the clock of the place, or the start of the session on its own day."""
    end = WallTime(day, time(23, 59), row.zone).instant
    return min(end, row.starts_at) if row.starts_at and row.first_day == day else end


@bp.post("/sessions/<int:id>/trainers/<int:assignment_id>/<any(accept, confirm, send):verb>")
@requires(Action.TRAINERS_ASK)
def move(id: int, assignment_id: int, verb: str) -> ResponseReturnValue:
    """Note a yes by telephone, confirm, send the link again."""
    form = Press()
    with reading():
        row, line = seen(id, Action.TRAINERS_ASK), _line(id, assignment_id)
    if form.validate_on_submit():
        with form.refusals():
            does, said = VERBS[verb]
            does(assignment_id, by=actor())
            flash(_(said), "success")
            return redirect(url_for("sessions.show", id=id))
    return page("attendance/refused.html", form=form, row=row, line=line, crumbs=trail(row))


@bp.route("/sessions/<int:id>/trainers/<int:assignment_id>/decline", methods=["GET", "POST"])
@requires(Action.TRAINERS_ASK)
def note_refusal(id: int, assignment_id: int) -> ResponseReturnValue:
    """Note a refusal given by telephone, with its reason."""
    form = DeclineForm()
    with reading():
        row, line = seen(id, Action.TRAINERS_ASK), _line(id, assignment_id)
    if form.validate_on_submit():
        with form.refusals():
            trainers.decline(assignment_id, reason=form.reason.data, by=actor())
            flash(_("The refusal is noted. Ask somebody else."), "success")
            return redirect(url_for("sessions.show", id=id))
    return page("attendance/note_refusal.html", form=form, row=row, line=line, crumbs=trail(row))


@bp.post("/sessions/<int:id>/trainers/<int:assignment_id>/link")
@requires(Action.TRAINERS_ASK)
def show_link(id: int, assignment_id: int) -> ResponseReturnValue:
    """Show a trainer's link, for who has no e-mail."""
    form, link = Press(), ""
    with reading():
        row, line = seen(id, Action.TRAINERS_ASK), _line(id, assignment_id)
    if form.validate_on_submit():
        form.once = False
        with form.refusals():
            link = url_for(".desk", token=trainers.link_of(assignment_id, by=actor()), _external=True)
    answer = page("attendance/link.html", form=form, row=row, line=line, link=link, crumbs=trail(row))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _line(id: int, assignment_id: int) -> trainer_pages.TrainerLine:
    found = trainer_pages.line(assignment_id)
    if found.session_id != id:
        raise NotFound
    return found
