"""What is to be done now about trainers and attendance: by officers, by second persons, by trainers themselves."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from cic_events.cycle.sessions.agenda import own
from cic_events.cycle.sessions.desk import CONFIRMED_BEFORE, LOOKED_AT, OPENED_BEFORE
from cic_events.cycle.sessions.models import TrainerAssignment, TrainingSession
from cic_events.cycle.sessions.states import UPCOMING, AssignmentState
from cic_events.cycle.sessions.trainer_access import token
from cic_events.events.models import AttendanceEvent, Event, EventPart
from cic_events.events.states import EventState, PresenceSource
from cic_events.kernel import clock
from cic_events.kernel.db import elevated, session
from cic_events.kernel.errors import N_
from cic_events.kernel.tasks import Task
from cic_events.kernel.texts import Texts
from cic_events.people.permissions import Action, Actor, may

_S = AssignmentState
_T: Any = TrainingSession.__table__
UNDER_WAY = (EventState.CONFIRMED, EventState.RUNNING)
NOBODY_YET = (_S.PROPOSED, _S.DECLINED, _S.EXPIRED)
ASKS_BEFORE = timedelta(days=2)  # the end of the answer
REPORT_WITHIN = timedelta(days=8)


def tasks(actor: Actor, as_of: date) -> list[Task]:
    """What waits for this actor. At most four statements."""
    found = []
    if may(actor, Action.ATTENDANCE_MARK):
        found += _unsigned(actor) + _trainers(actor, as_of)
    if may(actor, Action.ATTENDANCE_SECOND):
        found += _corrections(actor)
    if actor.person_id is not None:
        found += _mine(actor)
    return found


def _task(sentence: str, title: Texts, actor: Actor, due: date | None, icon: str, url: str, **args: Any) -> Task:
    return Task(
        title=sentence,
        url_endpoint=url,
        url_args=args,
        due=due,
        params={"title": title.best(actor.language)},
        icon=icon,
    )


def _unsigned(actor: Actor) -> list[Task]:
    part = EventPart
    rows: Any = session().execute(
        select(Event.id, Event.title, func.min(part.day))
        .join(part, part.event_id == Event.id)
        .join(_T, _T.c.id == Event.id)
        .where(
            Event.state.in_(UNDER_WAY),
            part.locked_at.is_(None),
            part.ends_at <= clock.now(),
            *own(Event.owner_id, actor),
        )
        .group_by(Event.id)
        .order_by(Event.id)
    )
    sentence = N_("The attendance sheet of “%(title)s” is not signed yet")
    return [_task(sentence, title, actor, day, "signature", "attendance.index", id=id) for id, title, day in rows]


def _trainers(actor: Actor, as_of: date) -> list[Task]:
    """Sessions without a trainer, with one who is silent or waits for us, and held ones whose report lacks."""
    asked = TrainerAssignment
    soon = Event.first_day.between(as_of, as_of + LOOKED_AT)
    rows: Any = session().execute(
        select(Event.id, Event.title, Event.first_day, Event.last_day, _T.c.trainer_state, func.max(asked.answer_by))
        .join(_T, _T.c.id == Event.id)
        .outerjoin(asked, (asked.session_id == Event.id) & (asked.state == _S.REQUESTED))
        .where(
            or_(Event.state.in_(UPCOMING) & soon, (Event.state == EventState.HELD)),
            *own(Event.owner_id, actor),
        )
        .group_by(Event.id, _T.c.trainer_state)
        .order_by(Event.first_day, Event.id)
    )
    return [task for row in rows if (task := _of_trainer(actor, as_of, *row)) is not None]


def _of_trainer(
    actor: Actor,
    as_of: date,
    id: int,
    title: Texts,
    first: date,
    last: date,
    state: AssignmentState | None,
    answer_by: datetime | None,
) -> Task | None:
    if state is _S.DELIVERED:
        sentence = N_("The trainer's report of “%(title)s” is not in yet")
        return _task(sentence, title, actor, last + REPORT_WITHIN, "notebook-pen", "sessions.show", id=id)
    if state is None or state in NOBODY_YET:
        sentence = N_("Ask a trainer for “%(title)s”")
        return _task(sentence, title, actor, first - OPENED_BEFORE, "send", "attendance.ask", id=id)
    if state is _S.ACCEPTED:
        sentence = N_("Confirm the trainer of “%(title)s”")
        return _task(sentence, title, actor, first - CONFIRMED_BEFORE, "user-check", "sessions.show", id=id)
    if state is _S.REQUESTED and answer_by is not None and answer_by - ASKS_BEFORE <= _end_of(as_of):
        sentence = N_("The trainer has not answered yet: “%(title)s”")
        return _task(sentence, title, actor, answer_by.date(), "phone", "sessions.show", id=id)
    return None


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time.max, tzinfo=UTC)


def _corrections(actor: Actor) -> list[Task]:
    asked, decision = AttendanceEvent, aliased(AttendanceEvent)
    rows: Any = session().execute(
        select(Event.id, Event.title, func.min(asked.at))
        .join(EventPart, EventPart.event_id == Event.id)
        .join(asked, asked.part_id == EventPart.id)
        .outerjoin(decision, decision.about_id == asked.id)
        .where(
            asked.source == PresenceSource.CORRECTION,
            asked.about_id.is_(None),
            decision.id.is_(None),
            asked.by_id != actor.person_id,
            *own(Event.owner_id, actor),
        )
        .group_by(Event.id)
        .order_by(Event.id)
    )
    sentence = N_("A correction of the attendance of “%(title)s” waits for a second person")
    return [
        _task(sentence, title, actor, at.date() if at else None, "shield-check", "attendance.index", id=id)
        for id, title, at in rows
    ]


def _mine(actor: Actor) -> list[Task]:
    """A trainer's own: to answer, to sign, to report."""
    of = TrainerAssignment
    unsigned = (
        select(func.min(EventPart.day))
        .where(EventPart.event_id == of.session_id, EventPart.locked_at.is_(None), EventPart.starts_at <= clock.now())
        .correlate(of)
        .scalar_subquery()
    )
    waits = (_S.REQUESTED, _S.CONFIRMED, _S.DELIVERED)
    with elevated():
        rows: Any = (
            session()
            .execute(
                select(of.state, of.link_seed, of.answer_by, Event.title, Event.state, Event.last_day, unsigned)
                .join(Event, Event.id == of.session_id)
                .where(of.person_id == actor.person_id, of.state.in_(waits))
                .order_by(of.id)
            )
            .all()
        )
    found = [_own_task(actor, *row) for row in rows]
    return [task for task in found if task is not None]


def _own_task(
    actor: Actor,
    state: AssignmentState,
    seed: str,
    answer_by: datetime | None,
    title: Texts,
    event_state: EventState,
    last: date,
    unsigned: date | None,
) -> Task | None:
    link = token(seed)
    if state is _S.REQUESTED and answer_by is not None and answer_by > clock.now():
        sentence = N_("You are asked to give “%(title)s”: answer")
        return _task(sentence, title, actor, answer_by.date(), "presentation", "attendance.desk", token=link)
    if state is _S.CONFIRMED and unsigned is not None and event_state in UNDER_WAY:
        sentence = N_("Mark and sign the attendance of “%(title)s”")
        return _task(sentence, title, actor, unsigned, "signature", "attendance.desk", token=link)
    if state is _S.DELIVERED:
        sentence = N_("Write your report of “%(title)s”")
        return _task(sentence, title, actor, last + REPORT_WITHIN, "notebook-pen", "attendance.report", token=link)
    return None
