from datetime import date, datetime

import pytest

from cic_events.cycle.directory import queries, service
from cic_events.cycle.directory.service import AlreadyListed, NoDuration, OnlyTheTrainer
from cic_events.cycle.directory.states import IllegalMove, TrainerState
from cic_events.kernel.db import reading
from cic_events.kernel.texts import Texts
from cic_events.people.models import Role
from cic_events.people.permissions import SYSTEM
from tests import make_cycle as make
from tests.make_people import commune, person


def test_a_sheet_of_the_catalogue_is_read_by_every_commune(db: None) -> None:
    service.describe_training(
        commune("Belfaa").id, title=Texts(fr="Bases de la GRH"), duration_hours=12, theme="hr_basics", by=SYSTEM
    )
    neighbour = make.actor(at=commune("Berkane"))

    with reading(), make.acting(neighbour):
        [sheet] = queries.trainings("hr_basics")
        assert queries.trainings("participation") == []

    assert (sheet.title, sheet.duration_hours) == (Texts(fr="Bases de la GRH"), 12)


def test_a_training_lasts_an_hour_at_least(db: None) -> None:
    with pytest.raises(NoDuration):
        service.describe_training(commune().id, title=Texts(fr="Rien"), duration_hours=0, by=SYSTEM)


def test_a_trainer_is_shown_once_checked_and_agreed(db: None, now: datetime) -> None:
    belfaa, berkane = commune("Belfaa"), commune("Berkane")
    driss = person(name="Driss Alaoui", role=Role.TRAINER, at=belfaa)
    entry = service.propose_trainer(
        belfaa.id, person_id=driss.id, themes=["hr_basics"], languages=["fr", "ar"], by=SYSTEM
    )
    neighbour = make.actor(at=berkane)

    with reading(), make.acting(neighbour):
        assert queries.trainers(as_of=date(2026, 9, 28)) == []
    service.check_trainer(entry.id, by=SYSTEM)
    service.publish_trainer(entry.id, by=make.actor(Role.TRAINER, at=belfaa, person=driss))

    with reading(), make.acting(neighbour):
        [shown] = queries.trainers(as_of=date(2026, 9, 28))
        [a_year_later] = queries.trainers(as_of=date(2027, 9, 30))
    assert (shown.name, shown.state, shown.dormant, a_year_later.dormant) == (
        "Driss Alaoui",
        TrainerState.PUBLISHED,
        False,
        True,
    )


def test_nobody_agrees_in_the_place_of_the_trainer(db: None) -> None:
    belfaa = commune()
    entry = service.propose_trainer(belfaa.id, person_id=person(at=belfaa).id, themes=[], languages=["fr"], by=SYSTEM)
    with pytest.raises(OnlyTheTrainer):
        service.publish_trainer(entry.id, by=make.actor(at=belfaa))
    with pytest.raises(IllegalMove):
        service.publish_trainer(entry.id, by=SYSTEM)


def test_a_person_stands_once_in_the_directory(db: None) -> None:
    belfaa = commune()
    driss = person(at=belfaa)
    service.propose_trainer(belfaa.id, person_id=driss.id, themes=[], languages=["fr"], by=SYSTEM)

    with pytest.raises(AlreadyListed):
        service.propose_trainer(belfaa.id, person_id=driss.id, themes=[], languages=["fr"], by=SYSTEM)
