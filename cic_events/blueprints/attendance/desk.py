"""The trainer's desk: what a mailed link opens. A GET shows, only a POST changes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from flask import Response, current_app, flash, url_for
from flask.typing import ResponseReturnValue

from cic_events.blueprints.attendance import bp
from cic_events.blueprints.attendance.forms import DeclineForm, Press, ReportForm, SignForm
from cic_events.blueprints.attendance.sheet import SheetForm, choices
from cic_events.cycle.sessions import sheets, trainer_pages, trainers
from cic_events.cycle.sessions.trainer_access import Opened
from cic_events.cycle.sessions.trainer_pages import Desk
from cic_events.cycle.sessions.words import ASSIGNMENTS
from cic_events.events import appointments, words
from cic_events.events.presence import Book, PartSheet
from cic_events.kernel import clock
from cic_events.kernel.errors import NotFound
from cic_events.kernel.units import acting_as, reading
from cic_events.people.permissions import Actor, link_actor
from cic_events.web.access import public
from cic_events.web.locale import _, _n, beside, current_language, day, hours
from cic_events.web.pages import page, redirect
from cic_events.web.session import actor


@contextmanager
def by_link(token: str) -> Iterator[tuple[Desk, Actor]]:
    """The desk that this link opens, and who holds it: the trainer, signed in or not, who sees nothing else by it."""
    with reading():
        opened = trainers.opened_by_link(token)
        found = trainer_pages.desk(opened)
    holder = _holder(opened, found)
    with acting_as(holder.reach):
        yield found, holder


def _holder(opened: Opened, found: Desk) -> Actor:
    here = actor()
    if here.person_id == found.person_id:
        return replace(here, reach=replace(here.reach, grants=opened.grants))
    return link_actor(opened.grants)


def _private(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/trainer/<token>")
@public
def desk(token: str) -> ResponseReturnValue:
    """Will you give it; then: my session, its people, its sheets, my report."""
    return _desk_page(token, DeclineForm())


def _desk_page(token: str, form: DeclineForm | Press) -> Response:
    with by_link(token) as (found, holder), reading():
        book = sheets.book(found.session_id, by=holder) if found.gives else None
    answer = page(
        "attendance/desk.html",
        desk=found,
        token=token,
        form=form,
        decline=form if isinstance(form, DeclineForm) else DeclineForm(),
        state=ASSIGNMENTS[found.state],
        book=book,
        parts=_parts(found, book, token),
        until=day(clock.wall_from_utc(found.answer_by, found.zone).day, long=True) if found.answer_by else "",
        audience=_(words.AUDIENCES[found.audience]) if found.audience else "",
        learning=_learning(token),
    )
    return _private(answer)


def _learning(token: str) -> str:
    """The page of tests and verdicts, where the house has one."""
    known = "learning.trainer" in current_app.view_functions
    return url_for("learning.trainer", token=token) if known else ""


def _parts(found: Desk, book: Book | None, token: str) -> list[dict[str, object]]:
    """Each part in words, and how far its sheet is."""
    shown = []
    for part in found.parts:
        walls = [
            (hours(*(clock.wall_from_utc(at, there.zone).time for at in (part.starts_at, part.ends_at))), there.place)
            for there in appointments.clocks(found.commune, part.zone, current_language())
        ]
        marked = len(book.people) - len(book.unmarked(part.id)) if book else 0
        shown.append(
            {
                "id": part.id,
                "day": part.day,
                "clocks": walls,
                "url": url_for(".sheet", token=token, part_id=part.id),
                "state": sheet_state(part.locked_at is not None, part.opened(clock.now()), marked, book),
                "open": part.locked_at is None and part.opened(clock.now()),
            }
        )
    return shown


def sheet_state(locked: bool, opened: bool, marked: int, book: Book | None) -> tuple[str, str]:
    """How far a sheet is, in words and look."""
    if locked:
        return _("Signed"), "ok"
    if not opened:
        return _("Opens half an hour before"), "planned"
    everybody = len(book.people) if book else 0
    return _("%(marked)s of %(all)s marked", marked=marked, all=everybody), "running"


@bp.post("/trainer/<token>/accept")
@public
def accept(token: str) -> ResponseReturnValue:
    form = Press()
    if form.validate_on_submit():
        with by_link(token) as (found, holder), form.refusals():
            trainers.accept(found.id, by=holder)
            flash(_("Thank you. The organiser confirms you next."), "success")
            return redirect(url_for(".desk", token=token))
    return _desk_page(token, form)


@bp.post("/trainer/<token>/decline")
@public
def decline(token: str) -> ResponseReturnValue:
    form = DeclineForm()
    if form.validate_on_submit():
        with by_link(token) as (found, holder), form.refusals():
            trainers.decline(found.id, reason=form.reason.data, by=holder)
            flash(_("Thank you for answering. The organiser will ask somebody else."), "success")
            return redirect(url_for(".desk", token=token))
    return _desk_page(token, form)


def _part_of(book: Book, part_id: int) -> PartSheet:
    if (part := book.part(part_id)) is None:
        raise NotFound
    return part


@bp.route("/trainer/<token>/parts/<int:part_id>", methods=["GET", "POST"])
@public
def sheet(token: str, part_id: int) -> ResponseReturnValue:
    """The sheet of one half-day."""
    with by_link(token) as (found, holder):
        with reading():
            book = _book(found, holder)
        part = _part_of(book, part_id)
        form = SheetForm(book, part)
        if form.validate_on_submit():
            with form.refusals():
                made = sheets.mark(part_id, marks=form.marks(), by=holder)
                flash(_n("%(num)s mark saved.", "%(num)s marks saved.", len(made)), "success")
                return redirect(url_for(".sheet", token=token, part_id=part_id))
    answer = page(
        "attendance/sheet.html",
        layout="layout/plain.html",
        form=form,
        book=book,
        half_day=part,
        title=found.title,
        choices=choices(),
        words=words,
        open=part.is_open(clock.now()),
        hours_words=hours(part.start, part.end),
        crumbs=[(_("My session"), url_for(".desk", token=token))],
        sign_url=url_for(".sign", token=token, part_id=part_id),
        add_url="",
        correct_url=None,
        moment_of=wall_words(part),
    )
    return _private(answer)


def _book(found: Desk, holder: Actor) -> Book:
    """The sheets, for a trainer who is confirmed; for anybody else there are none."""
    if not found.gives:
        raise NotFound
    return sheets.book(found.session_id, by=holder)


def wall_words(part: PartSheet) -> Callable[[datetime], str]:
    """A function that says an instant on the clock of the part."""

    def said(at: datetime) -> str:
        wall = clock.wall_from_utc(at, part.zone)
        return str(beside(day(wall.day), hours(wall.time)))

    return said


@bp.route("/trainer/<token>/parts/<int:part_id>/sign", methods=["GET", "POST"])
@public
def sign(token: str, part_id: int) -> ResponseReturnValue:
    """Countersign: what stands on the sheet, who is not marked yet, the own name."""
    form = SignForm()
    with by_link(token) as (found, holder):
        if form.validate_on_submit():
            with form.refusals():
                sheets.countersign(part_id, by=holder, by_name=form.name.data or "")
                flash(_("The sheet is signed. Thank you."), "success")
                return redirect(url_for(".desk", token=token))
        with reading():
            book = _book(found, holder)
    part = _part_of(book, part_id)
    answer = page(
        "attendance/sign.html",
        layout="layout/plain.html",
        form=form,
        book=book,
        half_day=part,
        title=found.title,
        words=words,
        hours_words=hours(part.start, part.end),
        signer=found.name,
        typed=holder.person_id is None,
        back=url_for(".sheet", token=token, part_id=part_id),
        crumbs=[(_("My session"), url_for(".desk", token=token))],
    )
    return _private(answer)


@bp.route("/trainer/<token>/report", methods=["GET", "POST"])
@public
def report(token: str) -> ResponseReturnValue:
    """Three texts in five minutes, once the sheets are signed."""
    form = ReportForm()
    with by_link(token) as (found, holder):
        if form.validate_on_submit():
            with form.refusals():
                trainers.report(
                    found.id,
                    given=form.given.data,
                    difficulties=form.difficulties.data or "",
                    advice=form.advice.data or "",
                    by=holder,
                )
                flash(_("Your report is filed. Thank you."), "success")
                return redirect(url_for(".desk", token=token))
        with reading():
            book = _book(found, holder)
    answer = page("attendance/report.html", form=form, desk=found, book=book, token=token, there=_there(book))
    return _private(answer)


def _there(book: Book) -> int:
    """How many came at least for some minutes."""
    return sum(1 for person in book.people if book.total(person.registration_id).minutes)
