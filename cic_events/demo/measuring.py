"""Learning is measured: objectives with their questions, the same test before and after, verdicts, a gap left over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from cic_events.cycle.acquis import gaps, paper, rules, service, waves
from cic_events.cycle.sessions import objectives
from cic_events.cycle.sessions.models import SessionObjective, TrainingSession
from cic_events.cycle.sessions.objectives import ObjectiveDraft
from cic_events.demo import days, giving, needing
from cic_events.demo.agenda import SessionSpec
from cic_events.demo.material import tests
from cic_events.demo.stage import Stage, Step
from cic_events.kernel.db import reading
from cic_events.kernel.reach import SYSTEM_REACH, acting_as
from cic_events.kernel.texts import Texts
from cic_events.people.permissions import link_actor
from cic_events.questionnaires import attempts
from cic_events.questionnaires.models import Attempt, EvaluationWave, Question
from cic_events.questionnaires.service import ChoiceDraft, QuestionDraft
from cic_events.questionnaires.states import AttemptState, Phase

ANSWERS = {Phase.PRE: 0.9, Phase.POST: 0.93}  # how many of those asked answer
KNOWS = {Phase.PRE: (0.5, 0.35), Phase.POST: (0.88, 0.66)}  # how often the right answer is found, by objective
LEFT_OVER = "s08"  # the session whose last gap became a need that nobody has qualified yet
UNTURNED = "s09"  # the session whose gap nobody has turned into a need yet
A_DAY = timedelta(days=1)


def write(stage: Stage, session: SessionSpec, key: str, who: str) -> None:
    """The officer writes what people can do afterwards, and the questions that show it."""
    drafts = [
        ObjectiveDraft(
            Texts(row["text"]), tuple(_question(stage, f"{session.theme}:{number}", q) for q in row["questions"])
        )
        for number, row in enumerate(tests()[session.theme])
    ]
    with stage.acting(who) as by:
        id = stage[key]
        objectives.write(id, drafts=drafts, version=stage.version(TrainingSession, id), by=by)


def _question(stage: Stage, of: str, row: Mapping[str, Any]) -> QuestionDraft:
    choices = [ChoiceDraft(Texts(row["right"]), right=True), *(ChoiceDraft(Texts(wrong)) for wrong in row["wrong"])]
    stage.luck(f"{of}:{row['ask']['fr']}").shuffle(choices)
    return QuestionDraft(wording=Texts(row["ask"]), choices=choices, points=2)


def before(stage: Stage, session: SessionSpec, key: str, host: str) -> None:
    """On the eve: whoever registered late is asked too, then people answer."""
    with stage.acting(host) as by:
        waves.open_wave(stage[key], Phase.PRE, by=by)
    _answer(stage, session, key, host, Phase.PRE)


def afterwards(stage: Stage, session: SessionSpec, key: str, host: str) -> list[Step]:
    """The test after opens by itself once the sheets are signed; answers, closing, verdicts, a gap."""
    last = session.last_day
    found = [
        Step(days.at(last + A_DAY, 10), partial(_answer, stage, session, key, host, Phase.POST)),
        Step(days.at(last + 3 * A_DAY, 9), partial(_close, stage, key, host)),
        Step(days.at(last + 4 * A_DAY, 15), partial(_validate, stage, key)),
    ]
    if session.id != UNTURNED:
        found.append(Step(days.at(last + 5 * A_DAY, 9), partial(_gaps, stage, session, key, host)))
    return found


@dataclass(frozen=True)
class Item:
    """A question, its right choice, its wrong ones, and the place of its objective."""

    code: str
    right: str
    wrong: tuple[str, ...]
    objective: int


def _items(session_id: int) -> list[Item]:
    """The questions of the session's test, in order; two for each objective."""
    with acting_as(SYSTEM_REACH), reading() as db:
        questions = db.scalars(
            select(Question)
            .join(EvaluationWave, EvaluationWave.questionnaire_id == Question.questionnaire_id)
            .where(EvaluationWave.subject_id == session_id, EvaluationWave.phase == Phase.PRE)
            .where(EvaluationWave.subject_kind == objectives.SUBJECT)
            .order_by(Question.position)
        ).all()
        order = list(dict.fromkeys(question.learning_objective_id for question in questions))
        return [
            Item(
                question.item_code,
                next(choice.code for choice in question.choices if choice.points > 0),
                tuple(choice.code for choice in question.choices if choice.points <= 0),
                order.index(question.learning_objective_id),
            )
            for question in questions
        ]


def _asked(session_id: int, phase: Phase) -> dict[int, int]:
    """person -> the attempt that waits for an answer."""
    with acting_as(SYSTEM_REACH), reading() as db:
        rows = db.execute(
            select(Attempt.person_id, Attempt.id)
            .join(EvaluationWave, EvaluationWave.id == Attempt.wave_id)
            .where(EvaluationWave.subject_id == session_id, EvaluationWave.phase == phase)
            .where(EvaluationWave.subject_kind == objectives.SUBJECT, Attempt.state == AttemptState.INVITED)
            .order_by(Attempt.id)
        )
        return {person or 0: id for person, id in rows}


def _answer(stage: Stage, session: SessionSpec, key: str, host: str, phase: Phase) -> None:
    """By the own link; for who has no address the officer types what was said on the telephone."""
    items, asked, luck = _items(stage[key]), _asked(stage[key], phase), stage.luck(f"{key}:{phase.value}")
    for seat in giving.sheet(stage[key]):
        if seat.person_id not in asked or luck.random() > ANSWERS[phase]:
            continue
        picked = {
            item.code: [item.right if luck.random() < KNOWS[phase][item.objective % 2] else luck.choice(item.wrong)]
            for item in items
        }
        if seat.reached:
            attempt = asked[seat.person_id]
            holder = link_actor({("attempt", attempt)})
            with acting_as(holder.reach):
                attempts.submit(attempt, answers=picked, by=holder)
        else:
            with stage.acting(host) as by:
                paper.type_in(seat.registration_id, phase, answers=picked, by=by)


def _close(stage: Stage, key: str, host: str) -> None:
    with stage.acting(host) as by:
        waves.close_wave(stage[key], Phase.POST, by=by)


def _validate(stage: Stage, key: str) -> None:
    with giving.by_link(stage, key) as trainer:
        service.validate(stage[key], by=trainer)


def _gaps(stage: Stage, session: SessionSpec, key: str, host: str) -> None:
    """What people are left with becomes a need of the next cycle, objective by objective."""
    with acting_as(SYSTEM_REACH), reading() as db:
        of = select(SessionObjective.learning_objective_id).where(SessionObjective.session_id == stage[key])
        written = db.scalars(of.order_by(SessionObjective.position)).all()
    for number, objective in enumerate(written):
        with stage.acting(host) as by:
            try:
                stage[f"need:{key}:{number}"] = gaps.to_need(stage[key], objective, by=by)
            except rules.NoGap:
                continue
        if session.id != LEFT_OVER or number == 0:
            needing.qualify(stage, f"need:{key}:{number}", session.theme, session.code, host)


def closed(stage: Stage, session: SessionSpec, key: str, host: str, *, on: date) -> Step:
    """When a programme is over, the needs that came of its gaps are closed with the others."""

    def close() -> None:
        for number, _ in enumerate(tests()[session.theme]):
            if f"need:{key}:{number}" in stage:
                needing.end(stage, f"need:{key}:{number}", host)

    return Step(days.at(on, 15), close)
