"""Two records of one person become one; everything that names the old one names the one that stays."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Column, delete, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from cic_events.kernel import audit
from cic_events.kernel.db import Base, affected, elevated, one, refusing_duplicates, session, transaction
from cic_events.kernel.errors import N_, DomainError, Forbidden
from cic_events.people import homes
from cic_events.people.mandates import meets
from cic_events.people.models import Account, LoginLink, LoginSession, Mandate, Person
from cic_events.people.permissions import Action, Actor, may
from cic_events.people.service import search_key

Settle = Callable[[int, int], None]


class BothHaveOne(DomainError):
    sentence = N_("Both records have the same thing (%(what)s): end one of them first, then merge.")


class SamePerson(DomainError):
    sentence = N_("These are one record already.")


_settles: dict[str, Settle] = {}
_refusals: dict[str, DomainError] = {}


def register(
    column: InstrumentedAttribute[Any], *, settle: Settle | None = None, refusal: DomainError | None = None
) -> None:
    """Say how a table of a higher package takes a merge.

    Every foreign key to a person is moved without being registered; `settle(old, kept)` runs before the move, for rows
    that both may have; `refusal` is what is said when they still clash.
    """
    table = column.class_.__tablename__
    if settle is not None:
        _settles[table] = settle
    if refusal is not None:
        _refusals[table] = refusal


def references() -> list[Column[Any]]:
    """Every column that names a person, in the order of the tables."""
    return [
        key.parent
        for table in Base.metadata.sorted_tables
        for key in sorted(table.foreign_keys, key=lambda key: key.parent.name)
        if key.column.table.name == Person.__tablename__
    ]


def merge(id: int, *, into_id: int, by: Actor) -> Person:
    """Make one person of two; the one that stays. What it lacks is taken from the other.

    Raises Forbidden unless both are the actor's to merge; SamePerson, BothHaveOne.
    """
    with transaction():
        old, kept = (one(Person, one_id, lock=True) for one_id in sorted((id, into_id)))
        if old.id != id:
            old, kept = kept, old
        if old is kept or old.merged_into_id is not None or kept.merged_into_id is not None:
            raise SamePerson
        for person in (old, kept):
            _require_merge(by, person.id)
        with elevated():
            _one_account(old, kept)
            _one_of_each_role(old, kept)
            moved = {f"{c.table.name}.{c.name}": _move(c, old.id, kept.id) for c in references()}
            _complete(old, kept)
            old.merged_into_id = kept.id
            audit.record("person.merged", kept, detail={"from": old.id, "moved": {k: n for k, n in moved.items() if n}})
        return kept


def _require_merge(by: Actor, person_id: int) -> None:
    held = homes.held_by(person_id)
    if not may(by, Action.PEOPLE_MERGE) or not homes.stands_above(by, held):
        raise Forbidden
    if not homes.looks_after(by, held, Action.PEOPLE_MERGE):
        raise Forbidden


def _move(column: Column[Any], old: int, kept: int) -> int:
    table = column.table.name
    if table in _settles:
        _settles[table](old, kept)
    refusal = _refusals.get(table, BothHaveOne(what=table.replace("_", " ")))
    with refusing_duplicates(refusal):
        return affected(update(column.table).where(column == old).values({column.name: kept}))


def _one_account(old: Person, kept: Person) -> None:
    """The account of the one that stays wins; sessions of the other end."""
    db = session()
    theirs, ours = (db.scalars(select(Account).where(Account.person_id == p.id)).one_or_none() for p in (old, kept))
    if theirs is not None and ours is not None:
        db.execute(delete(LoginLink).where(LoginLink.account_id == theirs.id))
        db.delete(theirs)
        db.execute(delete(LoginSession).where(LoginSession.person_id == old.id))
        db.flush()


def _one_of_each_role(old: Person, kept: Person) -> None:
    """A role that both have at one place at one time stays once, with the longer time."""
    db = session()
    both = db.scalars(select(Mandate).where(or_(Mandate.person_id == old.id, Mandate.person_id == kept.id))).all()
    ours = [m for m in both if m.person_id == kept.id]
    for mandate in both:
        if mandate.person_id == old.id and (twin := _twin(mandate, ours)) is not None:
            twin.starts_on = min(twin.starts_on, mandate.starts_on)
            twin.ends_on = max(twin.ends_on, mandate.ends_on) if twin.ends_on and mandate.ends_on else None
            twin.function, twin.deed = twin.function or mandate.function, twin.deed or mandate.deed
            db.delete(mandate)
    db.flush()


def _twin(mandate: Mandate, ours: list[Mandate]) -> Mandate | None:
    place = (mandate.role, mandate.organisation_id)
    same = (m for m in ours if (m.role, m.organisation_id) == place)
    return next((m for m in same if meets(m, mandate.starts_on, mandate.ends_on)), None)


def _complete(old: Person, kept: Person) -> None:
    """What the kept record lacks comes from the other one."""
    for name in ("name_latin", "name_ar", "email", "phone"):
        if not getattr(kept, name):
            setattr(kept, name, getattr(old, name))
    if kept.language.value == "unknown":
        kept.language = old.language
    if kept.gender.value == "unknown":
        kept.gender = old.gender
    kept.search_key = search_key(kept.name_latin, kept.name_ar, old.name_latin, old.name_ar)


def lookalikes(person: Person, *, most: int = 10) -> list[Person]:
    """Records that may be the same person: the same address, number, or folded name."""
    same = [Person.search_key == person.search_key]
    same += [column == value for column, value in ((Person.email, person.email), (Person.phone, person.phone)) if value]
    return list(
        session().scalars(
            select(Person)
            .where(Person.id != person.id, Person.merged_into_id.is_(None), or_(*same))
            .order_by(Person.search_key, Person.id)
            .limit(most)
        )
    )


def standing(person: Person) -> Person:
    """The record that stands for this one today."""
    while person.merged_into_id is not None:
        person = one(Person, person.merged_into_id)
    return person
