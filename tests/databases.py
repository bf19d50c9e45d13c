"""A clean database for every test: a copied file on SQLite, a truncation on PostgreSQL."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from cic_events.app import database
from cic_events.kernel.db import Base


def fresh(folder: Path, worker: str) -> str:
    """The address of an empty database of this test process."""
    server = os.environ.get("TEST_DATABASE_URL")
    if not server:
        return f"sqlite:///{folder / 'test.db'}"
    name = f"cic_test_{worker}"
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    return sa.make_url(server).set(database=name).render_as_string(hide_password=False)


def drop(worker: str) -> None:
    """Take away the database of a test process; a file goes with its folder."""
    if server := os.environ.get("TEST_DATABASE_URL"):
        engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(sa.text(f'DROP DATABASE IF EXISTS "cic_test_{worker}" WITH (FORCE)'))
        engine.dispose()


def migrate(app: Flask) -> None:
    """Bring the database to the newest version by the migrations."""
    if list((Path(app.root_path).parent / "migrations" / "versions").glob("*.py")):
        upgrade()
    else:
        Base.metadata.create_all(database.engine)


def _file(app: Flask) -> Path | None:
    url = sa.make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    return Path(url.database or "") if url.drivername.startswith("sqlite") else None


def keep_template(app: Flask) -> None:
    if (file := _file(app)) is not None:
        keep(app, file.with_suffix(".template"))


def keep(app: Flask, copy: Path) -> None:
    """Copy the database as it is, where it is a file."""
    if (file := _file(app)) is not None:
        database.engine.dispose()
        with closing(sqlite3.connect(file)) as raw:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(file, copy)


def put_back(app: Flask, copy: Path) -> None:
    """Make the database be that copy."""
    if (file := _file(app)) is not None:
        database.engine.dispose()
        for suffix in ("-wal", "-shm"):
            file.with_name(file.name + suffix).unlink(missing_ok=True)
        shutil.copy(copy, file)


def clean(app: Flask) -> None:
    """Empty every table."""
    if (file := _file(app)) is not None:
        put_back(app, file.with_suffix(".template"))
        return
    database.engine.dispose()
    tables = ", ".join(f'"{t.name}"' for t in Base.metadata.sorted_tables)
    with database.engine.begin() as connection:
        connection.execute(sa.text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
