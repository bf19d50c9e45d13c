"""Objectives of a session and rows of what was learnt, as frozen answers; whoever asks: the caller has checked."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from cic_events.competences.models import LearningObjective
from cic_events.cycle.acquis.models import Acquis
from cic_events.cycle.acquis.rules import CONTESTABLE, percent
from cic_events.cycle.acquis.states import AcquisState, Verdict
from cic_events.cycle.sessions.models import SessionObjective
from cic_events.events.models import Registration
from cic_events.kernel import clock
from cic_events.kernel.db import elevated, session
from cic_events.kernel.texts import Texts
from cic_events.people.models import Person
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
    validated_by_id: int | None
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
            row.verdict, row.trainer_rating, row.state, row.validated_at, judge.name_latin, row.validated_by_id,
            row.contest,
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
