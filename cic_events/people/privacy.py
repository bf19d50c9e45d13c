"""What of a person is shown to whom: across the border and to other communes, name, commune and function only."""

from dataclasses import dataclass

from cic_events.people import homes
from cic_events.people.homes import Held
from cic_events.people.models import Person
from cic_events.people.permissions import Action, Actor


@dataclass(frozen=True)
class Shown:
    """A person as this actor may see it; `contacts` says whether address and number are there."""

    id: int
    name_latin: str
    name_ar: str
    functions: tuple[str, ...]
    contacts: bool
    email: str | None = None
    phone: str | None = None

    @property
    def name(self) -> str:
        return self.name_latin or self.name_ar


def sees_contacts(actor: Actor, person_id: int, held: list[Held]) -> bool:
    """Oneself, and who looks after the person's organisations."""
    if person_id == actor.person_id:
        return True
    return homes.looks_after(actor, held, Action.PEOPLE_SEE)


def across_the_border(person: Person, actor: Actor, held: list[Held] | None = None) -> Shown:
    """The person without address and number, unless the actor looks after one of its organisations."""
    known = homes.held_by(person.id) if held is None else held
    contacts = sees_contacts(actor, person.id, known)
    return Shown(
        id=person.id,
        name_latin=person.name_latin,
        name_ar=person.name_ar,
        functions=tuple(m.function for m in person.mandates if m.function),
        contacts=contacts,
        email=person.email if contacts else None,
        phone=person.phone if contacts else None,
    )
