"""Planning, opening and ending a session. A verb is one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cic_events.cycle.sessions import bookings, notices, objectives, outcome, planning, rules
from cic_events.cycle.sessions.models import TrainingSession
from cic_events.cycle.sessions.states import EDITABLE, AssignmentState, IllegalMove, check_move
from cic_events.events import changes, parts, quota_notices
from cic_events.events import rules as event_rules
from cic_events.events import service as registrations
from cic_events.events.dividing import QuotaDraft
from cic_events.events.parts import PartDraft
from cic_events.events.states import Audience, Condition, EventKind, EventState, Strictness
from cic_events.kernel import audit, clock
from cic_events.kernel.db import Visibility, elevated, one, session, transaction
from cic_events.kernel.errors import Conflict
from cic_events.kernel.names import clean
from cic_events.kernel.texts import Texts
from cic_events.people.permissions import Action, Actor, require


@dataclass(frozen=True)
class SessionDraft:
    """All that an officer writes about a session."""

    title: Texts
    zone: str
    capacity: int
    minimum: int
    parts: Sequence[PartDraft] = ()
    plan_item_id: int | None = None
    off_plan_reason: str = ""
    activity_code: str | None = None
    objectives: Texts = field(default_factory=Texts)
    prerequisites: Texts = field(default_factory=Texts)
    assessment: Texts = field(default_factory=Texts)
    cost: Texts = field(default_factory=Texts)
    description: Texts = field(default_factory=Texts)
    place: Texts = field(default_factory=Texts)
    online_url: str | None = None
    audience: Audience | None = None
    theme: str | None = None
    languages: Sequence[str] = ()
    trainer_name: str = ""
    attendance_threshold: int = 80
    pass_mark: int = 60
    quotas: Sequence[QuotaDraft] | None = None
    offer_days: int = 3
    offer_hours: int = 8
    eligibility: Mapping[Condition, Strictness] = field(default_factory=dict)


def plan(host_id: int, *, draft: SessionDraft, by: Actor) -> TrainingSession:
    """Open a draft session from an item of the plan, or outside it with a reason."""
    require(by, Action.SESSIONS_PLAN, host_id)
    rules.check_origin(plan_item_id=draft.plan_item_id, off_plan_reason=draft.off_plan_reason)
    with transaction() as db:
        planned = TrainingSession(
            owner_id=host_id, kind=EventKind.TRAINING, visibility=Visibility.OWN, changed_at=clock.now()
        )
        _write(planned, draft)
        event_rules.check_places(capacity=draft.capacity, minimum=draft.minimum)
        planned.capacity, planned.minimum = draft.capacity, draft.minimum
        with db.no_autoflush:
            parts.put_parts(planned, draft.parts, zone=draft.zone)
        db.add(planned)
        db.flush()
        if draft.quotas:
            registrations.set_capacity(planned, capacity=draft.capacity, minimum=draft.minimum, quotas=draft.quotas)
        audit.record("session.planned", planned, detail={"plan_item": draft.plan_item_id})
        return planned


def _write(planned: TrainingSession, draft: SessionDraft) -> None:
    item = planning.item(draft.plan_item_id) if draft.plan_item_id else None
    planned.plan_item_id = item.id if item else None
    planned.off_plan_reason = clean(draft.off_plan_reason)
    planned.activity_code = item.activity_code if item else draft.activity_code
    for name in ("title", "objectives", "prerequisites", "assessment", "cost", "description", "place"):
        setattr(planned, name, Texts({code: clean(text, lines=True) for code, text in getattr(draft, name).items()}))
    planned.online_url = draft.online_url or None
    planned.attendance_threshold, planned.pass_mark = draft.attendance_threshold, draft.pass_mark
    planned.offer_days, planned.offer_hours = draft.offer_days, draft.offer_hours
    planned.eligibility = {
        asked.value: how.value for asked, how in draft.eligibility.items() if how is not Strictness.OFF
    }
    planned.audience, planned.theme, planned.languages = draft.audience, draft.theme, list(draft.languages)
    _assign(planned, clean(draft.trainer_name))
    parts.index(planned)


def _assign(planned: TrainingSession, name: str) -> None:
    """A name that somebody typed waits to be asked; once a trainer was asked, the asking says who it is."""
    if planned.trainer_id is None and name != planned.led_by:
        planned.led_by = name
        planned.trainer_state = AssignmentState.PROPOSED if name else None


def edit(id: int, *, draft: SessionDraft, version: int, by: Actor) -> TrainingSession:
    """Save what was changed; those registered are told of what matters to them. Raises Conflict when stale."""
    rules.check_origin(plan_item_id=draft.plan_item_id, off_plan_reason=draft.off_plan_reason)
    with transaction():
        planned = one(TrainingSession, id, lock=True)
        require(by, Action.SESSIONS_PLAN, planned.owner_id)
        if planned.version != version:
            raise Conflict
        if planned.state not in EDITABLE:
            raise IllegalMove(now=planned.state.value, then=planned.state.value)
        objectives.check_definitions(
            planned, attendance_threshold=draft.attendance_threshold, pass_mark=draft.pass_mark
        )
        before = changes.seen(planned)
        _write(planned, draft)
        parts.put_parts(planned, draft.parts, zone=draft.zone)
        if planned.state in (EventState.OPEN, EventState.CONFIRMED):
            rules.check_open(sheet_of(planned))
        registrations.set_capacity(planned, capacity=draft.capacity, minimum=draft.minimum, quotas=draft.quotas)
        bookings.check_still_free(planned)
        if changes.publish(planned, before):
            notices.tell_change(planned, changes=changes.difference(before, changes.seen(planned)))
        objectives.plan_pre_test(planned)
        audit.record("session.edited", planned)
        return planned


def sheet_of(planned: TrainingSession) -> rules.Sheet:
    return rules.Sheet(
        parts=len(planned.parts),
        trainer=bool(planned.led_by),
        place=bool(planned.place or planned.online_url),
        objectives=bool(planned.objectives),
        audience=planned.audience is not None,
        prerequisites=bool(planned.prerequisites),
        assessment=bool(planned.assessment),
        cost=bool(planned.cost),
    )


def _moved(id: int, then: EventState, *, action: Action, by: Actor) -> TrainingSession:
    planned = one(TrainingSession, id, lock=True)
    require(by, action, planned.owner_id)
    check_move(planned.state, then)
    return planned


def schedule(id: int, *, by: Actor) -> None:
    """Dates, trainer and place are fixed: the programme's colleagues see it."""
    with transaction():
        planned = _moved(id, EventState.SCHEDULED, action=Action.SESSIONS_PLAN, by=by)
        rules.check_schedule(sheet_of(planned))
        _enter(planned, EventState.SCHEDULED, Visibility.PROGRAMME)


def open_registration(id: int, *, by: Actor) -> None:
    """The public information is complete: everybody sees it and may register."""
    with transaction():
        planned = _moved(id, EventState.OPEN, action=Action.SESSIONS_OPEN, by=by)
        rules.check_open(sheet_of(planned))
        _enter(planned, EventState.OPEN, Visibility.PUBLIC)
        quota_notices.tell_open(planned)
        objectives.freeze(planned, by=by)


def confirm(id: int, *, by: Actor) -> None:
    """Enough people and a confirmed trainer: the session takes place."""
    with transaction():
        planned = _moved(id, EventState.CONFIRMED, action=Action.SESSIONS_OPEN, by=by)
        rules.check_confirm(confirmed=planned.taken, minimum=planned.minimum, trainer=planned.trainer_state)
        _enter(planned, EventState.CONFIRMED, Visibility.PUBLIC)


def begin(id: int, *, by: Actor) -> None:
    """It takes place now; the first mark on a sheet says so too."""
    with transaction():
        planned = _moved(id, EventState.RUNNING, action=Action.ATTENDANCE_MARK, by=by)
        _enter(planned, EventState.RUNNING, planned.visibility)


def evaluate(id: int) -> bool:
    """Held becomes evaluated once the trainer's report is in and no test afterwards is still to come or open.

    Whoever files the last of them calls this inside the own transaction; whether the session moved.
    """
    with transaction(), elevated():
        planned = one(TrainingSession, id, lock=True)
        if planned.state is not EventState.HELD or not outcome.reported(id) or outcome.awaits_answers(id):
            return False
        _enter(planned, EventState.EVALUATED, planned.visibility)
        return True


def close(id: int, *, by: Actor) -> None:
    """All is told: its records stand still from now on."""
    with transaction():
        planned = _moved(id, EventState.CLOSED, action=Action.SESSIONS_OPEN, by=by)
        _enter(planned, EventState.CLOSED, planned.visibility)


def cancel(id: int, *, reason: str, by: Actor) -> None:
    """Call it off: everybody registered is told why, and calendars remove it."""
    _end(id, EventState.CANCELLED, reason=reason, by=by)


def postpone(id: int, *, reason: str, by: Actor) -> None:
    """Put it off: everybody is told; registrations stay for the new date."""
    _end(id, EventState.POSTPONED, reason=reason, by=by)


def _end(id: int, then: EventState, *, reason: str, by: Actor) -> None:
    rules.check_reason(reason)
    with transaction():
        planned = _moved(id, then, action=Action.SESSIONS_CANCEL, by=by)
        planned.reason = clean(reason, lines=True)
        planned.sequence += 1
        _enter(planned, then, planned.visibility)
        changes.call_off(planned)
        notices.tell_calling_off(planned)


def _enter(planned: TrainingSession, state: EventState, visibility: Visibility) -> None:
    planned.state, planned.visibility, planned.changed_at = state, visibility, clock.now()
    session().flush()
    changes.rebuild(planned)
    changes.plan_reminder(planned)
    audit.record(f"session.{state.value}", planned)
