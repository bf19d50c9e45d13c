from collections.abc import Sequence
from typing import Any

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from cic_events.blueprints.needs import bp
from cic_events.blueprints.needs.forms import CloseForm, FilterForm, PrioritiseForm, QualifyForm
from cic_events.cycle.acquis import queries as acquis
from cic_events.cycle.needs import queries, words
from cic_events.cycle.needs.queries import NeedPage, NeedRow
from cic_events.cycle.needs.states import PLANNABLE, NeedState, standing_of
from cic_events.cycle.plans import queries as plans
from cic_events.cycle.plans import words as plan_words
from cic_events.cycle.plans.coverage import ItemLink, seats_of
from cic_events.cycle.sessions import chain, planning
from cic_events.events import words as event_words
from cic_events.kernel import clock
from cic_events.people import queries as people
from cic_events.people.permissions import Action, may
from cic_events.web.access import requires
from cic_events.web.locale import _, _n, current_language, plain
from cic_events.web.pages import page
from cic_events.web.paging import Paging, paging
from cic_events.web.session import actor


@bp.get("/")
@requires(Action.NEEDS_SEE)
def index() -> ResponseReturnValue:
    """The needs, the gravest first; the filters stand in the address."""
    form = FilterForm(request.args, communes=people.commune_choices(current_language()))
    filters = form.filters()
    pages = paging(30)
    found = queries.listing(filters, as_of=clock.today(), limit=pages.size, offset=pages.offset)
    if not found.rows and pages.number > 1:  # beyond the last page
        pages = Paging(1, pages.size)
        found = queries.listing(filters, as_of=clock.today(), limit=pages.size)
    return page(
        "needs/index.html",
        part="needs/_results.html",
        form=form,
        filters=filters,
        pills=[
            {"label": form.words_of(name), "url": url_for(".index", **filters.without(name))}
            for name in filters.active()
        ],
        rows=_standing(found.rows),
        total=found.total,
        pages=-(-found.total // pages.size),
        number=pages.number,
        link=lambda n: url_for(".index", **filters.active(), page=n),
        words=words,
        event_words=event_words,
        may_record=may(actor(), Action.NEEDS_RECORD),
    )


def _standing(rows: Sequence[NeedRow]) -> list[tuple[NeedRow, tuple[str, str]]]:
    """Each need with what came of it: seats in an approved plan make it planned."""
    seats = seats_of([row.id for row in rows], as_of=clock.today())
    said = [standing_of(row.state, persons=row.persons, seats=seats.get(row.id, 0)) for row in rows]
    return [(row, (_(words.STANDINGS[s][0]), words.STANDINGS[s][1])) for row, s in zip(rows, said, strict=True)]


@bp.get("/<int:id>")
@requires(Action.NEEDS_SEE)
def show(id: int) -> ResponseReturnValue:
    """The problem, what was decided, and the chain: plan, sessions, people."""
    return need_page(queries.show(id))


def need_page(
    found: NeedPage,
    *,
    qualify: QualifyForm | None = None,
    close: CloseForm | None = None,
    prioritise: PrioritiseForm | None = None,
    status: int | None = None,
) -> Response:
    row, who = found.row, actor()
    version = str(found.version)
    filled = {"theme": row.theme or "", "audience": row.audience or "", "activity_code": row.activity_code or ""}
    data = {**filled, "severity": row.severity, "version": version}
    came = plans.chain(row.id, as_of=clock.today())
    links = came.items
    sessions = chain.of_items({link.id: link.id for link in links})
    return page(
        "needs/show.html",
        need=found,
        row=row,
        title=_short(plain(row.problem)),
        state=(_(words.STANDINGS[came.standing][0]), words.STANDINGS[came.standing][1]),
        lacking=came.lacking if links else 0,
        links=links,
        origins=acquis.origins(row.id),
        sessions=sessions,
        plans=_plans(found) if not links else None,
        path=_path(found, links, sessions),
        words=words,
        event_words=event_words,
        qualify=qualify or QualifyForm(codes=planning.activity_codes(current_language()), data=data),
        close=close or CloseForm(data={"version": version}),
        prioritise=prioritise or PrioritiseForm(data=data),
        may_qualify=row.state is NeedState.CAPTURED and may(who, Action.NEEDS_QUALIFY, row.owner_id),
        may_prioritise=row.state is NeedState.QUALIFIED and may(who, Action.NEEDS_PRIORITISE, row.owner_id),
        may_close=NeedState.CLOSED_OTHERWISE in found.moves and may(who, Action.NEEDS_QUALIFY, row.owner_id),
        status=status,
    )


def _plans(found: NeedPage) -> list[tuple[str, str]] | None:
    """The next step of a qualified need: the plans that can take it, by name; None for who does not plan."""
    owner = found.row.owner_id
    if found.row.state not in PLANNABLE or not may(actor(), Action.PLANS_EDIT, owner):
        return None
    return [
        (
            _("Plan %(years)s: %(scope)s", years=row.starts_on.year, scope=_(plan_words.SCOPES[row.scope])),
            url_for("plans.new_item", id=row.id, need=found.row.id),
        )
        for row in plans.open_for_needs(owner)
    ]


def _path(
    found: NeedPage, links: tuple[ItemLink, ...], sessions: dict[int, list[chain.SessionOfItem]]
) -> list[dict[str, Any]]:
    """Where the need stands on the way from problem to people trained."""
    every = [session for of_item in sessions.values() for session in of_item]
    seats = sum(link.seats for link in links if link.counts)
    done = [
        (_("Said"), True, ""),
        (_("Qualified"), found.row.state is not NeedState.CAPTURED, found.row.activity_code or ""),
        (_("In an approved plan"), bool(seats), _n("%(num)s seat", "%(num)s seats", seats) if seats else ""),
        (_("Session"), bool(every), ""),
        (_("Given"), any(session.held for session in every), ""),
    ]
    if found.row.state is NeedState.CLOSED_OTHERWISE:
        done = [done[0], (_("Answered otherwise"), True, "")]
    steps, current = [], True
    for label, reached, note in done:
        state = "done" if reached else "current" if current else "todo"
        current = current and reached
        steps.append({"label": label, "state": state, "note": note})
    return steps


def _short(text: str, most: int = 90) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + "…"
