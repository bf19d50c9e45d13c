"""Validating what was learnt: the trainer by the mailed link, or the referent on the trainer's behalf."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Response, flash, url_for
from flask.typing import ResponseReturnValue

from cic_events.blueprints.learning import bp
from cic_events.blueprints.learning.forms import JudgementsForm, PressForm, judgements_form
from cic_events.cycle.acquis import asking, queries, service, waves, words
from cic_events.cycle.acquis.queries import Results
from cic_events.cycle.acquis.rules import Sight
from cic_events.cycle.acquis.states import AcquisState
from cic_events.cycle.sessions import queries as sessions
from cic_events.cycle.sessions import trainer_access
from cic_events.kernel.errors import Forbidden
from cic_events.kernel.units import acting_as, reading
from cic_events.people.permissions import Action, Actor, link_actor
from cic_events.questionnaires.states import Phase
from cic_events.web.access import public, requires
from cic_events.web.locale import _, _n
from cic_events.web.pages import page, redirect
from cic_events.web.session import actor


@contextmanager
def _by_link(token: str) -> Iterator[tuple[int, Actor]]:
    """The session of this trainer's link, and an actor who may do a trainer's work in it."""
    with reading():
        _assignment_id, grants = trainer_access.opened_by_link(token)
    holder = link_actor(grants)
    session_id = next(id for table, id in grants if table == "event")
    with acting_as(holder.reach):
        yield session_id, holder


@bp.route("/trainer/<token>/learning", methods=["GET", "POST"])
@public
def trainer(token: str) -> ResponseReturnValue:
    """The tests of my session, and the verdicts to validate."""
    with _by_link(token) as (session_id, holder):
        return _validate(session_id, holder, token=token)


@bp.route("/sessions/<int:id>/results/validate", methods=["GET", "POST"])
@requires(Action.ACQUIS_VALIDATE)
def validate(id: int) -> ResponseReturnValue:
    """The referent validates on the trainer's behalf; it is noted who did."""
    return _validate(id, actor(), token="")


def _validate(session_id: int, by: Actor, *, token: str) -> ResponseReturnValue:
    with reading():
        found = queries.results(session_id, by)
    if found.sight is not Sight.TESTS:
        raise Forbidden
    rows = [row for line in found.objectives for row in line.rows if row.state is AcquisState.DRAFT]
    form = judgements_form(rows)
    if rows and form.validate_on_submit():
        with form.refusals():
            service.validate(session_id, judgements=form.judgements(rows), by=by)
            flash(_("The results are validated; each person is told."), "success")
            return redirect(_here(session_id, token))
    return _page(session_id, found, form, token=token)


def _here(session_id: int, token: str) -> str:
    return url_for(".trainer", token=token) if token else url_for(".results", id=session_id)


def _page(
    session_id: int, found: Results, form: JudgementsForm, *, token: str, press: PressForm | None = None
) -> Response:
    with reading():
        row = sessions.row(session_id)
        both = asking.tests(session_id)
    shown = page(
        "learning/validate.html",
        form=form,
        press=press or PressForm(),
        row=row,
        results=found,
        tests=both,
        token=token,
        words=words,
    )
    shown.headers["Cache-Control"] = "no-store"
    return shown


@bp.post("/trainer/<token>/learning/<any(pre, post):phase>/<any('open', 'close'):verb>")
@public
def trainer_moves(token: str, phase: str, verb: str) -> ResponseReturnValue:
    """The trainer opens and closes the tests."""
    form = PressForm()
    with _by_link(token) as (session_id, holder):
        if form.validate_on_submit():
            with form.refusals():
                if verb == "open":
                    n = waves.open_wave(session_id, Phase(phase), by=holder)
                    flash(_n("%(num)s person is invited.", "%(num)s people are invited.", n), "success")
                else:
                    waves.close_wave(session_id, Phase(phase), by=holder)
                    flash(_("The test is closed: what was sent is counted."), "success")
                return redirect(url_for(".trainer", token=token))
        with reading():
            found = queries.results(session_id, holder)
        return _page(session_id, found, judgements_form([]), token=token, press=form)
