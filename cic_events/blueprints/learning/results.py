"""The results of a session: before and after, verdicts, gaps that become needs, and what was contested."""

from typing import Any

from flask import Response, flash, request, url_for
from flask.typing import ResponseReturnValue

from cic_events.blueprints.learning import bp
from cic_events.blueprints.learning.forms import PressForm, SettleForm
from cic_events.cycle.acquis import gaps, queries, rules, service, words
from cic_events.cycle.acquis.queries import Results
from cic_events.cycle.acquis.states import AcquisState, Verdict
from cic_events.cycle.sessions import queries as sessions
from cic_events.kernel.errors import Forbidden, NotFound
from cic_events.kernel.units import reading
from cic_events.people.permissions import Action, may
from cic_events.web.access import requires
from cic_events.web.locale import _, _n, current_language, plain
from cic_events.web.pages import page, redirect
from cic_events.web.session import actor


@bp.get("/sessions/<int:id>/results")
@requires(Action.ACQUIS_AGGREGATES)
def results(id: int) -> ResponseReturnValue:
    """Before and after, as far as this actor sees."""
    return _page(id, PressForm())


def _page(id: int, form: PressForm) -> Response:
    with reading():
        row = sessions.row(id)
        found = queries.results(id, actor())
    return page(
        "learning/results.html",
        form=form,
        row=row,
        results=found,
        lines=[{"line": line, "sentence": _sentence(line.objective.text, line.means)} for line in found.objectives],
        overall=_sentence(None, found.overall),
        dumbbells=dumbbells(found),
        people=people_dumbbells(found),
        verdicts=words.VERDICTS,
        states=words.STATES,
        order=list(Verdict),
        min_n=rules.MIN_N,
        may_record=may(actor(), Action.NEEDS_RECORD, found.owner_id) and found.sees_people,
        may_settle=may(actor(), Action.ACQUIS_SETTLE, found.owner_id),
        may_validate=may(actor(), Action.ACQUIS_VALIDATE, found.owner_id),
    )


def _sentence(objective: Any, means: rules.Means) -> str:
    """6 of 8 people progressed on “…”; nothing when nobody took both tests."""
    if not means.n:
        return ""
    values = {"progressed": means.progressed, "objective": plain(objective)}
    if objective is None:
        return _n(
            "%(progressed)s of %(num)s person progressed.",
            "%(progressed)s of %(num)s people progressed.",
            means.n,
            **values,
        )
    return _n(
        "%(progressed)s of %(num)s person progressed on “%(objective)s”.",
        "%(progressed)s of %(num)s people progressed on “%(objective)s”.",
        means.n,
        **values,
    )


def dumbbells(found: Results) -> list[dict[str, Any]]:
    """The means of each objective, where enough people took both tests."""
    return [
        {
            "label": plain(line.objective.text),
            "lang": line.objective.text.lang_of(current_language()),
            "before": line.means.before,
            "after": line.means.after,
        }
        for line in found.objectives
        if line.means.shown
    ]


def people_dumbbells(found: Results) -> list[dict[str, Any]]:
    """Each person's points over all objectives, for who may see them."""
    if not found.sees_points:
        return []
    return [
        {"label": person.name, "before": person.pair[0], "after": person.pair[1]}
        for person in found.people
        if person.pair is not None
    ]


@bp.post("/sessions/<int:id>/results/gaps/<int:objective_id>")
@requires(Action.NEEDS_RECORD)
def gap(id: int, objective_id: int) -> ResponseReturnValue:
    """The gap becomes a need; pressing again leads to the same one."""
    form = PressForm()
    if form.validate_on_submit():
        with form.refusals():
            need_id = gaps.to_need(id, objective_id, by=actor())
            flash(_("The gap is recorded as a need of the next cycle."), "success")
            return redirect(url_for("needs.show", id=need_id))
    return _page(id, form)


@bp.route("/acquis/<int:acquis_id>/settle", methods=["GET", "POST"])
@requires(Action.ACQUIS_SETTLE)
def settle(acquis_id: int) -> ResponseReturnValue:
    """Decide on a result that was contested; the decision is final and carries its reason."""
    form = SettleForm()
    with reading():
        session_id = queries.acquis_session(acquis_id)
        row = sessions.row(session_id)
        found = queries.results(session_id, actor())
        contested = found.row(acquis_id)
    if not may(actor(), Action.ACQUIS_SETTLE, found.owner_id):
        raise Forbidden
    if request.method == "GET" and contested.state is not AcquisState.CONTESTED:
        raise NotFound
    if form.validate_on_submit():
        with form.refusals():
            service.settle(acquis_id, verdict=Verdict(form.verdict.data), because=form.because.data, by=actor())
            flash(_("The result is final."), "success")
            return redirect(url_for(".results", id=session_id))
    objective = next(line.objective for line in found.objectives if line.objective.id == contested.objective_id)
    return page(
        "learning/settle.html", form=form, row=row, acquis=contested, objective=objective, results=found, words=words
    )
