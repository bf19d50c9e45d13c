"""Records behind figures, in the words that this actor may read, each with the page that opens it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from cic_events.cycle.needs.models import TrainingNeed
from cic_events.cycle.plans.models import PlanItem
from cic_events.cycle.sessions.models import TrainingSession
from cic_events.events.models import Registration
from cic_events.kernel.db import session
from cic_events.kernel.texts import Texts
from cic_events.people.models import Mandate, Organisation, Person, Role
from cic_events.people.permissions import Action, Actor, may
from cic_events.programme import rows
from cic_events.programme.lines import Line, day_of
from cic_events.programme.rows import Ref, Row, Strength


@dataclass(frozen=True)
class Record:
    """One record. Without `endpoint` this actor may not open it; without `person` the name is not for this actor."""

    ref: Ref
    strength: Strength | None = None
    day: date | None = None
    title: Texts = field(default_factory=Texts)
    person: str = ""
    role: Role | None = None
    organisation: Texts = field(default_factory=Texts)
    percent: int | None = None
    endpoint: str = ""
    args: Mapping[str, Any] = field(default_factory=dict)


def records_of(lines: Iterable[Line], known: Mapping[Ref, Row], actor: Actor) -> dict[Ref, Record]:
    """The records of these lines. One statement per kind of record that is among them."""
    wanted: dict[str, dict[Ref, Row]] = {}
    for line in lines:
        for ref in line.refs:
            if ref in known:
                wanted.setdefault(ref.kind, {})[ref] = known[ref]
    found = {ref: _plain(row) for of_kind in wanted.values() for ref, row in of_kind.items()}
    for kind, of_kind in wanted.items():
        if kind in READERS:
            found.update(READERS[kind](of_kind, actor))
    return found


def _plain(row: Row) -> Record:
    """What may be said of any record."""
    percent = row.attendance if isinstance(row, rows.TrainedPerson) and row.held else None
    return Record(row.ref, row.strength, day_of(row), percent=percent)


Of = Mapping[Ref, Row]


def _ids(of: Of) -> list[int]:
    return sorted(ref.id for ref in of)


def _attendance(of: Of, actor: Actor) -> dict[Ref, Record]:
    """The sheet of the session; the person for who may see sheets there, and for the person."""
    sessions = _sessions({row.training for row in of.values() if isinstance(row, rows.TrainedPerson)})
    people = {id: rest for id, *rest in session().execute(
        select(
            Registration.id, Registration.person_id, Registration.owner_id, Registration.organisation_id,
            Person.name_latin, Person.name_ar, Organisation.name,
        )
        .join(Person, Person.id == Registration.person_id)
        .outerjoin(Organisation, Organisation.id == Registration.organisation_id)
        .where(Registration.id.in_(_ids(of)))
    )}  # fmt: skip
    return {
        ref: _attended(row, sessions.get(row.training), people.get(ref.id), actor)
        for ref, row in of.items()
        if isinstance(row, rows.TrainedPerson)
    }


def _attended(row: rows.TrainedPerson, given: Any, seen: Any, actor: Actor) -> Record:
    plain = _plain(row)
    title, host = given or (Texts(), None)
    person, organisation = "", Texts()
    if seen is not None:
        id, owner, home, latin, arabic, organisation = seen
        if id == actor.person_id or any(may(actor, Action.ATTENDANCE_SEE, of) for of in (owner, home) if of):
            person = latin or arabic
    sees_sheet = host is not None and may(actor, Action.ATTENDANCE_SEE, host)
    return Record(
        plain.ref, plain.strength, plain.day, title, person,
        organisation=organisation or Texts(), percent=plain.percent if person or sees_sheet else None,
        endpoint="" if given is None else SHEET if sees_sheet else "sessions.show",
        args={"id": row.training},
    )  # fmt: skip


SHEET = "attendance.index"


def _sessions(ids: Collection[int]) -> dict[int, tuple[Texts, int]]:
    """The title and host of those that the actor sees."""
    found = session().execute(
        select(TrainingSession.id, TrainingSession.title, TrainingSession.owner_id).where(
            TrainingSession.id.in_(sorted(ids))
        )
    )
    return {id: (title, owner) for id, title, owner in found}


def _given(of: Of, actor: Actor) -> dict[Ref, Record]:
    seen = _sessions(_ids(of))
    return {
        ref: Record(ref, row.strength, day_of(row), seen[ref.id][0], endpoint="sessions.show", args={"id": ref.id})
        for ref, row in of.items()
        if ref.id in seen
    }


def _needs(of: Of, actor: Actor) -> dict[Ref, Record]:
    if not may(actor, Action.NEEDS_SEE):
        return {}
    found = session().execute(
        select(TrainingNeed.id, TrainingNeed.problem, Organisation.name)
        .join(Organisation, Organisation.id == TrainingNeed.owner_id)
        .where(TrainingNeed.id.in_(_ids(of)))
    )
    return {
        (ref := Ref("need_assessment", id)): Record(
            ref, of[ref].strength, day_of(of[ref]), problem, organisation=home, endpoint="needs.show", args={"id": id}
        )
        for id, problem, home in found
    }


def _items(of: Of, actor: Actor) -> dict[Ref, Record]:
    if not may(actor, Action.PLANS_SEE):
        return {}
    found = session().execute(
        select(PlanItem.id, PlanItem.title, PlanItem.plan_id, Organisation.name)
        .join(Organisation, Organisation.id == PlanItem.owner_id)
        .where(PlanItem.id.in_(_ids(of)))
    )
    return {
        (ref := Ref("plan_item", id)): Record(
            ref, of[ref].strength, day_of(of[ref]), title, organisation=home, endpoint="plans.show",
            args={"id": plan_id, "_anchor": f"item-{id}"},
        )
        for id, title, plan_id, home in found
    }  # fmt: skip


def _mandates(of: Of, actor: Actor) -> dict[Ref, Record]:
    """Name, role and commune, for whoever may look people up."""
    found = session().execute(
        select(Mandate.id, Mandate.person_id, Mandate.role, Person.name_latin, Person.name_ar, Organisation.name)
        .join(Person, Person.id == Mandate.person_id)
        .join(Organisation, Organisation.id == Mandate.organisation_id)
        .where(Mandate.id.in_(_ids(of)))
    )
    opens = may(actor, Action.PEOPLE_SEE)
    return {
        (ref := Ref("appointment", id)): Record(
            ref, of[ref].strength, day_of(of[ref]), person=(latin or arabic) if opens else "", role=role,
            organisation=home, endpoint="people.show" if opens else "", args={"id": person},
        )
        for id, person, role, latin, arabic, home in found
    }  # fmt: skip


READERS: Mapping[str, Callable[[Of, Actor], dict[Ref, Record]]] = {
    "attendance": _attendance,
    "training_session": _given,
    "need_assessment": _needs,
    "plan_item": _items,
    "appointment": _mandates,
}
