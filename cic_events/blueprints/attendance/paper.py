"""The printed sheet typed back by line numbers: first what was understood, then saved, with its photo as proof."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from cic_events.blueprints.attendance import bp
from cic_events.blueprints.attendance.desk import wall_words
from cic_events.blueprints.attendance.forms import PaperForm
from cic_events.blueprints.attendance.officer import ADDS, part_of, seen, trail
from cic_events.cycle.sessions import sheets
from cic_events.cycle.sessions.listing import SessionRow
from cic_events.cycle.sessions.paperwork import typing_back
from cic_events.cycle.sessions.paperwork.typing_back import Reading
from cic_events.events import printed_sheets, words
from cic_events.events.presence import Book, PartSheet
from cic_events.kernel import clock
from cic_events.kernel.errors import Forbidden, NotFound
from cic_events.kernel.units import reading
from cic_events.people.permissions import Action
from cic_events.web.access import requires
from cic_events.web.downloads import attachment
from cic_events.web.locale import _, _n, hours
from cic_events.web.pages import page, redirect
from cic_events.web.session import actor


@bp.get("/sheets/<code>/<int:number>")
@requires(Action.ATTENDANCE_MARK)
def scanned(code: str, number: int) -> ResponseReturnValue:
    """What the square on a printed page opens."""
    event_id, part_id = printed_sheets.place_of(code)
    seen(event_id, Action.ATTENDANCE_MARK)
    return redirect(url_for(".typed", id=event_id, part_id=part_id, sheet=code.upper(), page=number))


@bp.route("/sessions/<int:id>/attendance/<int:part_id>/paper", methods=["GET", "POST"])
@requires(Action.ATTENDANCE_MARK)
def typed(id: int, part_id: int) -> ResponseReturnValue:
    """Type the numbers, see the names, save."""
    with reading():
        row = seen(id, Action.ATTENDANCE_MARK)
        book = sheets.book(id, by=actor())
        part = part_of(book, part_id)
        form = PaperForm(sheets=typing_back.codes(part_id), said=wall_words(part))
        if request.method == "GET":
            form.sheet.data = _asked(form)
        found = _understood(form, book, part)
    if found is not None and form.was_shown:
        with form.refusals():
            made = typing_back.save(
                part_id,
                text=form.typed.data,
                code=form.sheet.data,
                photo=form.sent_photo,
                key=form.key[:32],
                by=actor(),
            )
            flash(_n("%(num)s mark saved from the paper.", "%(num)s marks saved from the paper.", made), "success")
            return redirect(url_for(".officer_sheet", id=id, part_id=part_id))
    return _typed_page(row, book, part, form, found)


def _asked(form: PaperForm) -> str:
    known = [value for value, _said in form.sheet.choices]
    asked = request.args.get("sheet", "")
    return asked if asked in known else known[0]


def _understood(form: PaperForm, book: Book, part: PartSheet) -> Reading | None:
    """What was typed, in names; None when nothing good was sent."""
    if not form.validate_on_submit():
        return None
    found = None
    form.once = False
    with form.refusals():
        sheet = typing_back.sheet_of(book, part.id, form.sheet.data)
        found = typing_back.read(form.typed.data, sheet=sheet, book=book, part=part)
    form.once = True
    return found


def _typed_page(
    row: SessionRow, book: Book, part: PartSheet, form: PaperForm, found: Reading | None
) -> ResponseReturnValue:
    form.remember()
    with reading():
        sheet = typing_back.sheet_of(book, part.id, form.sheet.data or "")
        photos = typing_back.photos(part.id)
    return page(
        "attendance/paper.html",
        row=row,
        book=book,
        half_day=part,
        form=form,
        found=found,
        sheet=sheet,
        photos=photos,
        page_number=request.args.get("page", ""),
        open=row.state in ADDS and part.is_open(clock.now()),
        hours_words=hours(part.start, part.end),
        words=words,
        moment_of=wall_words(part),
        back=url_for(".officer_sheet", id=row.id, part_id=part.id),
        crumbs=[*trail(row), (_("Attendance"), url_for(".index", id=row.id))],
    )


@bp.get("/sessions/<int:id>/attendance/photos/<int:photo_id>")
@requires(Action.ATTENDANCE_MARK)
def photo(id: int, photo_id: int) -> ResponseReturnValue:
    """A kept photo, saved and not shown, for the host's officers."""
    seen(id, Action.ATTENDANCE_MARK)
    try:
        content, name = typing_back.photo(photo_id, by=actor())
    except Forbidden:
        raise NotFound from None
    return attachment(content, name)
