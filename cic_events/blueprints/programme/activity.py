"""An activity's page: its figures with the records behind them, the proof, why it is not green, and what was given."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from cic_events.blueprints.programme import bp, lists, words
from cic_events.blueprints.programme.forms import BoardForm
from cic_events.blueprints.programme.proofs import chain_of
from cic_events.blueprints.programme.sheet import measured_words, sheet, unit_name
from cic_events.kernel import clock
from cic_events.people import words as people_words
from cic_events.people.permissions import Action, may
from cic_events.programme import action_queries, action_words, codes, queries
from cic_events.programme.action_queries import ActionRow
from cic_events.programme.assessment import Measured, UnitState
from cic_events.programme.lines import Known, Line, Part, known_in, lines_of
from cic_events.programme.queries import ActivityPage
from cic_events.programme.rows import TrainedPerson
from cic_events.reporting import proof, why
from cic_events.reporting.evidence import gather
from cic_events.reporting.records import records_of
from cic_events.web.access import public
from cic_events.web.forms import Form
from cic_events.web.locale import _, current_language, day, plain
from cic_events.web.pages import page, redirect
from cic_events.web.paging import paging
from cic_events.web.session import actor

UNITS, SHOWN, CHAINS = 12, 5, 6


@bp.get("/<code>")
@public
def activity(code: str) -> ResponseReturnValue:
    """One activity: what it asks, where each unit stands, and the records behind it."""
    form = BoardForm(request.args, communes=())
    as_of, commune = form.asked_day(clock.today()), request.args.get("commune", "")
    found, known = queries.find(code, as_of=as_of)
    kept: dict[str, Any] = {name: request.args[name] for name in ("as_of", "commune") if request.args.get(name)}
    if found is queries.Found.RESULT:
        return redirect(url_for(".board", q=known, **kept))
    evidence = gather()
    of = queries.commune_named(commune) if commune else None
    shown = None
    if found is queries.Found.ACTIVITY:
        shown = queries.activity_page(known, evidence, as_of=as_of, commune=of[0] if of else None)
    if shown is None:
        return page("programme/absent.html", status=404, code=codes.display(known), is_code=codes.is_code(known))
    return page(
        "programme/activity.html",
        sheet=sheet(shown, as_of),
        kept=kept,
        as_of=as_of,
        commune=plain(of[1]) if of else "",
        may_edit=may(actor(), Action.PROGRAMME_EDIT),
        **_parts(shown, evidence, as_of, kept, of[0] if of else None),
    )


def _parts(
    shown: ActivityPage, evidence: Any, as_of: date, kept: Mapping[str, Any], commune: int | None
) -> dict[str, Any]:
    """The units of this page of them, the tasks that were given, the chains of proof."""
    known, pages = known_in(evidence.rows()), paging(UNITS)
    units = _own_first(shown.assessment.units)
    here = units[pages.offset : pages.offset + pages.size]
    given = action_queries.of_activity(shown.spec.code) if may(actor(), Action.ACTIONS_SEE) else []
    lacking = why.why(shown.spec, here, known, given, actor()) if as_of == clock.today() else {}
    lines = {(unit.unit.key, m.target.figure): lines_of(m.figure, known) for unit in here for m in unit.measured}
    records = records_of([line for of in lines.values() for line in _few(of)], known, actor())
    chains = proof.chains(shown.spec.code, evidence, as_of=as_of, communes=None if commune is None else {commune})
    open_to = proof.openable(chains[:CHAINS])
    return {
        "units": [_unit(unit, shown, lines, records, lacking, kept) for unit in here],
        "number": pages.number,
        "pages": -(-len(units) // pages.size),
        "link": lambda n: url_for(".activity", code=shown.spec.code, page=n, **kept),
        "chains": [chain_of(chain, open_to) for chain in chains[:CHAINS]],
        "more_chains": len(chains) - CHAINS,
        "elsewhere": _elsewhere(shown, known, {chain.session.id for chain in chains if chain.session}),
        "actions": [action(row) for row in given],
        "form": Form(),
    }


def _elsewhere(shown: ActivityPage, known: Known, sessions: set[int]) -> int:
    """How many counted records come from sessions that stand under another activity."""
    rows = [known[ref] for ref in shown.assessment.refs if ref in known]
    return sum(isinstance(row, TrainedPerson) and row.training not in sessions for row in rows)


def _own_first(units: Sequence[UnitState]) -> list[UnitState]:
    own = actor().organisations
    return sorted(units, key=lambda unit: own.isdisjoint(unit.unit.communes))


def _few(lines: Sequence[Line]) -> list[Line]:
    """The first of each part."""
    return [line for part in Part for line in [line for line in lines if line.part is part][:SHOWN]]


def _unit(
    unit: UnitState,
    shown: ActivityPage,
    lines: Mapping[tuple[str, str], tuple[Line, ...]],
    records: lists.Records,
    lacking: Mapping[str, tuple[why.Line, ...]],
    kept: Mapping[str, Any],
) -> dict[str, Any]:
    said, look = words.STATES[unit.state]
    return {
        "key": unit.unit.key,
        "name": unit_name(unit.unit, shown.names),
        "state": (_(said), look),
        "missed": words.missed(unit.missed),
        "years": [(year, (_(words.STATES[s][0]), words.STATES[s][1])) for year, s in unit.years],
        "figures": [
            _figure(shown.spec.code, unit, m, lines[unit.unit.key, m.target.figure], records, kept)
            for m in unit.measured
        ],
        "lacks": [lack(line) for line in lacking.get(unit.unit.key, ())],
    }


def _figure(
    code: str,
    unit: UnitState,
    measured: Measured,
    lines: Sequence[Line],
    records: lists.Records,
    kept: Mapping[str, Any],
) -> dict[str, Any]:
    figure, few = measured.figure, _few(lines)
    return {
        "said": measured_words(measured),
        "of": measured.target.of,
        "counted": sum(line.part is Part.COUNTED for line in lines),
        "possible": None if figure.possible is None else sum(line.possible for line in lines),
        "lines": lists.lines(few, records),
        "total": len(lines),
        "url": url_for(".records", code=code, unit=unit.unit.key, figure=measured.target.figure or None, **kept),
    }


def lack(line: why.Line) -> dict[str, Any]:
    """What lacks, who looks after it there today, and its one button."""
    said = action_words.sentence(line.lack.what, line.lack.params, current_language(), _)
    role = _(people_words.ROLES[line.role])
    nobody = "" if line.person_id else _("nobody holds this role today")
    who = [role, plain(line.organisation), line.person or nobody]
    return {
        "key": line.key,
        "what": said,
        "who": [part for part in who if part],
        "action": action(line.action) if line.action else None,
        "opens": url_for(line.lack.screen, **line.lack.args) if line.opens else "",
        "gives": line.gives,
        "due": line.due,
    }


def action(row: ActionRow) -> dict[str, Any]:
    """A task in words."""
    said, look = action_words.STATES[row.state]
    return {
        "id": row.id,
        "what": action_words.sentence(row.what, row.params, current_language(), _),
        "who": " · ".join(part for part in (row.person, plain(row.organisation)) if part),
        "due": day(row.due),
        "state": (_(said), look),
        "url": url_for(".action", id=row.id),
    }
