"""Rows that belong to an organisation: who sees them, and that a child never has another owner than its parent."""

from collections.abc import Iterator
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, ForeignKey, event, false, inspect, or_, select
from sqlalchemy.orm import (
    Mapped,
    Mapper,
    ORMExecuteState,
    Session,
    declared_attr,
    mapped_column,
    with_loader_criteria,
)

from cic_events.kernel.errors import N_, DomainError
from cic_events.kernel.reach import Reach, current_reach


class OtherOwner(DomainError):
    sentence = N_("These two belong to different organisations: one cannot be part of the other.")


class Visibility(StrEnum):
    OWN = "own"
    PROGRAMME = "programme"
    PUBLIC = "public"


class Owned:
    """A row that belongs to an organisation; every ORM query of it is filtered by the actor's reach.

    A row that cannot stand without another owned row has the same owner as that one, unless the other is `shared`:
    made for others to build on.
    """

    published_by_default: ClassVar[Visibility] = Visibility.OWN
    shared: ClassVar[bool] = False

    @declared_attr
    def owner_id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey("organisation.id"), index=True)

    @declared_attr
    def visibility(cls) -> Mapped[Visibility]:
        return mapped_column(default=Visibility.OWN)

    @classmethod
    def also_visible(cls, reach: Reach) -> ColumnElement[bool] | None:
        """What this class opens beyond ownership and publication; None for nothing."""
        return None


def owned_mappers() -> list[Mapper[Any]]:
    """The mapper of each owned class, in the order of their names."""

    found = {mapper for cls in _below(Owned) if (mapper := inspect(cls, raiseerr=False)) is not None}
    return sorted(found, key=lambda mapper: mapper.class_.__name__)


def _below(cls: type[Any]) -> Iterator[type[Any]]:
    for child in cls.__subclasses__():
        yield child
        yield from _below(child)


@lru_cache(maxsize=256)
def _scope(reach: Reach) -> tuple[Any, ...]:
    return tuple(
        with_loader_criteria(m.class_, _visible(m.class_, reach), include_aliases=True, propagate_to_loaders=True)
        for m in owned_mappers()
        if m.inherits is None
    )


def _visible(model: Any, reach: Reach) -> ColumnElement[bool]:
    published = [Visibility.PUBLIC, Visibility.PROGRAMME] if reach.signed_in else [Visibility.PUBLIC]
    ways = [model.visibility.in_(published)]
    if reach.organisations:
        ways.append(model.owner_id.in_(sorted(reach.organisations)))
    if granted := reach.granted(model.__tablename__):
        ways.append(model.id.in_(sorted(granted)))
    if (more := model.also_visible(reach)) is not None:
        ways.append(more)
    return or_(false(), *ways)


@event.listens_for(Session, "do_orm_execute")
def _scope_to_actor(state: ORMExecuteState) -> None:
    if state.is_column_load or not (state.is_select or state.is_update or state.is_delete):
        return
    reach = current_reach()
    if not reach.everything and not state.is_relationship_load:
        state.statement = state.statement.options(*_scope(reach))  # type: ignore[attr-defined]


@cache
def parents_of(child: Mapper[Any]) -> tuple[tuple[str, str | None, Mapper[Any]], ...]:
    """(attribute, relationship, parent) of each owned row that this one cannot stand without.

    Composite keys that hold the owner are left to the database.
    """
    parents = {mapper.local_table: mapper for mapper in owned_mappers() if not mapper.class_.shared}
    links = {
        column: relation.key
        for relation in child.relationships
        if relation.direction.name == "MANYTOONE"
        for column in relation.local_columns
    }
    return tuple(
        (child.get_property_by_column(key.parent).key, links.get(key.parent), parents[key.column.table])
        for table in child.tables
        for key in table.foreign_keys
        if key.column.table in parents
        and key.column.table not in child.tables
        and not key.parent.nullable
        and len(key.constraint.columns if key.constraint is not None else ()) == 1
    )


@event.listens_for(Session, "before_flush")
def _same_owner(db: Session, context: object, instances: object) -> None:
    for row in (*db.new, *db.dirty):
        if isinstance(row, Owned):
            for attribute, relation, parent in parents_of(inspect(type(row))):
                if not _moved(row, attribute, relation):
                    continue
                owner = _owner(db, row, attribute, relation, parent)
                if owner is not None and owner != row.owner_id:
                    raise OtherOwner


def _moved(row: Any, attribute: str, relation: str | None) -> bool:
    attributes = inspect(row).attrs
    return any(attributes[name].history.has_changes() for name in ("owner_id", attribute, relation) if name)


def _owner(db: Session, row: Any, attribute: str, relation: str | None, parent: Mapper[Any]) -> int | None:
    """The owner of the parent: from the row at hand if it is, whatever the actor sees; None for one not yet named."""
    at_hand, id = inspect(row).dict.get(relation) if relation else None, getattr(row, attribute)
    if at_hand is None:
        at_hand = db.identity_map.get(parent.identity_key_from_primary_key((id,)))
    if at_hand is not None:
        return int(at_hand.owner_id)
    root = parent.base_mapper.local_table
    return db.connection().scalar(select(root.c.owner_id).where(root.c.id == id))
