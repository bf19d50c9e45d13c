"""The officer's view of attendance: all sheets, totals, marking on behalf, who came without a registration."""

from typing import Any

from flask import flash, url_for
from flask.typing import ResponseReturnValue

from cic_events.blueprints.attendance import bp
from cic_events.blueprints.attendance.desk import sheet_state, wall_words
from cic_events.blueprints.attendance.forms import Press, SignForm, WalkInForm
from cic_events.blueprints.attendance.sheet import SheetForm, choices
from cic_events.cycle.sessions import queries, sheets
from cic_events.cycle.sessions.listing import SessionRow
from cic_events.events import presence, service, words
from cic_events.events.presence import Book, PartSheet
from cic_events.events.service import Visitor
from cic_events.events.states import EventState
from cic_events.kernel import clock
from cic_events.kernel.errors import NotFound
from cic_events.kernel.units import reading
from cic_events.people import queries as people
from cic_events.people.permissions import Action, may
from cic_events.web.access import requires
from cic_events.web.locale import _, _n, current_language, hours, plain
from cic_events.web.pages import page, redirect
from cic_events.web.session import actor

ADDS = (EventState.CONFIRMED, EventState.RUNNING)


def seen(id: int, action: Action = Action.ATTENDANCE_SEE) -> SessionRow:
    """The session, for who may do this with its attendance; nobody else learns that there is one."""
    row = queries.row(id)
    if not may(actor(), action, row.owner_id):
        raise NotFound
    return row


def part_of(book: Book, part_id: int) -> PartSheet:
    if (part := book.part(part_id)) is None:
        raise NotFound
    return part


def trail(row: SessionRow) -> list[tuple[str, str]]:
    return [(_("Sessions"), url_for("sessions.index")), (plain(row.title), url_for("sessions.show", id=row.id))]


@bp.get("/sessions/<int:id>/attendance")
@requires(Action.ATTENDANCE_SEE)
def index(id: int) -> ResponseReturnValue:
    """All sheets of a session, the minutes of each person, corrections that wait."""
    return book_page(id, Press())


def book_page(id: int, form: Press) -> ResponseReturnValue:
    row = seen(id)
    book = sheets.book(id, by=actor())
    return page(
        "attendance/book.html",
        row=row,
        threshold=queries.threshold(id),
        book=book,
        parts=[_summary(row, book, part) for part in book.parts],
        pending=presence.pending(id),
        form=form,
        words=words,
        me=actor().person_id,
        crumbs=trail(row),
        add=row.state in ADDS and may(actor(), Action.ATTENDANCE_MARK, row.owner_id) and row.taken < row.capacity,
    )


def _summary(row: SessionRow, book: Book, part: PartSheet) -> dict[str, Any]:
    """One part in words: how far, how many, who marked and signed."""
    marks = [book.mark(person.registration_id, part.id) for person in book.people]
    counts = book.counts(part.id)
    said = wall_words(part)
    return {
        "part": part,
        "hours": hours(part.start, part.end),
        "url": url_for(".officer_sheet", id=row.id, part_id=part.id),
        "state": sheet_state(
            part.locked_at is not None,
            part.is_open(clock.now()),
            len(book.people) - len(book.unmarked(part.id)),
            book,
        ),
        "counts": [(_(words.PRESENCES[status][0]), n) for status, n in counts.items() if n],
        "by": sorted({mark.by for mark in marks if mark and mark.by}),
        "signed": said(part.locked_at) if part.locked_at else "",
    }


@bp.route("/sessions/<int:id>/attendance/<int:part_id>", methods=["GET", "POST"])
@requires(Action.ATTENDANCE_SEE)
def officer_sheet(id: int, part_id: int) -> ResponseReturnValue:
    """One sheet, to mark on behalf of the trainer, to print, to correct after the signature."""
    with reading():
        row = seen(id)
        book = sheets.book(id, by=actor())
    part = part_of(book, part_id)
    form = SheetForm(book, part)
    marks = may(actor(), Action.ATTENDANCE_MARK, row.owner_id)
    if form.validate_on_submit():
        with form.refusals():
            made = sheets.mark(part_id, marks=form.marks(), by=actor())
            flash(_n("%(num)s mark saved.", "%(num)s marks saved.", len(made)), "success")
            return redirect(url_for(".officer_sheet", id=id, part_id=part_id))
    return page(
        "attendance/sheet.html",
        layout="layout/page.html",
        form=form,
        book=book,
        half_day=part,
        title=row.title,
        choices=choices(),
        words=words,
        open=marks and row.state in ADDS and part.is_open(clock.now()),
        hours_words=hours(part.start, part.end),
        crumbs=[*trail(row), (_("Attendance"), url_for(".index", id=id))],
        sign_url=url_for(".officer_sign", id=id, part_id=part_id) if marks else "",
        add_url=url_for(".add", id=id) if marks and row.state in ADDS and row.taken < row.capacity else "",
        paper_url=url_for(".typed", id=id, part_id=part_id) if marks else "",
        correct_url=(lambda registration_id: url_for(".correct", id=id, part_id=part_id, who=registration_id))
        if marks and row.state is not EventState.CLOSED
        else None,
        moment_of=wall_words(part),
    )


@bp.route("/sessions/<int:id>/attendance/<int:part_id>/sign", methods=["GET", "POST"])
@requires(Action.ATTENDANCE_MARK)
def officer_sign(id: int, part_id: int) -> ResponseReturnValue:
    """Sign on behalf of the trainer, under the own name."""
    form = SignForm()
    with reading():
        row = seen(id, Action.ATTENDANCE_MARK)
    if form.validate_on_submit():
        with form.refusals():
            sheets.countersign(part_id, by=actor())
            flash(_("The sheet is signed."), "success")
            return redirect(url_for(".index", id=id))
    with reading():
        book = sheets.book(id, by=actor())
    part = part_of(book, part_id)
    return page(
        "attendance/sign.html",
        layout="layout/page.html",
        form=form,
        book=book,
        half_day=part,
        title=row.title,
        words=words,
        hours_words=hours(part.start, part.end),
        signer=actor().name,
        typed=False,
        back=url_for(".officer_sheet", id=id, part_id=part_id),
        crumbs=[*trail(row), (_("Attendance"), url_for(".index", id=id))],
    )


@bp.route("/sessions/<int:id>/attendance/add", methods=["GET", "POST"])
@requires(Action.ATTENDANCE_MARK)
def add(id: int) -> ResponseReturnValue:
    """Somebody came without a registration: on the list at once, if a place is free."""
    form = WalkInForm()
    with reading():
        row = seen(id, Action.ATTENDANCE_MARK)
        form.commune.choices += people.communes(current_language())
    if form.validate_on_submit():
        with form.refusals():
            service.register_other(id, visitor=_visitor(form), by=actor(), on_the_spot=True)
            flash(_("%(name)s is on the list now.", name=form.name.data), "success")
            return redirect(url_for(".index", id=id))
    return page(
        "attendance/add.html", form=form, row=row, crumbs=[*trail(row), (_("Attendance"), url_for(".index", id=id))]
    )


def _visitor(form: WalkInForm) -> Visitor:
    return Visitor(
        name=form.name.data,
        commune_id=form.commune.data,
        email=form.email.data or None,
        phone=form.phone.data or None,
        function=form.function.data or "",
        language=form.spoken,
    )
