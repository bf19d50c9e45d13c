from collections.abc import Mapping
from typing import Any

from flask import Response, current_app, flash, request, url_for
from flask.typing import ResponseReturnValue

from cic_events.blueprints.plans import bp
from cic_events.blueprints.plans.board import board, titles_of
from cic_events.blueprints.plans.forms import ApproveForm, DecisionForm, FilterForm, PlanForm, ReturnForm
from cic_events.cycle.needs.homes import homes
from cic_events.cycle.plans import queries, results, service, words
from cic_events.cycle.plans.coverage import lineage
from cic_events.cycle.plans.queries import PlanPage, PlanRow
from cic_events.cycle.plans.rules import Lack, lacks_of
from cic_events.cycle.plans.states import EDITABLE, UNDER_DECISION, PlanState
from cic_events.cycle.sessions import chain
from cic_events.kernel import clock
from cic_events.kernel.units import reading
from cic_events.people import queries as people
from cic_events.people.permissions import Action, may
from cic_events.web.access import requires
from cic_events.web.locale import _, called, current_language, moment
from cic_events.web.pages import page, redirect
from cic_events.web.session import actor


@bp.get("/")
@requires(Action.PLANS_SEE)
def index() -> ResponseReturnValue:
    """The plans, the newest period first; the filters stand in the address."""
    form = FilterForm(request.args, communes=people.commune_choices(current_language()))
    filters = form.filters()
    rows = queries.listing(as_of=clock.today(), commune=filters.get("commune", ""), state=filters.get("state", ""))
    return page(
        "plans/index.html",
        part="plans/_results.html",
        form=form,
        rows=[(row, title_of(row)) for row in rows],
        words=words,
        pills=[
            {
                "label": dict(form[name].choices)[value],
                "url": _address({k: v for k, v in filters.items() if k != name}),
            }
            for name, value in filters.items()
        ],
    )


def _address(filters: Mapping[str, Any]) -> str:
    return url_for(".index", **filters)


def title_of(row: PlanRow) -> str:
    """A plan is called by its period and whom it is for."""
    years = str(row.starts_on.year)
    if row.ends_on.year != row.starts_on.year:
        years = f"{row.starts_on.year}–{row.ends_on.year}"
    said = _("Plan %(years)s: %(scope)s", years=years, scope=_(words.SCOPES[row.scope]))
    return said if row.edition == 1 else _("%(title)s, edition %(edition)s", title=said, edition=row.edition)


@bp.route("/new", methods=["GET", "POST"])
@requires(Action.PLANS_EDIT)
def new() -> ResponseReturnValue:
    """Open a draft plan for a period."""
    with reading():
        data = {"starts_on": clock.today().replace(month=1, day=1), "ends_on": clock.today().replace(month=12, day=31)}
        form = PlanForm(homes=homes(actor(), Action.PLANS_EDIT, current_language()), data=data)
    if form.validate_on_submit():
        with form.refusals():
            made = service.make_plan(
                form.owner.data,
                scope=form.scope_said(),
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
                by=actor(),
            )
            flash(_("The plan is open. Add what it will give."), "success")
            return redirect(url_for(".show", id=made.id))
    return page("plans/new.html", form=form)


@bp.get("/<int:id>")
@requires(Action.PLANS_SEE)
def show(id: int) -> ResponseReturnValue:
    """The year of the plan, its money, its items by result, and who decided what."""
    return plan_page(queries.show(id))


def plan_page(
    found: PlanPage,
    *,
    form: DecisionForm | None = None,
    approve: ApproveForm | None = None,
    back: ReturnForm | None = None,
    lacks: tuple[Lack, ...] | None = None,
    status: int | None = None,
) -> Response:
    row, who = found.row, actor()
    data = {"version": str(row.version)}
    sessions, labels = chain.of_items(lineage([item.id for item in found.items])), results.labels()
    writes = row.state in EDITABLE and may(who, Action.PLANS_EDIT, row.owner_id)
    decides = row.state in UNDER_DECISION and row.submitted_by_id != who.person_id
    shown_lacks = lacks_of([item.facts for item in found.items]) if writes and lacks is None else (lacks or ())
    return page(
        "plans/show.html",
        plan=found,
        row=row,
        title=title_of(row),
        state=(_(words.STATES[row.state][0]), words.STATES[row.state][1]),
        words=words,
        lacks=[_(lack.sentence) % lack.params if lack.params else _(lack.sentence) for lack in shown_lacks],
        form=form or DecisionForm(data=data),
        approve=approve or ApproveForm(data=data),
        back=back or ReturnForm(data=data),
        may_write=writes,
        may_submit=row.state in EDITABLE and may(who, Action.PLANS_SUBMIT, row.owner_id),
        may_endorse=decides and row.state is PlanState.SUBMITTED and may(who, Action.PLANS_ENDORSE, row.owner_id),
        may_approve=decides and may(who, Action.PLANS_APPROVE, row.owner_id),
        own_submission=row.state in UNDER_DECISION and row.submitted_by_id == who.person_id,
        may_plan=row.state in (PlanState.APPROVED, PlanState.IN_FORCE)
        and may(who, Action.SESSIONS_PLAN, row.owner_id)
        and "sessions.new" in current_app.view_functions,
        sessions=sessions,
        results=titles_of(found, labels),
        history=[
            {
                "when": moment(decision.at),
                "title": _(words.STEPS[decision.step][0]),
                "look": words.STEPS[decision.step][1],
                "text": " · ".join(part for part in (called(decision.by), decision.deed, decision.text) if part),
            }
            for decision in found.decisions
        ],
        status=status,
        **board(found, sessions, labels=labels, as_of=clock.today(), year=_year(row)),
    )


def _year(row: PlanRow) -> int:
    """The year that the calendar shows: today's when the plan holds it, else the plan's first."""
    today = clock.today().year
    return today if row.starts_on.year <= today <= row.ends_on.year else row.starts_on.year
