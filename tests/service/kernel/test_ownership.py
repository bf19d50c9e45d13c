"""A row never belongs to another organisation than the row it is part of."""

from typing import Any

import pytest
from sqlalchemy import func, select

from cic_events.cycle.sessions.models import TrainerAssignment, TrainingSession
from cic_events.events.models import Attendance
from cic_events.events.states import Presence, PresenceSource
from cic_events.kernel import clock
from cic_events.kernel.db import Base, one, reading, session, transaction
from cic_events.kernel.owned import OtherOwner, Owned, owned_mappers, parents_of
from cic_events.kernel.texts import Texts
from cic_events.people.models import Organisation
from cic_events.questionnaires.models import EvaluationWave, Phase, Questionnaire, QuestionnaireKind
from tests import make_events as make
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("db", "now")


@pytest.fixture
def belfaa(db: None) -> Organisation:
    return make.commune()


@pytest.fixture
def other(db: None) -> Organisation:
    return make.commune("ait-baha", name="Aït Baha")


def store(row: Base) -> None:
    with transaction() as db:
        db.add(row)


def asked(planned: TrainingSession, owner: Organisation) -> TrainerAssignment:
    trainer = make.person("Jean-Luc Mertens", at=owner)
    secret = {"link_seed": "s", "link_hash": f"h{owner.id}"}
    return TrainerAssignment(owner_id=owner.id, session_id=planned.id, person_id=trainer.id, **secret)


def rows(model: type[Base]) -> int:
    with reading() as db:
        return db.scalar(select(func.count()).select_from(model)) or 0


def test_a_child_of_anothers_row_is_refused_and_nothing_is_stored(belfaa: Organisation, other: Organisation) -> None:
    planned = make.session(belfaa)

    with pytest.raises(OtherOwner, match="different organisations"):
        store(asked(planned, other))

    assert rows(TrainerAssignment) == 0


def test_a_child_of_ones_own_row_is_stored(belfaa: Organisation) -> None:
    store(asked(make.session(belfaa), belfaa))

    assert rows(TrainerAssignment) == 1


def test_a_child_that_is_given_its_parent_as_an_object_is_checked_too(
    belfaa: Organisation, other: Organisation
) -> None:
    planned = make.session(belfaa)
    registration = make.registered(planned, "Amina Aït")

    def mark(owner: Organisation) -> None:
        with transaction():
            there: dict[str, Any] = {
                "registration": one(type(registration), registration.id),
                "part": one(TrainingSession, planned.id).parts[0],
            }
            marked = {"status": Presence.PRESENT, "minutes": 60, "source": next(iter(PresenceSource))}
            session().add(Attendance(owner_id=owner.id, marked_at=clock.now(), **there, **marked))

    with pytest.raises(OtherOwner):
        mark(other)
    mark(belfaa)
    assert rows(Attendance) == 1


def test_a_row_does_not_change_hands_under_its_parent(belfaa: Organisation, other: Organisation) -> None:
    mine = asked(make.session(belfaa), belfaa)
    store(mine)

    with pytest.raises(OtherOwner), transaction():
        one(TrainerAssignment, mine.id).owner_id = other.id


def test_what_was_made_for_others_to_build_on_is_used_by_anybody(belfaa: Organisation, other: Organisation) -> None:
    shared = Questionnaire(owner_id=belfaa.id, kind=next(iter(QuestionnaireKind)), title=Texts(fr="Satisfaction"))
    store(shared)

    asking = {"questionnaire_id": shared.id, "phase": next(iter(Phase)), "subject_kind": "training_session"}
    store(EvaluationWave(owner_id=other.id, subject_id=1, **asking))

    assert rows(EvaluationWave) == 1


def test_a_parent_that_is_at_hand_costs_no_statement(belfaa: Organisation) -> None:
    planned = make.session(belfaa)
    mine = asked(planned, belfaa)

    with transaction() as db:
        held = one(TrainingSession, planned.id)
        db.add(mine)
        with statements() as said:
            db.flush()

    assert (held.owner_id, len(said)) == (mine.owner_id, 1)


def test_every_owned_row_that_hangs_on_another_is_checked_here_or_by_the_database() -> None:
    """Keys that are not checked: to what is shared, and those that the database itself ties to the owner."""
    shared = {mapper.local_table.name for mapper in owned_mappers() if mapper.class_.shared}
    owned = {table for mapper in owned_mappers() for table in mapper.tables}
    for mapper in owned_mappers():
        assert issubclass(mapper.class_, Owned)
        checked = {mapper.get_property(attribute).columns[0] for attribute, _, _ in parents_of(mapper)}  # type: ignore[attr-defined]
        for table in mapper.tables:
            for key in table.foreign_keys:
                hangs = key.column.table in owned - set(mapper.tables) and not key.parent.nullable
                tied = "owner_id" in key.constraint.columns  # type: ignore[union-attr]
                if hangs and not tied and key.column.table.name not in shared:
                    assert key.parent in checked, f"{table.name}.{key.parent.name}"
