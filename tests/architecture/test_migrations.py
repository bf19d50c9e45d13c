"""Migrations keep what people wrote: up and down with rows, and killed in the middle."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade

from cic_events.app import database
from cic_events.kernel.migrations import chain
from tests import databases, make_cycle, make_events

NEVER = 1_000_000
MET = {"key": "k" * 64, "tries": 3, "last_at": datetime(2026, 9, 28, 12, tzinfo=UTC)}


def revisions(app: Flask) -> list[str]:
    """From the newest to the first."""
    folder = ScriptDirectory(str(Path(app.root_path).parent / "migrations"))
    return [script.revision for script in folder.walk_revisions()]


def rows(engine: sa.Engine) -> dict[str, list[dict[str, Any]]]:
    """Everything that is stored, table by table."""
    there = sa.MetaData()
    there.reflect(engine)
    with engine.connect() as connection:
        return {
            table.name: [dict(row._mapping) for row in connection.execute(table.select().order_by(*table.primary_key))]
            for table in there.sorted_tables
        }


def test_every_step_down_and_up_keeps_the_rows_of_the_tables_that_stay(app: Flask, db: None, now: datetime) -> None:
    make_cycle.framework()
    planned = make_events.session(capacity=1, days=2)
    make_events.registered(planned, "Amina Aït")
    make_events.registered(planned, "Brahim Oul")
    before = rows(database.engine)

    for revision in revisions(app)[:-1]:
        downgrade(revision="-1")
        assert differing(rows(database.engine), before) == [], revision
    upgrade()

    after = rows(database.engine)
    assert after.keys() == before.keys()
    assert differing(after, before) == []


def differing(now: dict[str, list[dict[str, Any]]], before: dict[str, list[dict[str, Any]]]) -> list[str]:
    """The tables of both whose rows are others, in the columns that both have."""
    return [
        name
        for name in (now.keys() & before.keys()) - {"alembic_version"}
        if len(now[name]) != len(before[name])
        or any(one[c] != two[c] for one, two in zip(now[name], before[name], strict=True) for c in one.keys() & two)
    ]


@pytest.fixture
def apart(tmp_path: Path, worker_id: str) -> Iterator[tuple[str, sa.Engine]]:
    """A database of its own, empty."""
    url = databases.fresh(tmp_path, f"{worker_id}_apart")
    engine = sa.create_engine(url)
    yield url, engine
    engine.dispose()
    databases.drop(f"{worker_id}_apart")


def migrated(url: str, folder: Path, direction: str, *, killed_before: int = NEVER) -> int:
    told = [sys.executable, "-m", "tests.architecture.migrating", url, str(folder), direction, str(killed_before)]
    return subprocess.run(told, check=False, capture_output=True, timeout=120).returncode


def tables(engine: sa.Engine) -> set[str]:
    return set(sa.inspect(engine).get_table_names()) - {"alembic_version"}


def version(engine: sa.Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.scalars(sa.text("SELECT version_num FROM alembic_version")))


def throttles(engine: sa.Engine) -> sa.Table:
    return sa.Table("throttle", sa.MetaData(), autoload_with=engine)


def test_a_first_migration_killed_in_the_middle_leaves_nothing_and_runs_again(
    apart: tuple[str, sa.Engine], tmp_path: Path
) -> None:
    url, engine = apart

    assert migrated(url, tmp_path, "up", killed_before=30) == -9

    assert tables(engine) == set()
    assert migrated(url, tmp_path, "up") == 0
    assert "registration" in tables(engine)


def test_a_migration_of_a_filled_database_killed_in_the_middle_leaves_the_version_and_the_rows(
    app: Flask, apart: tuple[str, sa.Engine], tmp_path: Path
) -> None:
    url, engine = apart
    assert migrated(url, tmp_path, "up") == 0
    known, [newest] = tables(engine), version(engine)
    with engine.begin() as connection:
        connection.execute(throttles(engine).insert(), MET)

    assert migrated(url, tmp_path, "base", killed_before=60) == -9

    assert (tables(engine), version(engine)) == (known, [newest])
    with engine.connect() as connection:
        assert [row.tries for row in connection.execute(throttles(engine).select())] == [3]
    assert migrated(url, tmp_path, "up") == 0


def test_the_line_of_migrations_is_the_one_that_alembic_sees(app: Flask) -> None:
    assert chain() == revisions(app)[::-1]
