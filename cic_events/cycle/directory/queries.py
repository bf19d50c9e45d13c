"""Reading the common directory: frozen answers."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from cic_events.cycle.directory.models import Trainer, Training
from cic_events.cycle.directory.states import TrainerState, is_dormant
from cic_events.events.states import Audience
from cic_events.kernel.db import session
from cic_events.kernel.texts import Texts
from cic_events.people.models import Person


@dataclass(frozen=True)
class TrainingSheet:
    id: int
    title: Texts
    objectives: Texts
    audience: Audience | None
    duration_hours: int
    theme: str | None


@dataclass(frozen=True)
class TrainerEntry:
    id: int
    person_id: int
    name: str
    themes: tuple[str, ...]
    languages: tuple[str, ...]
    state: TrainerState
    dormant: bool


_SHEET = (
    Training.id,
    Training.title,
    Training.objectives,
    Training.audience,
    Training.duration_hours,
    Training.theme,
)


def trainings(theme: str = "") -> list[TrainingSheet]:
    """The sheets of the catalogue that this actor may see. One statement."""
    statement = select(*_SHEET).order_by(Training.id)
    if theme:
        statement = statement.where(Training.theme == theme)
    return [TrainingSheet(*row) for row in session().execute(statement)]


def trainers(*, as_of: date) -> list[TrainerEntry]:
    """The entries that this actor may see, in the order of the names. One statement."""
    rows = session().execute(
        select(Trainer, Person.name_latin, Person.name_ar)
        .join(Person, Person.id == Trainer.person_id)
        .where(Trainer.state != TrainerState.WITHDRAWN)
        .order_by(Person.search_key, Trainer.id)
    )
    return [
        TrainerEntry(
            t.id,
            t.person_id,
            latin or arabic,
            tuple(t.themes),
            tuple(t.languages),
            t.state,
            is_dormant(confirmed_on=t.confirmed_on, as_of=as_of),
        )
        for t, latin, arabic in rows
    ]
