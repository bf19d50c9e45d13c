from datetime import date, timedelta
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from cic_events.blueprints.week import bp
from cic_events.blueprints.week.lines import line_of_call, line_of_person, line_of_trainer, lines_of, notes_of
from cic_events.kernel import clock
from cic_events.people.permissions import Action
from cic_events.reporting.week import Week, monday_of, week
from cic_events.web.access import requires
from cic_events.web.locale import _, day, day_range
from cic_events.web.pages import page, reader

A_WEEK = timedelta(days=7)


@bp.get("/")
@requires(Action.SESSIONS_PLAN)
def index() -> ResponseReturnValue:
    """Monday to Sunday of the week that the address names (?from=), else of this one."""
    today = clock.today()
    shown = week(reader(), of=_asked(today), at=clock.now())
    this_one = shown.first == monday_of(today)
    return page(
        "week/index.html",
        week=shown,
        title=_("This week") if this_one else _("Week of %(day)s", day=day(shown.first)),
        period=day_range(shown.first, shown.last),
        this_one=this_one,
        over=shown.last < today,
        before=_address(shown.first - A_WEEK),
        after=_address(shown.first + A_WEEK),
        days=_days(shown, today),
        trainers=[line_of_trainer(one) for one in shown.trainers],
        people=[line_of_person(one) for one in shown.people],
        calls=[line_of_call(one) for one in shown.calls],
    )


def _asked(today: date) -> date:
    """The day that the address names; nonsense is today."""
    try:
        asked = date.fromisoformat(request.args.get("from", ""))
    except ValueError:
        return today
    return asked if clock.within_reach(asked) else today


def _address(first: date) -> str:
    return url_for(".index", **{"from": first.isoformat()})  # type: ignore[arg-type]


def _days(shown: Week, today: date) -> list[dict[str, Any]]:
    return [
        {
            "date": one.date,
            "today": one.date == today,
            "past": one.date < today,
            "notes": notes_of(one),
            "lines": lines_of(one),
        }
        for one in shown.days
    ]
