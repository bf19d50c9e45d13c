"""What pages show of what was learnt: frozen answers, a constant number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from cic_events.competences.models import LearningObjective
from cic_events.cycle.acquis import rules
from cic_events.cycle.acquis.models import Acquis
from cic_events.cycle.acquis.rules import CONTESTABLE, Means, Sight, percent
from cic_events.cycle.acquis.sight import sight_of
from cic_events.cycle.acquis.states import AcquisState, Verdict
from cic_events.cycle.sessions.models import SessionObjective, TrainingSession
from cic_events.events.models import Registration
from cic_events.kernel import clock
from cic_events.kernel.db import elevated, session
from cic_events.kernel.errors import NotFound
from cic_events.kernel.texts import Texts
from cic_events.people.models import Person
from cic_events.people.permissions import Actor
from cic_events.questionnaires.queries import NAME


@dataclass(frozen=True)
class Objective:
    id: int
    text: Texts
    target_level: int


def objectives(session_id: int) -> list[Objective]:
    """The objectives of a session in their order, whoever asks: the caller has checked. One statement."""
    objective = LearningObjective
    with elevated():
        rows = session().execute(
            select(objective.id, objective.text, objective.target_level)
            .join(SessionObjective, SessionObjective.learning_objective_id == objective.id)
            .where(SessionObjective.session_id == session_id)
            .order_by(SessionObjective.position)
        )
        return [Objective(*row) for row in rows]


@dataclass(frozen=True)
class Row:
    """One person and one objective. Points are 0 to `possible`."""

    id: int
    registration_id: int
    objective_id: int
    name: str
    pre: int | None
    post: int | None
    possible: int | None
    proposed: Verdict
    verdict: Verdict | None
    rating: int | None
    state: AcquisState
    validated_at: datetime | None
    validated_by: str | None
    contest: str
    contested_at: datetime | None
    settled_because: str | None
    need_id: int | None

    @property
    def before(self) -> float | None:
        return percent(self.pre, self.possible)

    @property
    def after(self) -> float | None:
        return percent(self.post, self.possible)

    @property
    def says(self) -> Verdict:
        """The trainer's verdict, or the proposed one while there is none."""
        return self.verdict or self.proposed

    @property
    def contestable(self) -> bool:
        end = self.validated_at + CONTESTABLE if self.validated_at else None
        return self.state is AcquisState.VALIDATED and end is not None and clock.now() <= end


def rows_where(*conditions: ColumnElement[bool]) -> list[Row]:
    row, judge = Acquis, aliased(Person)
    statement = (
        select(
            row.id, row.registration_id, row.learning_objective_id, NAME, row.pre, row.post, row.possible, row.proposed,
            row.verdict, row.trainer_rating, row.state, row.validated_at, judge.name_latin, row.contest,
            row.contested_at, row.settled_because, row.need_id,
        )
        .join(Registration, Registration.id == row.registration_id)
        .join(Person, Person.id == Registration.person_id)
        .outerjoin(judge, judge.id == row.validated_by_id)
        .where(*conditions)
        .order_by(NAME, row.registration_id, row.id)
    )  # fmt: skip
    with elevated():
        return [Row(*tuple(found)) for found in session().execute(statement)]


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
    activity_code: str | None
    sight: Sight
    objectives: Sequence[ObjectiveLine]
    people: Sequence[PersonLine]
    overall: Means

    @property
    def enough(self) -> bool:
        """Whether so many people were there that counts tell of nobody."""
        return len(self.people) >= rules.MIN_N

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
    def validated_by(self) -> str | None:
        """The name of who validated with an account; None: by the trainer's link."""
        return next((row.validated_by for person in self.people for row in person.rows if row.validated_by), None)

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
            select(planned.owner_id, planned.title, planned.pass_mark, planned.activity_code).where(
                planned.id == session_id
            )
        )
        .one_or_none()
    )
    if found is None:
        raise NotFound
    owner_id, title, pass_mark, code = found
    sight = sight_of(session_id, owner_id, by)
    if sight is Sight.NOTHING:
        raise NotFound
    rows = rows_where(Acquis.session_id == session_id)
    people = _people(rows)
    lines = [_line(objective, rows) for objective in objectives(session_id)]
    overall = rules.means([person.pair for person in people if person.pair is not None])
    return Results(session_id, owner_id, title, pass_mark, code, sight, lines, people, overall)


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
