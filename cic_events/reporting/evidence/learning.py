"""Tests before and after as evidence: the share of the sessions held that were measured."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from cic_events.cycle.sessions.models import TrainingSession
from cic_events.kernel.db import session
from cic_events.programme import rows
from cic_events.programme.rows import Ref, Strength
from cic_events.questionnaires.models import Attempt, EvaluationWave
from cic_events.questionnaires.states import AttemptState, Phase, WaveState
from cic_events.reporting.evidence.people import homes
from cic_events.reporting.evidence.states import HELD

SUBJECT = "training_session"
ENDED = (WaveState.CLOSED, WaveState.RELEASED)


class Pairs(NamedTuple):
    """People of a session whose answers before and after are both scored, once both tests are closed."""

    people: int
    closed_on: date | None


def lists() -> tuple[rows.ListedThing, ...]:
    """Every session held; done once both of its tests are closed with at least one scored pair. Three statements."""
    measured, communes = pairs(), homes()
    held = session().execute(
        select(TrainingSession.id, TrainingSession.owner_id, TrainingSession.last_day).where(
            TrainingSession.state.in_(sorted(HELD)), TrainingSession.last_day.is_not(None)
        )
    )
    return tuple(
        _line(id, communes[owner].commune, last_day, measured.get(id)) for id, owner, last_day in held if last_day
    )


def _line(session_id: int, commune: int, last_day: date, found: Pairs | None) -> rows.ListedThing:
    return rows.ListedThing(
        ref=Ref("training_session", session_id),
        strength=Strength.VERIFIED if found else Strength.DOCUMENTED,
        of="sessions_held",
        done="sessions_held_with_pre_and_post",
        commune=commune,
        since=last_day,
        done_on=max(found.closed_on or last_day, last_day) if found else None,
    )


def pairs(session_ids: Collection[int] | None = None) -> Mapping[int, Pairs]:
    """session -> its scored pairs, for these sessions or for all; one without a pair is left out. One statement."""
    before, after = aliased(Attempt), aliased(Attempt)
    pre, post = aliased(EvaluationWave), aliased(EvaluationWave)
    statement: Any = (
        select(
            post.subject_id,
            func.count(func.distinct(after.person_id)),
            func.max(pre.closes_at),
            func.max(post.closes_at),
        )
        .join(pre, (pre.subject_id == post.subject_id) & (pre.subject_kind == post.subject_kind))
        .join(after, after.wave_id == post.id)
        .join(before, (before.wave_id == pre.id) & (before.person_id == after.person_id))
        .where(post.subject_kind == SUBJECT, post.phase == Phase.POST, pre.phase == Phase.PRE)
        .where(post.state.in_(ENDED), pre.state.in_(ENDED))
        .where(before.state == AttemptState.SCORED, after.state == AttemptState.SCORED)
        .group_by(post.subject_id)
    )
    if session_ids is not None:
        statement = statement.where(post.subject_id.in_(sorted(session_ids)))
    return {
        id: Pairs(people, _day(pre_closed, post_closed))
        for id, people, pre_closed, post_closed in session().execute(statement)
    }


def _day(*closed: datetime | None) -> date | None:
    known = [moment.date() for moment in closed if moment is not None]
    return max(known, default=None)
