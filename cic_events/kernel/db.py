"""The database: Base, read units and write units, and the scope of the actor.

A read unit cannot write: the database itself refuses. A write unit is one transaction; on SQLite it takes a fair
file lock and BEGIN IMMEDIATE, so that nobody's change is lost and nobody meets "database is locked".
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar, cast

from sqlalchemy import (
    JSON,
    CursorResult,
    DateTime,
    Delete,
    Dialect,
    Enum,
    MetaData,
    Update,
    func,
    select,
)
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Session,
    mapped_column,
    registry,
)
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.types import TypeDecorator

from cic_events.kernel.errors import Conflict, DomainError, NotFound
from cic_events.kernel.owned import Owned, Visibility
from cic_events.kernel.reach import PUBLIC_REACH, SYSTEM_REACH, Reach, acting_as, current_reach, elevated
from cic_events.kernel.texts import Texts, TextsType

log = logging.getLogger(__name__)
__all__ = [
    "PUBLIC_REACH",
    "SYSTEM_REACH",
    "Base",
    "Owned",
    "Reach",
    "UtcDateTime",
    "Visibility",
    "acting_as",
    "affected",
    "after_commit",
    "bind",
    "current_reach",
    "elevated",
    "one",
    "reading",
    "refusing_duplicates",
    "session",
    "transaction",
    "wait_in_line",
]


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, kept in UTC; naive values are refused so that SQLite and PostgreSQL agree."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive date-time cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _values(enum: type[StrEnum]) -> list[str]:
    return [member.value for member in enum]


T = TypeVar("T", bound="Base")

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table: an integer id and named constraints."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={
            datetime: UtcDateTime(),
            StrEnum: Enum(StrEnum, native_enum=False, create_constraint=True, length=40, values_callable=_values),
            dict[str, Any]: JSON(),
            list[str]: JSON(),
            Texts: TextsType(),
        },
    )
    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-10)


@dataclass
class _Unit:
    session: Session
    writes: bool


_unit: ContextVar[_Unit | None] = ContextVar("unit", default=None)
_sessions: Callable[[], Session] | None = None
_after_commit: list[Callable[[], None]] = []


def bind(sessions: Callable[[], Session]) -> None:
    """Name what makes sessions; the assembly calls it once."""
    global _sessions
    _sessions = sessions


def after_commit(callback: Callable[[], None]) -> None:
    """Call back after every committed write unit (the worker is woken this way)."""
    _after_commit.append(callback)


def session() -> Session:
    """The session of the unit that is open."""
    if (unit := _unit.get()) is None:
        raise RuntimeError("no unit is open: use reading() or transaction()")
    return unit.session


@contextmanager
def _opened(*, writes: bool) -> Iterator[Session]:
    if _sessions is None:
        raise RuntimeError("kernel.db.bind() was not called")
    made = _sessions()
    token = _unit.set(_Unit(made, writes))
    try:
        made.connection(execution_options={"readonly": not writes})
        yield made
        if writes:
            made.commit()
    except StaleDataError as stale:
        raise Conflict from stale
    finally:
        _unit.reset(token)
        _close(made, writes=writes)
    if writes:
        for callback in _after_commit:
            callback()


def _close(made: Session, *, writes: bool) -> None:
    try:
        made.close()
    except DBAPIError as gone:  # what was read is read: the page stands although the database hung up meanwhile
        if writes:
            raise
        log.warning("the database hung up on a reader: %s", gone)


@contextmanager
def reading() -> Iterator[Session]:
    """A read unit: one consistent view; joins the unit that is open."""
    if (unit := _unit.get()) is not None:
        yield unit.session
        return
    with _opened(writes=False) as made:
        yield made


@contextmanager
def transaction() -> Iterator[Session]:
    """THE write unit. Re-entrant: an inner one joins, the outermost commits. Raises Conflict on a stale row."""
    if (unit := _unit.get()) is not None:
        if not unit.writes:
            raise RuntimeError("a read unit is open: a page that is being read cannot write")
        yield unit.session
        return
    with _opened(writes=True) as made:
        yield made


@contextmanager
def refusing_duplicates(refusal: DomainError) -> Iterator[None]:
    """Turn a broken uniqueness into the refusal given; the rest of the unit stays."""
    db = session()
    try:
        with db.begin_nested():
            yield
            db.flush()
    except IntegrityError as broken:
        raise refusal from broken


def one(model: type[T], id: int, *, lock: bool = False) -> T:
    """The row, if it is there for this actor; raises NotFound otherwise."""
    statement = select(model).where(model.id == id)
    if lock:
        statement = statement.with_for_update(of=model).execution_options(populate_existing=True)
    if (found := session().scalars(statement).one_or_none()) is None:
        raise NotFound
    return found


def wait_in_line(model: type[Base], id: int) -> None:
    """Wait for one's turn at this row, first come first served, before locking it.

    On PostgreSQL those who wait for a row wake together and the unlucky starve; an advisory lock is a queue. SQLite's
    write units stand in line anyway.
    """
    db = session()
    if db.get_bind().dialect.name == "postgresql":
        db.execute(select(func.pg_advisory_xact_lock(func.hashtext(model.__tablename__), id)))


def affected(statement: Update | Delete) -> int:
    """Carry out a bulk change; how many rows it reached."""
    return cast("CursorResult[Any]", session().execute(statement)).rowcount
