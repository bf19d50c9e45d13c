"""What a broken database means to those who ask."""

from sqlalchemy.exc import DataError, DBAPIError, InterfaceError, OperationalError, TimeoutError


def database_outage(error: BaseException) -> int | None:
    """507 when the disk is full, 503 when the database is away or too slow, None for anything else."""
    if isinstance(error, DBAPIError) and any(s in str(error.orig) for s in ("disk is full", "No space left")):
        return 507
    if isinstance(error, (OperationalError, InterfaceError, TimeoutError)):
        return 503
    return None


def unstorable(error: BaseException) -> bool:
    """Whether what was sent cannot stand in a database at all: a number beyond all bounds, a NUL in a text."""
    return isinstance(error, (OverflowError, DataError))
