"""One figure, record by record: as many counted lines as the figure says."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from cic_events.blueprints.programme import bp, lists, words
from cic_events.blueprints.programme.forms import RecordsForm
from cic_events.blueprints.programme.sheet import measured_words, unit_name
from cic_events.kernel import clock
from cic_events.kernel.errors import NotFound
from cic_events.programme import codes, queries
from cic_events.programme.assessment import Measured, UnitState
from cic_events.programme.lines import Part, known_in, lines_of
from cic_events.programme.queries import ActivityPage
from cic_events.reporting.evidence import gather
from cic_events.reporting.records import records_of
from cic_events.web.access import public
from cic_events.web.locale import _
from cic_events.web.pages import page
from cic_events.web.paging import paging
from cic_events.web.session import actor


@bp.get("/<code>/records")
@public
def records(code: str) -> ResponseReturnValue:
    """The records behind one figure of one unit; the filters stand in the address."""
    form = RecordsForm(request.args)
    evidence = gather()
    shown = queries.activity_page(_code(code), evidence, as_of=form.asked_day(clock.today()))
    if shown is None:
        raise NotFound
    unit, measured = _asked(shown, form.unit.data or "", form.figure.data or "")
    known, pages = known_in(evidence.rows()), paging(50)
    every = lines_of(measured.figure, known)
    wanted = [line for line in every if form.wants(line)]
    here = wanted[pages.offset : pages.offset + pages.size]
    address: dict[str, Any] = dict(form.address())
    return page(
        "programme/records.html",
        part="programme/_records.html",
        form=form,
        code=shown.spec.code,
        display=shown.display,
        labels=shown.spec.labels,
        unit=unit_name(unit.unit, shown.names),
        of=measured.target.of,
        said=measured_words(measured),
        as_of=shown.assessment.as_of,
        parts=_parts(shown.spec.code, every, address),
        lines=lists.lines(here, records_of(here, known, actor())),
        total=len(wanted),
        number=pages.number,
        pages=-(-len(wanted) // pages.size),
        link=lambda n: url_for(".records", code=shown.spec.code, page=n, **address),
        kept={"as_of": address["as_of"]} if "as_of" in address else {},
    )


def _code(code: str) -> str:
    try:
        return codes.normalise(code)
    except codes.NotACode as unknown:
        raise NotFound from unknown


def _asked(shown: ActivityPage, key: str, figure: str) -> tuple[UnitState, Measured]:
    """The unit and its figure; the only ones when nothing is asked."""
    units = [unit for unit in shown.assessment.units if unit.unit.key == key or not key]
    found = [(unit, m) for unit in units[:1] for m in unit.measured if m.target.figure == figure or not figure]
    if not found:
        raise NotFound
    return found[0]


def _parts(code: str, every: Any, address: dict[str, Any]) -> list[dict[str, Any]]:
    """How many lines stand where, each a filter."""
    kept = {key: value for key, value in address.items() if key != "part"}
    counts = {part: sum(line.part is part for line in every) for part in Part}
    found = [
        {
            "label": _(words.PARTS[part][0]),
            "count": count,
            "url": url_for(".records", code=code, part=part.value, **kept),
            "current": address.get("part") == part.value,
        }
        for part, count in counts.items()
        if count or part is Part.COUNTED
    ]
    whole = {"label": _("All"), "count": len(every), "url": url_for(".records", code=code, **kept)}
    return [{**whole, "current": "part" not in address}, *found]
