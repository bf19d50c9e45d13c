from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from cic_events.blueprints.programme import bp, words
from cic_events.blueprints.programme.forms import BoardForm
from cic_events.kernel import clock
from cic_events.kernel.names import fold
from cic_events.people import queries as people
from cic_events.people.permissions import Action, may
from cic_events.programme import codes, queries
from cic_events.programme import words as plan_words
from cic_events.programme.states import WORST_FIRST, State
from cic_events.programme.tiles import ActivityTile, Board, ResultTile
from cic_events.reporting.evidence import gather
from cic_events.web.access import public
from cic_events.web.locale import _, _n, current_language, day, plain
from cic_events.web.pages import page
from cic_events.web.session import actor


@bp.get("/")
@public
def board() -> ResponseReturnValue:
    """The wall of activities by result, on a day; the filters stand in the address."""
    form = BoardForm(request.args, communes=people.commune_choices(current_language()))
    as_of = form.asked_day(clock.today())
    commune = queries.commune_named(form.commune.data) if form.commune.data else None
    shown = queries.board(gather(), as_of=as_of, commune=commune[0] if commune else None)
    if shown is None:
        return page("programme/none.html", may_load=may(actor(), Action.PROGRAMME_EDIT))
    results = _filtered(shown, form)
    return page(
        "programme/board.html",
        part="programme/_results.html",
        form=form,
        board=shown,
        asked=_answer(form.q.data or "", as_of),
        results=[_result(result, _kept(form)) for result in results],
        objective=_result(shown.objective, {}),
        counts=_counts(shown, form),
        total=sum(len(result.activities) for result in results),
        pills=_pills(form),
        programmes=_programmes(shown, clock.today()),
    )


def _programmes(shown: Board, today: date) -> list[dict[str, Any]]:
    """Each programme on its last day, or today while it runs; nothing when there is only one."""
    return [
        {
            "label": f"{period.first.year}–{period.last.year}",
            "url": url_for(".board", as_of=None if period.holds(today) else period.last.isoformat()),
            "current": period == shown.period,
        }
        for period in (shown.periods if len(shown.periods) > 1 else ())
    ]


def _filtered(shown: Board, form: BoardForm) -> list[ResultTile]:
    state = form.asked_state()
    results = shown.only(state) if state else shown.results
    return [result for result in (_matching(r, form.q.data or "") for r in results) if result.activities]


def _matching(result: ResultTile, text: str) -> ResultTile:
    """The activities whose code or words answer the search."""
    if not (wanted := fold(text)):
        return result
    try:
        code = codes.normalise(text)
    except codes.NotACode:
        code = ""
    if code == result.code or code == "OS":
        return result
    kept = [a for a in result.activities if a.code == code or (not code and _says(a, wanted))]
    return result.with_only(kept)


def _says(tile: ActivityTile, wanted: str) -> bool:
    return any(wanted in fold(text) for text in (tile.code, *tile.labels.values()))


def _answer(text: str, as_of: date) -> str:
    """What is said of a code that the plan does not have."""
    if not text.strip():
        return ""
    found, code = queries.find(text, as_of=as_of)
    if found is not queries.Found.NOT_IN_THE_PLAN:
        return ""
    return _("%(code)s is not in the plan.", code=codes.display(code))


def _result(result: ResultTile, kept: Mapping[str, Any]) -> dict[str, Any]:
    said, look = words.STATES[result.state]
    return {
        "code": result.code,
        "labels": result.labels,
        "state": (_(said), look),
        "figure": f"{result.passing} / {result.units} {plain(plan_words.of_unit(result.unit))}",
        "assumed": result.origin.value == "assumed",
        "tiles": [_tile(tile, kept) for tile in result.activities],
    }


def _tile(tile: ActivityTile, kept: Mapping[str, Any]) -> dict[str, Any]:
    said, look = words.STATES[tile.state]
    return {
        "code": tile.display,
        "labels": tile.labels,
        "url": url_for(".activity", code=tile.code, **kept),
        "state": (_(said), look),
        "look": words.TILES.get(tile.state, "none"),
        "missed": words.missed(tile.missed),
        "figure": words.figure(tile.figure),
        "share": min(100 * tile.figure.done // tile.figure.of, 100) if tile.figure.of else 0,
        "assumed": tile.origin.value == "assumed",
        "evidence": _n("%(num)s proof", "%(num)s proofs", tile.evidence) if tile.evidence else _("No record yet"),
    }


def _counts(shown: Board, form: BoardForm) -> list[dict[str, Any]]:
    """How many activities are in each state, each a filter of the board."""
    kept = {key: value for key, value in _address(form).items() if key != "state"}
    return [
        {
            "words": _(words.STATES[state][0]),
            "look": words.STATES[state][1],
            "count": shown.counts[state],
            "url": url_for(".board", **kept, state=state.value),
            "current": form.state.data == state.value,
        }
        for state in WORST_FIRST
        if shown.counts[state]
    ]


def _address(form: BoardForm) -> dict[str, Any]:
    """The filters at work, as they stand in the address."""
    values = {
        "q": (form.q.data or "").strip(),
        "state": form.state.data or "",
        "commune": form.commune.data or "",
        "as_of": form.as_of.data.isoformat() if form.as_of.data else "",
    }
    return {name: value for name, value in values.items() if value}


def _kept(form: BoardForm) -> dict[str, Any]:
    """What an activity's page keeps of the board: the day and the commune."""
    return {name: value for name, value in _address(form).items() if name in ("as_of", "commune")}


def _pills(form: BoardForm) -> list[dict[str, str]]:
    kept = _address(form)
    said = {"q": kept.get("q", ""), "commune": dict(form.commune.choices or []).get(kept.get("commune"), "")}
    if (state := form.asked_state()) is not None:
        said["state"] = _(words.STATES[State(state)][0])
    if form.as_of.data:
        said["as_of"] = day(form.as_of.data)
    return [
        {"label": str(label), "url": url_for(".board", **{k: v for k, v in kept.items() if k != name})}
        for name, label in said.items()
        if label
    ]
