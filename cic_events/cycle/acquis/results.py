"""Before and after, person by person and objective by objective: the rows of acquis, with the verdict proposed."""

from collections.abc import Sequence, Set
from dataclasses import dataclass

from sqlalchemy import select

from cic_events.cycle.acquis import rules
from cic_events.cycle.acquis.models import Acquis
from cic_events.cycle.acquis.rules import Item, Points
from cic_events.cycle.acquis.states import AcquisState
from cic_events.cycle.sessions.models import SessionObjective, TrainingSession
from cic_events.cycle.sessions.objectives import SUBJECT
from cic_events.events import presence
from cic_events.events.models import Registration
from cic_events.events.states import RegistrationState
from cic_events.kernel.db import elevated, session, transaction
from cic_events.questionnaires import queries as questionnaires
from cic_events.questionnaires.states import Phase


@dataclass(frozen=True)
class _Test:
    wave_id: int
    items: list[Item]
    keys: dict[int, tuple[str, int]]  # question -> item


def compute(session_id: int) -> None:
    """Count anew for everybody who was present; what was validated stands as it was."""
    with transaction() as db, elevated():
        planned = db.get_one(TrainingSession, session_id)
        tests = _tests(session_id)
        items = rules.paired(tests[Phase.PRE].items, tests[Phase.POST].items)
        points = questionnaires.points(test.wave_id for test in tests.values())
        objectives, present = _objectives(session_id), _present(session_id)
        known = _known(session_id, {registration_id for registration_id, _ in present})
        for registration_id, person_id in present:
            before, after = (_of(tests[phase], person_id, points) for phase in (Phase.PRE, Phase.POST))
            for objective_id in objectives:
                row = known.get((registration_id, objective_id)) or _new(planned, registration_id, objective_id)
                if row.state is AcquisState.DRAFT:
                    found = rules.result(items, objective_id, pre=before, post=after)
                    row.pre, row.post, row.possible = found.pre, found.post, found.possible
                    row.proposed = rules.propose(found, pass_mark=planned.pass_mark)
                    db.add(row)


def _known(session_id: int, present: Set[int]) -> dict[tuple[int, int], Acquis]:
    """The rows that there are; a draft of somebody who turned out to be absent goes."""
    rows = session().scalars(select(Acquis).where(Acquis.session_id == session_id)).all()
    for row in rows:
        if row.state is AcquisState.DRAFT and row.registration_id not in present:
            session().delete(row)
    return {(row.registration_id, row.learning_objective_id): row for row in rows}


def _new(planned: TrainingSession, registration_id: int, objective_id: int) -> Acquis:
    return Acquis(
        owner_id=planned.owner_id,
        session_id=planned.id,
        registration_id=registration_id,
        learning_objective_id=objective_id,
        state=AcquisState.DRAFT,
    )


def _objectives(session_id: int) -> Sequence[int]:
    return (
        session()
        .scalars(
            select(SessionObjective.learning_objective_id)
            .where(SessionObjective.session_id == session_id)
            .order_by(SessionObjective.position)
        )
        .all()
    )


def _tests(session_id: int) -> dict[Phase, _Test]:
    found = {}
    for wave in questionnaires.waves(SUBJECT, [session_id]):
        lines = questionnaires.questions(wave.questionnaire_id)
        items = [Item(line.item_code, line.item_version, line.objective_id, line.points) for line in lines]
        found[wave.phase] = _Test(wave.id, items, {line.id: (line.item_code, line.item_version) for line in lines})
    if not {Phase.PRE, Phase.POST} <= set(found):
        raise rules.NoTest
    return found


def _of(test: _Test, person_id: int, points: dict[tuple[int, int], dict[int, int]]) -> Points | None:
    """One person's points by item; None when that test was not sent."""
    given = points.get((test.wave_id, person_id))
    return None if given is None else {test.keys[id]: worth for id, worth in given.items() if id in test.keys}


def _present(session_id: int) -> list[tuple[int, int]]:
    """(registration, person) of everybody who was there for a minute or more."""
    there = presence.totals(session_id)
    rows = session().execute(
        select(Registration.id, Registration.person_id)
        .where(Registration.event_id == session_id, Registration.state == RegistrationState.CONFIRMED)
        .order_by(Registration.queue_number)
    )
    return [(id, person_id) for id, person_id in rows if id in there and there[id].minutes >= 1]
