"""Loading the demonstration: the whole script, in order, once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import select

from cic_events.demo import cast, days, founding, gathering, giving, growth, measuring, needing, planning
from cic_events.demo.agenda import SessionSpec, extra_sessions, sessions
from cic_events.demo.material import as_of, seed
from cic_events.demo.stage import Stage, Step, play
from cic_events.kernel import audit, clock
from cic_events.kernel.audit import AuditEvent
from cic_events.kernel.db import one, reading, transaction
from cic_events.kernel.errors import N_, DomainError
from cic_events.kernel.reach import SYSTEM_REACH, acting_as
from cic_events.messages import config
from cic_events.people import queries as known_people
from cic_events.people import service as people
from cic_events.people.models import Organisation

LOADED = "demo.loaded"
MEASURED = {  # the sessions whose learning was measured; in the current programme also those to come and the added ones
    "past": frozenset({"s02"}),
    "now": frozenset({"s02", "s05", "s08", "s09", "s10", "s11", "s12"}),
}
HISTORY_ENDS = date(2021, 12, 20)


class Size(StrEnum):
    DEMO = "demo"
    PROGRAMME = "programme"


class NotEmpty(DomainError):
    sentence = N_("This database is in use: demonstration data are only loaded into an empty one.")


@dataclass(frozen=True)
class Loaded:
    """What was done, or that it had been done before."""

    steps: int
    before: bool = False


def is_loaded() -> bool:
    with acting_as(SYSTEM_REACH), reading() as db:
        return db.scalar(select(AuditEvent.id).where(AuditEvent.action == LOADED).limit(1)) is not None


def is_empty() -> bool:
    with acting_as(SYSTEM_REACH):
        return known_people.is_empty()


def load(
    size: Size = Size.DEMO, *, until: date | None = None, said: Callable[[int, int], None] | None = None
) -> Loaded:
    """Replay the script into an empty database, wholly or not at all; a second time nothing is done.

    `until`: the history up to that day. `said` is told how many steps are done, of how many. Raises NotEmpty.
    """
    if is_loaded():
        return Loaded(0, before=True)
    if not is_empty():
        raise NotEmpty
    stage = Stage(now=clock.now())
    steps = script(stage, size)
    end = days.at(until, 23) if until else stage.now
    with people.inventing(), config.without_delivery(), acting_as(SYSTEM_REACH), transaction():
        done = play(steps, until=end, said=lambda done: said(done, len(steps)) if said else None)
        office = one(Organisation, stage["home:office"])
        audit.record(LOADED, office, detail={"size": size.value, "seed": seed(), "steps": done})
    return Loaded(done)


def script(stage: Stage, size: Size) -> list[Step]:
    """Every step of both programmes."""
    return founding.steps(stage) + _history(stage) + _current(stage, larger=size is Size.PROGRAMME)


def _history(stage: Stage) -> list[Step]:
    told = days.at(as_of(), 12)
    plans = planning.plans_of(sessions(), era="past")
    approved = days.at(planning.approved_day(), 10)
    steps = needing.steps(stage, era="past", moved=0)
    for plan in plans:
        steps += planning.approved(stage, plan, on=approved)
        steps.append(planning.closed(stage, plan, on=days.at(HISTORY_ENDS, 9)))
    for session in sessions():
        since, tested = approved + timedelta(hours=1), session.id in MEASURED["past"]
        steps += gathering.steps(stage, session, era="past", since=since, now=told, tested=tested)
        key, host = f"session:past:{session.id}", cast.officer_of(session.host)
        if session.state not in gathering.HELD:
            steps += gathering.after(stage, session, era="past")
        if session.registered >= gathering.minimum(session):
            steps.append(giving.closed(stage, key, host, on=HISTORY_ENDS))
        if tested:
            steps.append(measuring.closed(stage, session, key, host, on=HISTORY_ENDS))
    return steps + needing.ended(stage, era="past", on=HISTORY_ENDS)


def _current(stage: Stage, *, larger: bool) -> list[Step]:
    today, moved = stage.today, days.moved_by(stage.today)
    given = current_sessions(today)
    approved = days.at(approved_on(today), 10)
    steps = founding.next_programme(stage, first_year(today), larger=larger)
    steps += needing.steps(stage, era="now", moved=moved) + needing.recent(stage)
    if larger:
        early, late = _grown(stage)
        steps += growth.steps(stage, on=date(first_year(today), 1, 5))
        steps += _given(stage, early, approved=days.at(date(first_year(today), 1, 20), 10))[0]
        given += late
    more, plans = _given(stage, given, approved=approved, extra=planning.extra_items(stage))
    return steps + more + planning.next_year(stage, plans)


def _given(
    stage: Stage, sessions: Sequence[SessionSpec], *, approved: datetime, extra: Sequence[planning.Extra] = ()
) -> tuple[list[Step], list[planning.PlanSpec]]:
    """The plans that hold these sessions, approved at that moment, and the life of each session; the plans."""
    plans = planning.plans_of(sessions, era="now", extra=extra)
    steps = [step for plan in plans for step in planning.approved(stage, plan, on=approved)]
    for session in sessions:
        since, tested = approved + timedelta(hours=1), session.id in MEASURED["now"] or session.id[0] != "s"
        steps += gathering.steps(stage, session, era="now", since=since, now=stage.now, tested=tested)
    return steps, plans


def _grown(stage: Stage) -> tuple[list[SessionSpec], list[SessionSpec]]:
    """The sessions of the larger size: those of the first year, and those since the plans of this one hold."""
    start, today = approved_on(stage.today), stage.today
    year = first_year(today)
    early = growth.mondays(date(year, 2, 10), date(year, 11, 30))
    late = growth.mondays(start + timedelta(weeks=2), today + growth.AHEAD)
    grown = growth.sessions(stage, early=early, late=late)
    return [s for s in grown if s.last_day.year == year], [s for s in grown if s.last_day.year != year]


def approved_on(today: date) -> date:
    """The day on which the plans of the current programme were approved."""
    return planning.approved_day() + timedelta(days=days.moved_by(today))


def first_year(today: date) -> int:
    """The current programme began in the year before its plans were approved."""
    return approved_on(today).year - 1


def current_sessions(today: date) -> list[SessionSpec]:
    """The same sessions around today, and a few more."""
    moved = days.moved_by(today)
    same = [days.settled(session.moved(moved), today) for session in sessions()]
    more = [days.settled(_on_weekdays(session), today) for session in extra_sessions(today)]
    return same + more


def _on_weekdays(session: SessionSpec) -> SessionSpec:
    """Nobody works on the weekend: the whole session begins on the Tuesday after."""
    if all(part.day.weekday() < 5 for part in session.parts):
        return session
    first = session.first_day
    return session.moved((1 - first.weekday()) % 7)
