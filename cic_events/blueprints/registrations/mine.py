"""What a mailed link opens: one's own registration. A GET shows, only a POST changes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from flask import Response, url_for
from flask.typing import ResponseReturnValue

from cic_events.blueprints.registrations import bp
from cic_events.blueprints.registrations.forms import WithdrawForm
from cic_events.cycle.acquis import own
from cic_events.cycle.acquis.words import VERDICTS
from cic_events.events import answers, appointments, queries, service, words
from cic_events.kernel import clock
from cic_events.kernel.units import acting_as, reading
from cic_events.people.permissions import Actor, link_actor
from cic_events.web.access import public
from cic_events.web.locale import beside, current_language, hours
from cic_events.web.pages import page, redirect


@contextmanager
def _by_link(token: str) -> Iterator[tuple[int, Actor]]:
    """The registration of this link, and an actor who sees nothing else."""
    with reading():
        id = queries.id_of_link(token)
    holder = link_actor({("registration", id)})
    with acting_as(holder.reach):
        yield id, holder


@bp.get("/my/registration/<token>")
@public
def mine(token: str) -> ResponseReturnValue:
    """My registration: where I stand, yes, or give the place back."""
    return _page(token, WithdrawForm())


def _page(token: str, form: WithdrawForm) -> Response:
    with _by_link(token) as (id, _holder), reading():
        found = queries.mine(id)
        learning = own.own(id)
        days = queries.days_of(found)
    begun = found.starts_at is not None and clock.now() >= found.starts_at
    answer = page(
        "registrations/mine.html",
        form=form,
        mine=found,
        learning=learning,
        verdicts=VERDICTS,
        token=token,
        begun=begun,
        days=[(first, _hours(found, *between)) for first, *between in days],
        state=words.REGISTRATION_STATES,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _hours(found: queries.Mine, starts: datetime, ends: datetime) -> list[tuple[str, str]]:
    """From when to when, on the clock of the place, then on the other side's."""
    said: list[tuple[str, str]] = []
    for there in appointments.clocks(found.commune, found.zone, current_language()):
        walls = [clock.wall_from_utc(instant, there.zone) for instant in (starts, ends)]
        said.append((hours(walls[0].time, walls[1].time), beside(there.place, walls[0].offset)))
    return said


@bp.post("/my/registration/<token>/yes")
@public
def accept(token: str) -> ResponseReturnValue:
    form = WithdrawForm()
    if form.validate_on_submit():
        with _by_link(token) as (id, holder), form.refusals():
            answers.accept(id, by=holder)
            return redirect(url_for(".mine", token=token))
    return _page(token, form)


@bp.post("/my/registration/<token>/withdraw")
@public
def withdraw(token: str) -> ResponseReturnValue:
    form = WithdrawForm()
    if form.validate_on_submit():
        with _by_link(token) as (id, holder), form.refusals():
            service.withdraw(id, by=holder)
            return redirect(url_for(".mine", token=token))
    return _page(token, form)
