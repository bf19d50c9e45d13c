from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from cic_events.blueprints.outbox import bp
from cic_events.blueprints.outbox.forms import ActForm, AddressForm, TestForm
from cic_events.blueprints.outbox.words import CHANNELS, HEAPS, STATES
from cic_events.kernel.units import reading
from cic_events.people import mail_desk, mail_queue
from cic_events.people.permissions import Action
from cic_events.web.access import requires
from cic_events.web.locale import _
from cic_events.web.pages import page, redirect
from cic_events.web.paging import paging
from cic_events.web.session import actor

SIZE = 30


@bp.get("/")
@requires(Action.OUTBOX_SEE)
def index() -> ResponseReturnValue:
    """The queue, in heaps; what asks for somebody first."""
    counts = mail_queue.counts()
    asked = request.args.get("heap", "")
    heap = asked if asked in HEAPS else "all"
    states, now = HEAPS[heap][1], paging(SIZE)
    total = sum(counts.get(state, 0) for state in states)
    return page(
        "outbox/index.html",
        part="outbox/_results.html",
        lines=mail_queue.lines(states, offset=now.offset, limit=now.size),
        heaps=[_heap(name, heap, counts) for name in HEAPS],
        heap=heap,
        total=total,
        number=now.number,
        pages=-(-total // SIZE),
        states=STATES,
        channels=CHANNELS,
    )


def _heap(name: str, current: str, counts: dict[str, int]) -> dict[str, Any]:
    label, states = HEAPS[name]
    return {
        "url": url_for(".index", heap=name),
        "label": _(label),
        "current": name == current,
        "count": sum(counts.get(state, 0) for state in states),
    }


@bp.get("/<int:id>")
@requires(Action.OUTBOX_SEE)
def show(id: int) -> ResponseReturnValue:
    return _show(id)


def _show(id: int, *, act: ActForm | None = None, address: AddressForm | None = None) -> ResponseReturnValue:
    """One mail: why, to whom, what it says, what the server said, what can be done."""
    with reading():
        found = mail_queue.detail(id, by=actor())
    answer = page(
        "outbox/show.html",
        mail=found,
        act=act or ActForm(),
        address=address or AddressForm(),
        states=STATES,
        channels=CHANNELS,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/<int:id>/again")
@requires(Action.OUTBOX_ACT)
def again(id: int) -> ResponseReturnValue:
    form = ActForm()
    if form.validate_on_submit():
        with form.refusals():
            mail_desk.send_again(id, by=actor())
            flash(_("It is in the queue again."), "success")
            return redirect(url_for(".show", id=id))
    return _show(id, act=form)


@bp.post("/<int:id>/address")
@requires(Action.OUTBOX_ACT)
def readdress(id: int) -> ResponseReturnValue:
    form = AddressForm()
    if form.validate_on_submit():
        with form.refusals():
            mail_desk.send_again(id, by=actor(), to=form.to.data or "")
            flash(_("It is in the queue again."), "success")
            return redirect(url_for(".show", id=id))
    return _show(id, address=form)


@bp.post("/<int:id>/cancel")
@requires(Action.OUTBOX_ACT)
def cancel(id: int) -> ResponseReturnValue:
    form = ActForm()
    if form.validate_on_submit():
        with form.refusals():
            mail_desk.cancel(id, by=actor())
            flash(_("It will not be sent."), "success")
            return redirect(url_for(".show", id=id))
    return _show(id, act=form)


@bp.post("/<int:id>/release")
@requires(Action.OUTBOX_ACT)
def release(id: int) -> ResponseReturnValue:
    form = ActForm()
    if form.validate_on_submit():
        with form.refusals():
            mail_desk.release(id, by=actor())
            flash(_("It leaves now."), "success")
            return redirect(url_for(".show", id=id))
    return _show(id, act=form)


@bp.post("/<int:id>/told")
@requires(Action.OUTBOX_ACT)
def told(id: int) -> ResponseReturnValue:
    form = ActForm()
    if form.validate_on_submit():
        with form.refusals():
            mail_desk.told_otherwise(id, by=actor())
            flash(_("Noted: the person was told."), "success")
            return redirect(url_for(".show", id=id))
    return _show(id, act=form)


@bp.route("/test", methods=["GET", "POST"])
@requires(Action.OUTBOX_ACT)
def test() -> ResponseReturnValue:
    form = TestForm()
    if form.validate_on_submit():
        with form.refusals():
            mail_desk.send_test(form.to.data or "", by=actor())
            flash(_("The test mail is in the queue."), "success")
            return redirect(url_for(".index"))
    return page("outbox/test.html", form=form)
