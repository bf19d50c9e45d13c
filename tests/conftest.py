"""Databases, browsers and clocks of the suite. The same tests run on SQLite and on PostgreSQL (TEST_DATABASE_URL)."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from cic_events import create_app
from cic_events.kernel import clock
from cic_events.kernel.reach import SYSTEM_REACH, acting_as
from tests import databases
from tests.browser import Browser

COMPILED = Path(__file__).parents[1] / "build" / "compiled"
NOON = datetime(2026, 9, 28, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("instance")
    url = databases.fresh(folder, worker_id)
    COMPILED.mkdir(parents=True, exist_ok=True)
    (folder / "compiled").symlink_to(COMPILED)  # by the digest of their source: every run may share them
    made = create_app(
        env="test", database_url=url, instance=folder, embedded_worker=False, secret_key="t" * 40, catcher_port=1
    )
    with made.app_context():
        databases.migrate(made)
        databases.keep_template(made)
        yield made


@pytest.fixture
def db(app: Flask) -> Iterator[None]:
    """A clean, migrated database; the test acts as the system."""
    databases.clean(app)
    with acting_as(SYSTEM_REACH):
        yield


@pytest.fixture
def now() -> Iterator[datetime]:
    """The clock stands on Monday 28 September 2026, noon UTC."""
    with clock.travel(NOON):
        yield NOON


@pytest.fixture
def browser(app: Flask, db: None) -> Browser:
    return Browser(app)
