"""Migrations: all or nothing on SQLite, one at a time on PostgreSQL."""

import logging

from alembic import context
from flask import current_app
from sqlalchemy import Connection, text

log = logging.getLogger("alembic.env")
config = context.config
database = current_app.extensions["migrate"].db
LOCK = 4_711_2017


def run_offline() -> None:
    url = database.engine.url.render_as_string(hide_password=False)
    context.configure(url=url, target_metadata=database.metadata, literal_binds=True, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


def run_online() -> None:
    with database.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            _sqlite(connection)
        else:
            _postgres(connection)


def _configure(connection: Connection) -> None:
    options = {**current_app.extensions["migrate"].configure_args}
    options["render_as_batch"] = connection.dialect.name == "sqlite"
    context.configure(connection=connection, target_metadata=database.metadata, **options)


def _sqlite(connection: Connection) -> None:
    """A batch change of a parent would delete its children: keys are off outside the transaction, checked inside."""
    raw = connection.connection.dbapi_connection
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        with connection.begin():
            _configure(connection)
            context.run_migrations()
            if broken := connection.execute(text("PRAGMA foreign_key_check")).first():
                raise RuntimeError(f"the migration would leave a dangling reference: {tuple(broken)}")
    finally:
        raw.execute("PRAGMA foreign_keys=ON")


def _postgres(connection: Connection) -> None:
    with connection.begin():
        connection.execute(text("SET lock_timeout = '60s'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        connection.execute(text("SET lock_timeout = '3s'"))
        _configure(connection)
        context.run_migrations()


if context.is_offline_mode():
    run_offline()
else:
    run_online()
