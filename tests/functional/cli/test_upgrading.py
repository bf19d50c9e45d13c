"""Before a database is migrated a checked copy of it is kept."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import downgrade, upgrade

from cic_events.kernel.db import reading
from cic_events.kernel.migrations import known, pending
from cic_events.serve import keep_before_migrating
from tests import make_events

pytestmark = pytest.mark.usefixtures("db", "now")


@pytest.fixture
def file(app: Flask) -> Path:
    url = sa.make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    if not url.drivername.startswith("sqlite"):
        pytest.skip("a file of SQLite")
    return Path(url.database or "")


def test_a_database_that_is_behind_is_copied_first(file: Path, tmp_path: Path) -> None:
    make_events.registered(make_events.session(), "Amina Aït")
    downgrade(revision="-1")

    kept = keep_before_migrating(file, tmp_path)
    upgrade()

    assert kept is not None
    with closing(sqlite3.connect(kept)) as copied:
        assert copied.execute("SELECT count(*) FROM registration").fetchone() == (1,)


def test_nothing_is_copied_when_nothing_is_to_be_done(file: Path, tmp_path: Path) -> None:
    assert keep_before_migrating(file, tmp_path) is None
    assert keep_before_migrating(tmp_path / "new.db", tmp_path) is None
    assert list(tmp_path.iterdir()) == []


def test_what_is_pending_is_named_in_order() -> None:
    downgrade(revision="base")
    with reading():
        lacking = pending()
    upgrade()

    assert lacking == sorted(known())
    with reading():
        assert pending() == []
