"""What pages show of what was learnt: frozen answers, a constant number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from cic_events.competences.models import LearningObjective
from cic_events.cycle.acquis import rules
from cic_events.cycle.acquis.models import Acquis
from cic_events.cycle.acquis.records import Objective, Row, objectives, rows_where
from cic_events.cycle.acquis.rules import Means, Sight
from cic_events.cycle.acquis.sight import sight_of
from cic_events.cycle.acquis.states import AcquisState, Verdict
from cic_events.cycle.sessions.models import TrainingSession
from cic_events.kernel.db import session
from cic_events.kernel.errors import NotFound
from cic_events.kernel.texts import Texts
from cic_events.people.permissions import Actor


@dataclass(frozen=True)
class ObjectiveLine:
    """What came of one objective."""

    objective: Objective
    rows: Sequence[Row]
    means: Means

    def count(self, verdict: Verdict) -> int:
        return sum(row.says is verdict for row in self.rows)

    @property
    def left(self) -> int:
        return sum(row.verdict in rules.WENT_WRONG for row in self.rows)

    @property
    def need_id(self) -> int | None:
        return next((row.need_id for row in self.rows if row.need_id is not None), None)


@dataclass(frozen=True)
class PersonLine:
    """What came of one person, over all objectives."""

    registration_id: int
    name: str
    rows: Sequence[Row]

    @property
    def assessed(self) -> bool:
        return any(row.says is not Verdict.NOT_ASSESSED for row in self.rows)

    @property
    def pair(self) -> tuple[float, float] | None:
        """Percent before and after, when both tests were taken."""
        if any(row.pre is None or row.post is None for row in self.rows):
            return None
        possible = sum(row.possible or 0 for row in self.rows)
        before, after = sum(row.pre or 0 for row in self.rows), sum(row.post or 0 for row in self.rows)
        return (100 * before / possible, 100 * after / possible) if possible else None


@dataclass(frozen=True)
class Results:
    """The results of a session, as far as this actor sees. Show nothing that `sight` does not cover."""

    session_id: int
    owner_id: int
    title: Texts
    pass_mark: int
    trainer_id: int | None
    sight: Sight
    objectives: Sequence[ObjectiveLine]
    people: Sequence[PersonLine]
    overall: Means

    @property
    def enough(self) -> bool:
        """Whether so many people were assessed that counts tell of nobody."""
        return sum(person.assessed for person in self.people) >= rules.MIN_N

    @property
    def sees_people(self) -> bool:
        return self.sight >= Sight.VERDICTS

    @property
    def sees_points(self) -> bool:
        return self.sight >= Sight.TESTS

    @property
    def sees_counts(self) -> bool:
        return self.enough or self.sees_people

    @property
    def validated(self) -> bool:
        rows = [row for person in self.people for row in person.rows]
        return bool(rows) and all(row.state is not AcquisState.DRAFT for row in rows)

    @property
    def validated_by(self) -> str:
        """The name of who validated last."""
        return next((row.validated_by for row in self._judged if row.validated_by), "")

    @property
    def on_behalf(self) -> bool:
        """Whether somebody else than the trainer validated."""
        return any(row.validated_by_id != self.trainer_id for row in self._judged)

    @property
    def _judged(self) -> list[Row]:
        judged = [row for person in self.people for row in person.rows if row.validated_at is not None]
        return sorted(judged, key=lambda row: (row.validated_at, row.id), reverse=True)

    @property
    def contested(self) -> list[Row]:
        return [row for person in self.people for row in person.rows if row.state is AcquisState.CONTESTED]

    def row(self, id: int) -> Row:
        for person in self.people:
            for row in person.rows:
                if row.id == id:
                    return row
        raise NotFound


def results(session_id: int, by: Actor) -> Results:
    """The results of a session; raises NotFound for who may see nothing of them. At most six statements."""
    planned = TrainingSession
    found = (
        session()
        .execute(
            select(planned.owner_id, planned.title, planned.pass_mark, planned.trainer_id).where(
                planned.id == session_id
            )
        )
        .one_or_none()
    )
    if found is None:
        raise NotFound
    owner_id, title, pass_mark, trainer_id = found
    sight = sight_of(session_id, owner_id, by)
    if sight is Sight.NOTHING:
        raise NotFound
    rows = rows_where(Acquis.session_id == session_id)
    people = _people(rows)
    lines = [_line(objective, rows) for objective in objectives(session_id)]
    overall = rules.means([person.pair for person in people if person.pair is not None])
    return Results(session_id, owner_id, title, pass_mark, trainer_id, sight, lines, people, overall)


def _line(objective: Objective, rows: Sequence[Row]) -> ObjectiveLine:
    own = [row for row in rows if row.objective_id == objective.id]
    pairs = [(row.before, row.after) for row in own]
    return ObjectiveLine(objective, own, rules.means([(b, a) for b, a in pairs if b is not None and a is not None]))


def _people(rows: Sequence[Row]) -> list[PersonLine]:
    by_person: dict[int, list[Row]] = {}
    for row in rows:
        by_person.setdefault(row.registration_id, []).append(row)
    return [PersonLine(id, own[0].name, own) for id, own in by_person.items()]


def acquis_session(acquis_id: int) -> int:
    """The session of a row; raises NotFound when this actor may not see the row."""
    found = session().scalar(select(Acquis.session_id).where(Acquis.id == acquis_id))
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Origin:
    """The session whose gap became a need."""

    session_id: int
    title: Texts
    objective: Texts


def origins(need_id: int) -> list[Origin]:
    """Where a need that is a gap comes from. One statement."""
    rows = session().execute(
        select(TrainingSession.id, TrainingSession.title, LearningObjective.text)
        .join(Acquis, Acquis.session_id == TrainingSession.id)
        .join(LearningObjective, LearningObjective.id == Acquis.learning_objective_id)
        .where(Acquis.need_id == need_id)
        .order_by(TrainingSession.id, Acquis.id)
    )
    return list({id: Origin(id, title, text) for id, title, text in rows}.values())
