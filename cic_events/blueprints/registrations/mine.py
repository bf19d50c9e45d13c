"""What a mailed link opens: one's own registration. A GET shows, only a POST changes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from urllib.parse import urlencode

from flask import Response, url_for
from flask.typing import ResponseReturnValue

from cic_events.blueprints.registrations import bp
from cic_events.blueprints.registrations.forms import WithdrawForm
from cic_events.cycle.acquis import own
from cic_events.cycle.acquis.words import VERDICTS
from cic_events.events import (
    answers,
    appointments,
    contacts,
    links,
    offers,
    pool_queries,
    queries,
    rules,
    service,
    undoing,
    words,
)
from cic_events.events.states import EventState, RegistrationState
from cic_events.kernel import clock
from cic_events.kernel.units import acting_as, reading
from cic_events.people.permissions import Actor, link_actor
from cic_events.web.access import public
from cic_events.web.locale import beside, current_language, day, hours, plain
from cic_events.web.pages import page, redirect

LINE = (RegistrationState.WAITLISTED, RegistrationState.OFFERED)


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


def _page(token: str, form: WithdrawForm, template: str = "registrations/mine.html") -> Response:
    with _by_link(token) as (id, _holder), reading():
        found = queries.mine(id)
        learning = own.own(id)
        days = queries.days_of(found)
        call_waits = contacts.wants_a_call(id)
        line = pool_queries.in_line(id) if found.state in LINE else None
    begun = rules.has_begun(found.starts_at, clock.now())
    off = found.event_state is EventState.CANCELLED
    answer = page(
        template,
        form=form,
        mine=found,
        learning=learning,
        line=line,
        until=_at(line.offer_until, found) if line and line.offer_until else "",
        verdicts=VERDICTS,
        token=token,
        begun=begun,
        answers_open=found.alive and not begun and not off,
        call_waits=call_waits,
        undo=not begun and not off and undoing.may_undo(found.state, withdrawn_at=found.changed_at, now=clock.now()),
        days=[(first, _hours(found, *between)) for first, *between in days],
        map_url=_map(found),
        state=words.REGISTRATION_STATES,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _map(found: queries.Mine) -> str:
    """Where the place may be, on a map that needs no application; a session on the net has none."""
    if not found.place and found.online_url:
        return ""
    told = [plain(found.place), plain(found.commune), clock.place_of(found.zone)]
    return "https://www.openstreetmap.org/search?" + urlencode({"query": ", ".join(filter(None, told))})


def _hours(found: queries.Mine, starts: datetime, ends: datetime) -> list[tuple[str, str]]:
    """From when to when, on the clock of the place, then on the other side's."""
    said: list[tuple[str, str]] = []
    for there in appointments.clocks(found.commune, found.zone, current_language()):
        walls = [clock.wall_from_utc(instant, there.zone) for instant in (starts, ends)]
        said.append((hours(walls[0].time, walls[1].time), beside(there.place, walls[0].offset)))
    return said


def _at(instant: datetime, found: queries.Mine) -> str:
    """A moment on the clock of the place."""
    there = appointments.clocks(found.commune, found.zone, current_language())[0]
    wall = clock.wall_from_utc(instant, there.zone)
    return f"{beside(day(wall.day, long=True), hours(wall.time))} ({beside(there.place, wall.offset)})"


def _press(token: str, verb: Callable[[int, Actor], object]) -> ResponseReturnValue:
    """One button of the page: the verb, then the page again."""
    form = WithdrawForm()
    if form.validate_on_submit():
        with _by_link(token) as (id, holder), form.refusals():
            verb(id, holder)
            return redirect(url_for(".mine", token=token))
    return _page(token, form)


@bp.post("/my/registration/<token>/yes")
@public
def accept(token: str) -> ResponseReturnValue:
    """I come; of a place that is offered: I take it."""
    with _by_link(token) as (id, _holder), reading():
        offered = queries.mine(id).state is RegistrationState.OFFERED
    verb = offers.accept if offered else answers.accept
    return _press(token, lambda id, by: verb(id, by=by))


@bp.get("/my/registration/<token>/no")
@public
def refuse(token: str) -> ResponseReturnValue:
    """I do not come: asked once more."""
    return _page(token, WithdrawForm(), "registrations/refuse.html")


@bp.post("/my/registration/<token>/take")
@public
def take(token: str) -> ResponseReturnValue:
    """Take the place that is offered."""
    return _press(token, lambda id, by: offers.accept(id, by=by))


@bp.post("/my/registration/<token>/again")
@public
def stand_again(token: str) -> ResponseReturnValue:
    """After an offer that ended: back at the end of the line, under a link of its own."""
    form = WithdrawForm()
    if form.validate_on_submit():
        with _by_link(token) as (id, holder), form.refusals():
            made = offers.stand_again(id, by=holder)
            return redirect(url_for(".mine", token=links.token(made.link_seed)))
    return _page(token, form)


@bp.post("/my/registration/<token>/withdraw")
@public
def withdraw(token: str) -> ResponseReturnValue:
    return _press(token, lambda id, by: service.withdraw(id, by=by))


@bp.post("/my/registration/<token>/undo")
@public
def undo(token: str) -> ResponseReturnValue:
    """After all, I come."""
    return _press(token, lambda id, by: undoing.undo(id, by=by))


@bp.post("/my/registration/<token>/call")
@public
def call_me(token: str) -> ResponseReturnValue:
    """I would rather be called."""
    return _press(token, lambda id, by: contacts.call_me(id, by=by))
