"""What is to be done now about what was learnt, for the first page and for a session's page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, func, select

from cic_events.cycle.acquis.models import Acquis
from cic_events.cycle.acquis.records import Objective, objectives
from cic_events.cycle.acquis.rules import WENT_WRONG
from cic_events.cycle.acquis.states import AcquisState
from cic_events.cycle.sessions.objectives import SUBJECT
from cic_events.events.models import Event
from cic_events.kernel.db import session
from cic_events.kernel.errors import N_
from cic_events.kernel.tasks import Task
from cic_events.people.permissions import Action, Actor, may
from cic_events.questionnaires import queries as questionnaires
from cic_events.questionnaires.models import Attempt, EvaluationWave
from cic_events.questionnaires.queries import Wave
from cic_events.questionnaires.states import AttemptState, Phase, WaveState

ANSWERED_BEFORE = timedelta(days=1)
TURNED_WITHIN = timedelta(days=30)
SHOWN = 20


def tasks(actor: Actor, as_of: date) -> list[Task]:
    """Unanswered tests, results to validate and to settle, gaps to turn into needs. Two statements."""
    found: list[Task] = []
    if may(actor, Action.QUESTIONNAIRES_EDIT):
        found += _unanswered(actor)
    if may(actor, Action.ACQUIS_SETTLE) or may(actor, Action.NEEDS_RECORD):
        found += _results(actor, as_of)
    return found


def _mine(actor: Actor, owner: Any) -> list[Any]:
    return [] if actor.reach.everything else [owner.in_(sorted(actor.reach.organisations))]


def _unanswered(actor: Actor) -> list[Task]:
    wave, planned = EvaluationWave, Event
    waiting = Attempt.state.in_((AttemptState.INVITED, AttemptState.STARTED))
    rows = session().execute(
        select(wave.phase, wave.subject_id, planned.owner_id, planned.title, planned.first_day, func.count(Attempt.id))
        .join(Attempt, and_(Attempt.wave_id == wave.id, waiting))
        .join(planned, planned.id == wave.subject_id)
        .where(wave.subject_kind == SUBJECT, wave.state == WaveState.OPEN, *_mine(actor, wave.owner_id))
        .group_by(wave.id, planned.id)
        .order_by(planned.first_day, wave.id)
        .limit(SHOWN)
    )  # fmt: skip
    before = N_("Test before “%(title)s”: %(num)s still to answer")
    after = N_("Test after “%(title)s”: %(num)s still to answer")
    return [
        Task(
            title=before if phase is Phase.PRE else after,
            url_endpoint="learning.tests",
            url_args={"id": session_id},
            due=first_day - ANSWERED_BEFORE if first_day and phase is Phase.PRE else None,
            params={"num": n, "title": title.best(actor.language)},
            icon="list-checks",
        )
        for phase, session_id, owner_id, title, first_day, n in rows
        if may(actor, Action.QUESTIONNAIRES_EDIT, owner_id)
    ]


def _results(actor: Actor, as_of: date) -> list[Task]:
    row, planned = Acquis, Event
    drafts = func.count(row.id).filter(row.state == AcquisState.DRAFT)
    contested = func.count(row.id).filter(row.state == AcquisState.CONTESTED)
    gaps = func.count(row.id).filter(row.verdict.in_(WENT_WRONG), row.need_id.is_(None))
    rows = session().execute(
        select(planned.id, planned.owner_id, planned.title, planned.last_day, drafts, contested, gaps)
        .join(planned, planned.id == row.session_id)
        .where(*_mine(actor, row.owner_id))
        .group_by(planned.id)
        .having((drafts > 0) | (contested > 0) | (gaps > 0))
        .order_by(planned.last_day, planned.id)
        .limit(SHOWN)
    )  # fmt: skip
    found: list[Task] = []
    for session_id, owner_id, title, last_day, to_validate, to_settle, left in rows:
        say = _Said(session_id, title.best(actor.language), last_day)
        if to_validate and may(actor, Action.ACQUIS_VALIDATE, owner_id):
            found.append(say.task(N_("Validate the results of “%(title)s”"), "learning.validate", "badge-check", 14))
        if to_settle and may(actor, Action.ACQUIS_SETTLE, owner_id):
            found.append(say.task(N_("Settle what was contested in “%(title)s”"), "learning.results", "gavel", 30))
        if (
            left
            and not to_validate
            and may(actor, Action.NEEDS_RECORD, owner_id)
            and may(actor, Action.ACQUIS_SEE, owner_id)
        ):
            sentence = N_("Turn the gaps of “%(title)s” into needs")
            found.append(say.task(sentence, "learning.results", "clipboard-list", TURNED_WITHIN.days))
    return found


@dataclass(frozen=True)
class _Said:
    session_id: int
    title: str
    last_day: date | None

    def task(self, sentence: str, endpoint: str, icon: str, days: int) -> Task:
        due = self.last_day + timedelta(days=days) if self.last_day else None
        return Task(sentence, endpoint, {"id": self.session_id}, due=due, params={"title": self.title}, icon=icon)


@dataclass(frozen=True)
class Standing:
    """Where the learning side of a session stands, for its page."""

    objectives: Sequence[Objective]
    waves: Sequence[Wave]
    needs: Sequence[int]
    counted: bool

    def wave(self, phase: Phase) -> Wave | None:
        return next((wave for wave in self.waves if wave.phase is phase), None)


def standing(session_id: int) -> Standing:
    """Objectives, tests, and the needs that its gaps became. Three statements."""
    counted = session().execute(
        select(Acquis.need_id, func.count()).where(Acquis.session_id == session_id).group_by(Acquis.need_id)
    ).all()  # fmt: skip
    return Standing(
        objectives(session_id),
        questionnaires.waves(SUBJECT, [session_id]),
        sorted(need_id for need_id, _ in counted if need_id is not None),
        bool(counted),
    )


def seen_by(actor: Actor, session_id: int, owner_id: int) -> Standing:
    """The same for who works with it; the public reads the objectives alone. One statement or three."""
    if may(actor, Action.ACQUIS_AGGREGATES, owner_id):
        return standing(session_id)
    return Standing(objectives(session_id), (), (), counted=False)
