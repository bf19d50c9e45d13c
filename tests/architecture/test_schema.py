"""The migrations make exactly the tables that the code declares, up and down."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from cic_events.app import database
from cic_events.kernel.db import Base


def test_migrated_schema_is_the_declared_one(app: Flask, db: None) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        assert compare_metadata(context, Base.metadata) == []


def test_checks_are_the_declared_ones(app: Flask, db: None) -> None:
    """Autogenerate does not see changed CHECKs."""
    found = inspect(database.engine)
    for table in Base.metadata.sorted_tables:
        declared = {str(c.name) for c in table.constraints if c.__visit_name__ == "check_constraint" and c.name}
        there = {str(c["name"]) for c in found.get_check_constraints(table.name)}
        assert declared <= there, table.name


def test_down_to_nothing_and_up_again(app: Flask, db: None) -> None:
    downgrade(revision="base")
    left = set(inspect(database.engine).get_table_names()) - {"alembic_version"}
    upgrade()

    assert left == set()
    assert set(inspect(database.engine).get_table_names()) >= set(Base.metadata.tables)
