from calendar import Calendar
from datetime import date, timedelta
from typing import Any

from flask import Response, jsonify, request, url_for
from flask.typing import ResponseReturnValue

from cic_events.blueprints.sessions import bp
from cic_events.blueprints.sessions.forms import FilterForm, MoveForm
from cic_events.cycle.acquis import desk as learning
from cic_events.cycle.sessions import planning, queries, trainer_pages
from cic_events.cycle.sessions.queries import Filters, Part, SessionPage, SessionRow
from cic_events.cycle.sessions.words import ASSIGNMENTS
from cic_events.events import appointments, presence_rules, words
from cic_events.events import queries as registrations
from cic_events.events.states import TAKES_REGISTRATIONS, EventKind, EventState
from cic_events.kernel import clock
from cic_events.people import queries as people
from cic_events.people.permissions import Action, may, require
from cic_events.web.access import public, requires
from cic_events.web.locale import NAMES, _, _n, beside, current_language, day, hours, plain
from cic_events.web.pages import page
from cic_events.web.paging import paging
from cic_events.web.session import actor

FEW = 6  # places left that are worth a number


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    """The list or the month; the filters stand in the address."""
    form = FilterForm(request.args, communes=people.commune_choices(current_language()))
    filters = form.filters()
    values = _month(filters) if request.args.get("view") == "month" else _list(filters)
    return page(
        "sessions/index.html",
        part="sessions/_results.html",
        form=form,
        filters=filters,
        pills=_pills(form, filters),
        views=_views(filters, values["view"]),
        words=words,
        **values,
    )


def _list(filters: Filters) -> dict[str, Any]:
    pages = paging(30)
    found = queries.listing(filters, as_of=clock.now(), limit=pages.size, offset=pages.offset)
    months: dict[date, list[dict[str, Any]]] = {}
    for row in found.rows:
        month = row.first_day.replace(day=1) if row.first_day else date.max
        months.setdefault(month, []).append(_line(row))
    return {
        "view": "list",
        "total": found.total,
        "months": [(_month_title(month), lines) for month, lines in months.items()],
        "pages": -(-found.total // pages.size),
        "number": pages.number,
        "link": lambda n: url_for(".index", **_address(filters), page=n),
    }


def _line(row: SessionRow) -> dict[str, Any]:
    """What the row macro shows of one session."""
    now = clock.now()
    past = row.is_past(now)
    action = None
    if row.takes_registrations(now):
        words_ = _("Register") if row.free else _("Join the waiting list")
        action = (words_, url_for("registrations.register", id=row.id))
    audience = _(words.AUDIENCES[row.audience]) if row.audience else ""
    return {
        "row": row,
        "past": past,
        "state": standing(row),
        "tag": tag(row),
        "action": action,
        "audience": audience,
    }


def standing(row: SessionRow) -> tuple[str, str]:
    """Where a session stands, in words and look."""
    if row.takes_registrations(clock.now()):
        if not row.free:
            return _("Full, waiting list"), "full"
        if row.free <= FEW:
            return _n("%(num)s place left", "%(num)s places left", row.free), "info"
    elif row.state in TAKES_REGISTRATIONS:
        return (_("Past"), "done") if row.is_past(clock.now()) else (_("Registration closed"), "late")
    said, look = words.EVENT_STATES[row.state]
    return _(said), look


def tag(row: SessionRow) -> str:
    kind = _(words.KINDS[row.kind])
    return f"{kind} · {row.activity_code}" if row.activity_code else kind


def _month_title(first: date) -> str:
    if first == date.max:
        return _("Without a date")
    return day(first, "LLLL y").capitalize()


def _month(filters: Filters) -> dict[str, Any]:
    shown = _asked_month()
    weeks = Calendar().monthdatescalendar(shown.year, shown.month)
    found = queries.month(filters, first=weeks[0][0], last=weeks[-1][-1], as_of=clock.now())
    by_day: dict[date, list[dict[str, Any]]] = {}
    for one in found:
        by_day.setdefault(one.day, []).append(
            {
                "title": plain(one.title),
                "lang": one.title.lang_of(current_language()),
                "url": url_for(".show", id=one.id),
                "time": hours(one.start),
                "look": "cancelled" if one.state is EventState.CANCELLED else _look(one.kind),
            }
        )
    today = clock.today()
    cells = [
        [
            {"date": d, "outside": d.month != shown.month, "today": d == today, "note": "", "events": by_day.get(d, [])}
            for d in week
        ]
        for week in weeks
    ]
    return {
        "view": "month",
        "total": len({one.id for one in found if one.day.month == shown.month}),
        "title": _month_title(shown),
        "weeks": cells,
        "previous": url_for(".index", **_address(filters), view="month", month=f"{shown - timedelta(days=1):%Y-%m}"),
        "following": url_for(".index", **_address(filters), view="month", month=f"{shown + timedelta(days=31):%Y-%m}"),
    }


def _look(kind: EventKind) -> str:
    return "" if kind is EventKind.TRAINING else "platform"


def _asked_month() -> date:
    """The month that the address names; nonsense, and what no calendar reaches, is this one."""
    this_one = clock.today().replace(day=1)
    try:
        asked = date.fromisoformat(request.args.get("month", "") + "-01")
    except ValueError:
        return this_one
    return asked if clock.within_reach(asked) else this_one


def _address(filters: Filters) -> dict[str, Any]:
    return {name: 1 if value is True else value for name, value in filters.active().items()}


def _views(filters: Filters, view: str) -> list[dict[str, Any]]:
    address = _address(filters)
    return [
        {"label": _("List"), "icon": "list", "url": url_for(".index", **address), "current": view == "list"},
        {
            "label": _("Month"),
            "icon": "calendar-days",
            "url": url_for(".index", **address, view="month"),
            "current": view == "month",
        },
    ]


def _pills(form: FilterForm, filters: Filters) -> list[dict[str, str]]:
    keep: dict[str, Any] = {"view": "month"} if request.args.get("view") == "month" else {}
    return [
        {"label": form.words_of(name), "url": url_for(".index", **_address(Filters(**filters.without(name))), **keep)}
        for name in filters.active()
    ]


@bp.get("/<int:id>")
@public
def show(id: int) -> ResponseReturnValue:
    """All that somebody must know before registering."""
    return session_page(queries.show(id))


def session_page(found: SessionPage, *, form: MoveForm | None = None) -> Response:
    may_plan = may(actor(), Action.SESSIONS_PLAN, found.owner_id)
    return page(
        "sessions/show.html",
        session=found,
        row=found.row,
        form=form or MoveForm(),
        state=standing(found.row),
        tag=tag(found.row),
        takes=found.row.takes_registrations(clock.now()),
        over=found.row.is_past(clock.now()),
        published=found.published,
        when=[(part, _clocks(found, part)) for part in found.parts],
        spoken=beside(*(NAMES[code] for code in found.languages if code in NAMES)),
        moves=_moves(found),
        learning=learning.seen_by(actor(), found.row.id, found.owner_id),
        endings=_endings(found),
        miss=planning.miss(found.row.activity_code, found.theme) if may_plan else None,
        trainers=trainer_pages.asked(found.row.id) if may(actor(), Action.TRAINERS_ASK, found.owner_id) else [],
        assignments=ASSIGNMENTS,
        words=words,
    )


def _clocks(found: SessionPage, part: Part) -> list[tuple[str, str]]:
    """The hours on the clock of the place, then on the other side's."""
    said: list[tuple[str, str]] = []
    for there in appointments.clocks(found.row.commune, part.zone, current_language()):
        walls = [clock.wall_from_utc(instant, there.zone) for instant in (part.starts_at, part.ends_at)]
        said.append((hours(walls[0].time, walls[1].time), beside(there.place, walls[0].offset)))
    return said


def _moves(found: SessionPage) -> list[tuple[str, str, str]]:
    """The next steps that this actor may take: verb, words, icon."""
    if not may(actor(), Action.SESSIONS_PLAN, found.owner_id):
        return []
    steps = {
        EventState.SCHEDULED: ("schedule", _("Announce to colleagues"), "calendar-check"),
        EventState.OPEN: ("open", _("Open registration"), "megaphone"),
        EventState.CONFIRMED: ("confirm", _("Confirm the session"), "badge-check"),
        EventState.RUNNING: ("begin", _("It begins"), "circle-play"),
        EventState.CLOSED: ("close", _("Close the session"), "lock"),
    }
    return [step for state, step in steps.items() if state in found.moves and _is_time(found, state)]


def _is_time(found: SessionPage, state: EventState) -> bool:
    """A session begins on its day, not before."""
    opens = presence_rules.opens_at(found.row.starts_at) if found.row.starts_at else None
    return state is not EventState.RUNNING or (opens is not None and clock.now() >= opens)


def _endings(found: SessionPage) -> list[tuple[str, str, str]]:
    if not may(actor(), Action.SESSIONS_CANCEL, found.owner_id):
        return []
    ends = {
        EventState.POSTPONED: ("postpone", _("Postpone"), "calendar-clock"),
        EventState.CANCELLED: ("cancel", _("Cancel the session"), "calendar-x"),
    }
    return [end for state, end in ends.items() if state in found.moves]


@bp.get("/<int:id>/counts.json")
@requires(Action.REGISTRATIONS_READ)
def counts(id: int) -> ResponseReturnValue:
    """{capacity, confirmed, waiting, persons}, counted from the registrations."""
    found = queries.show(id)
    require(actor(), Action.REGISTRATIONS_READ, found.owner_id)
    return jsonify(vars(registrations.counts(id)))
