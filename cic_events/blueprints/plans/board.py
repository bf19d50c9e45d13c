"""The picture of a plan: tiles, the calendar of the year and the money, in the shapes that the macros draw."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from cic_events.cycle.plans import gantt, words
from cic_events.cycle.plans.queries import ItemRow, Line, PlanPage
from cic_events.cycle.plans.states import Progress
from cic_events.cycle.sessions.chain import SessionOfItem
from cic_events.kernel.texts import Texts
from cic_events.web.locale import _, _n, beside, day, money, plain

Sessions = Mapping[int, Sequence[SessionOfItem]]


def board(plan: PlanPage, sessions: Sessions, *, labels: Mapping[str, Texts], as_of: date, year: int) -> dict[str, Any]:
    """What the page of a plan draws on this day."""
    reached = {
        item.id: gantt.progress(due_on=item.due_on, sessions=sessions[item.id], as_of=as_of) for item in plan.items
    }
    return {
        "year": year,
        "months": [date(year, month, 1) for month in range(1, 13)],
        "this_week": gantt.week(as_of, year) if as_of.year == year else None,
        "groups": _groups(plan, sessions, titles_of(plan, labels), as_of=as_of, year=year),
        "tiles": _tiles(plan, sessions, reached),
        "late": [item for item in plan.items if reached[item.id] is Progress.LATE],
        "reached": {id: (_(words.PROGRESS[state][0]), words.PROGRESS[state][1]) for id, state in reached.items()},
        "budgets": plan.money_by_result,
        "left": [(line.planned - line.committed - line.spent, line) for line in plan.money],
    }


def titles_of(plan: PlanPage, labels: Mapping[str, Texts]) -> dict[str, str]:
    """The heading of each result of the plan; the items without a code stand under their own."""
    return {result: _title(result, labels) for result, _of_it in plan.by_result}


def _title(result: str, labels: Mapping[str, Texts]) -> str:
    return plain(labels[result]) if result in labels else result or _("Without an activity code")


def _groups(
    plan: PlanPage, sessions: Sessions, titles: Mapping[str, str], *, as_of: date, year: int
) -> list[dict[str, Any]]:
    groups = []
    for result, items in plan.by_result:
        rows = [row for item in items if (row := _row(item, sessions[item.id], as_of=as_of, year=year))]
        if rows:
            groups.append({"code": result, "label": titles[result], "rows": rows})
    return groups


def _row(item: ItemRow, sessions: Sequence[SessionOfItem], *, as_of: date, year: int) -> dict[str, Any] | None:
    bar = gantt.bar(starts_on=item.starts_on, due_on=item.due_on, sessions=sessions, year=year, as_of=as_of)
    if bar is None:
        return None
    said = [_(words.PROGRESS[bar.progress][0])]
    if item.due_on:
        said.append(_("due %(day)s", day=day(item.due_on)))
    return {
        "code": item.activity_code,
        "title": plain(item.title),
        "url": f"#item-{item.id}",
        "start": bar.start,
        "end": bar.end,
        "state": bar.state,
        "percent": bar.percent,
        "milestones": bar.milestones,
        "words": beside(*said),
    }


def _tiles(plan: PlanPage, sessions: Sessions, reached: Mapping[int, Progress]) -> list[dict[str, Any]]:
    every = [session for of_item in sessions.values() for session in of_item]
    held = sum(session.held for session in every)
    done = sum(state is Progress.DONE for state in reached.values())
    seats = sum(item.seats for item in plan.items)
    tiles: list[dict[str, Any]] = [
        {"label": _("Items done"), "value": done, "of": len(plan.items), "share": _share(done, len(plan.items))},
        {"label": _("Sessions held"), "value": held, "of": len(every), "share": _share(held, len(every))},
        {"label": _("Seats"), "value": seats, "note": _registered(every)},
    ]
    return tiles + [_spent(line) for line in plan.money]


def _registered(sessions: Sequence[SessionOfItem]) -> str:
    taken = sum(session.taken for session in sessions)
    return _n("%(num)s person registered", "%(num)s people registered", taken)


def _spent(line: Line) -> dict[str, Any]:
    share = _share(line.spent, line.planned)
    return {
        "label": _("Budget spent"),
        "value": f"{share or 0} %",
        "note": _("%(spent)s of %(planned)s", **{name: _said(line, name) for name in ("spent", "planned")}),
        "share": share,
    }


def _said(line: Line, name: str) -> str:
    return money(getattr(line, name), line.currency.value)


def _share(part: int | Decimal, whole: int | Decimal) -> int | None:
    return min(100, round(100 * part / whole)) if whole else None
