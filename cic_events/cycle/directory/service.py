"""Keeping the common directory. A verb is one transaction."""

from collections.abc import Sequence

from cic_events.cycle.directory.models import Trainer, Training
from cic_events.cycle.directory.states import TrainerState, check_move
from cic_events.events.states import Audience
from cic_events.kernel import audit, clock
from cic_events.kernel.db import Visibility, one, refusing_duplicates, transaction
from cic_events.kernel.errors import N_, DomainError, FieldRefused
from cic_events.kernel.texts import Texts
from cic_events.people.models import Person
from cic_events.people.permissions import Action, Actor, require


class NoTitle(FieldRefused):
    sentence = N_("Write a title in at least one language.")


class NoDuration(FieldRefused):
    sentence = N_("Say how many hours the training lasts: at least one.")


class AlreadyListed(DomainError):
    sentence = N_("This person is in the directory already.")


class OnlyTheTrainer(DomainError):
    sentence = N_("Only the trainer agrees to be shown.")


def describe_training(
    owner_id: int,
    *,
    title: Texts,
    duration_hours: int,
    by: Actor,
    objectives: Texts | None = None,
    audience: Audience | None = None,
    theme: str | None = None,
) -> Training:
    """Add a sheet to the catalogue; every commune of the programme reads it."""
    require(by, Action.PLANS_EDIT, owner_id)
    if not title:
        raise NoTitle("title")
    if duration_hours < 1:
        raise NoDuration("duration_hours")
    with transaction() as db:
        training = Training(
            owner_id=owner_id,
            visibility=Visibility.PROGRAMME,
            title=title,
            objectives=objectives or Texts(),
            audience=audience,
            duration_hours=duration_hours,
            theme=theme,
        )
        db.add(training)
        audit.record("training.described", training)
        return training


def propose_trainer(
    owner_id: int, *, person_id: int, themes: Sequence[str], languages: Sequence[str], by: Actor
) -> Trainer:
    """Enter somebody who trains; seen by the commune alone until checked and agreed."""
    require(by, Action.PLANS_EDIT, owner_id)
    with transaction() as db:
        person = one(Person, person_id)
        trainer = Trainer(owner_id=owner_id, person=person, themes=list(themes), languages=list(languages))
        with refusing_duplicates(AlreadyListed()):
            db.add(trainer)
        audit.record("trainer.proposed", trainer)
        return trainer


def check_trainer(id: int, *, by: Actor) -> Trainer:
    """The proofs were seen."""
    with transaction():
        trainer = one(Trainer, id, lock=True)
        require(by, Action.PLANS_EDIT, trainer.owner_id)
        check_move(trainer.state, TrainerState.CHECKED)
        trainer.state = TrainerState.CHECKED
        audit.record("trainer.checked", trainer)
        return trainer


def publish_trainer(id: int, *, by: Actor) -> Trainer:
    """The trainer agrees, today, to be shown to the programme."""
    with transaction():
        trainer = one(Trainer, id, lock=True)
        if not by.system and by.person_id != trainer.person_id:
            raise OnlyTheTrainer
        check_move(trainer.state, TrainerState.PUBLISHED)
        trainer.state, trainer.visibility = TrainerState.PUBLISHED, Visibility.PROGRAMME
        trainer.consented_on = trainer.confirmed_on = clock.today()
        audit.record("trainer.published", trainer)
        return trainer
