"""The recipes of both databases: how a connection is set up, how a unit begins and ends."""

import fcntl
import os
import shutil
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event

BUSY_MS = 10_000
POSTGRES_OPTIONS = "-c statement_timeout=5000 -c lock_timeout=3000 -c idle_in_transaction_session_timeout=10000"
POSTGRES_WRITES = f"SET LOCAL lock_timeout = {BUSY_MS}; SET LOCAL statement_timeout = {BUSY_MS + 2000}"
NETWORK_FILE_SYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs"})


def engine_options(url: str) -> dict[str, Any]:
    """What create_engine is given for this address."""
    if url.startswith("sqlite"):
        return {
            "hide_parameters": True,
            "pool_size": 10,
            "max_overflow": 20,
            "connect_args": {"timeout": BUSY_MS / 1000, "check_same_thread": False},
        }
    return {
        "hide_parameters": True,  # what people typed stays out of the log
        "pool_pre_ping": True,
        "pool_size": 5,
        "max_overflow": 10,
        "connect_args": {"options": POSTGRES_OPTIONS},
    }


def prepare(engine: Engine, *, full_sync: bool = False) -> None:
    """Install the recipe of the engine's database."""
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine, full_sync=full_sync)
    else:
        event.listen(engine, "begin", _begin_postgres)


def _begin_postgres(connection: Connection) -> None:
    if connection.get_execution_options().get("readonly"):
        _raw(connection).execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
    else:
        _raw(connection).execute(POSTGRES_WRITES)  # a write may stand in line, as long as on SQLite


def _raw(connection: Connection) -> Any:
    return connection.connection.dbapi_connection


def _prepare_sqlite(engine: Engine, *, full_sync: bool) -> None:
    lock_path = f"{engine.url.database}.lock"
    refuse_network_file_system(Path(engine.url.database or "."))

    def connect(dbapi: Any, record: Any) -> None:
        dbapi.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            f"synchronous={'FULL' if full_sync else 'NORMAL'}",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_MS}",
            "trusted_schema=OFF",
            "cell_size_check=ON",
        ):
            dbapi.execute(f"PRAGMA {pragma}")
        record.info["lock"] = os.open(lock_path, os.O_RDWR | os.O_CREAT, 0o600)

    def begin(connection: Connection) -> None:
        raw = _raw(connection)
        if connection.get_execution_options().get("readonly"):
            raw.execute("PRAGMA query_only=ON")
            raw.execute("BEGIN")
            return
        raw.execute("PRAGMA query_only=OFF")
        fcntl.flock(connection.connection.info["lock"], fcntl.LOCK_EX)
        raw.execute("BEGIN IMMEDIATE")

    def reset(dbapi: Any, record: Any, state: Any) -> None:
        dbapi.rollback()
        fcntl.flock(record.info["lock"], fcntl.LOCK_UN)

    def close(dbapi: Any, record: Any) -> None:
        if (lock := record.info.pop("lock", None)) is not None:
            os.close(lock)

    event.listen(engine, "connect", connect)
    event.listen(engine, "begin", begin)
    event.listen(engine, "reset", reset)
    event.listen(engine, "close", close)


def refuse_network_file_system(database: Path) -> None:
    """SQLite's locks do not hold on network file systems: raises RuntimeError there."""
    if (kind := file_system_of(database)) in NETWORK_FILE_SYSTEMS:
        raise RuntimeError(
            f"{database.resolve().parent} is on {kind}: SQLite cannot lock there; use a local disk or PostgreSQL"
        )


def file_system_of(database: Path) -> str:
    """The kind of file system that holds it: ext4, nfs4, …"""
    folder, best, kind = database.resolve().parent, "", ""
    for line in Path("/proc/self/mounts").read_text().splitlines():
        mount, found = line.split()[1:3]
        if folder.is_relative_to(mount) and len(mount) >= len(best):
            best, kind = mount, found
    return kind


def free_bytes(database: Path) -> int:
    """Room left beside the database file."""
    return shutil.disk_usage(database.resolve().parent).free
