"""One page says what is wrong; what must be done at once makes it red."""

import os
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade

from cic_events.kernel import clock, jobs, running
from cic_events.kernel.db import transaction
from cic_events.messages import config
from tests.functional.cli.conftest import Run
from tests.smtp import serving

pytestmark = pytest.mark.usefixtures("db", "now")


def states(run: Run) -> tuple[int, dict[str, str]]:
    """The exit code, and what is said of each check."""
    said = run("doctor")
    lines = [line.split(None, 1) for line in said.output.splitlines()]
    known = ("zones", "key", "mail", "disk", "file system", "migrations", "worker", "jobs")
    return said.exit_code, {name: state for state, rest in lines for name in known if rest.startswith(name)}


@pytest.fixture
def instance(app: Flask) -> Path:
    found: Path = app.extensions["cic_settings"].instance
    (found / running.BEAT).unlink(missing_ok=True)
    return found


def test_a_sound_house_has_nothing_red(run: Run, instance: Path) -> None:
    (instance / running.BEAT).touch()

    code, said = states(run)

    assert code == 0
    assert (said["key"], said["migrations"], said["worker"], said["jobs"]) == ("ok", "ok", "ok", "ok")
    assert said["mail"] == "warn"


def test_a_worker_that_is_silent_is_told_and_red_once_something_waits(run: Run, instance: Path) -> None:
    (instance / running.BEAT).touch()
    past = time.time() - 600
    os.utime(instance / running.BEAT, (past, past))
    assert states(run)[1]["worker"] == "warn"
    assert "looked 600 seconds ago" in run("doctor").output
    with transaction():
        jobs.enqueue("anything", {}, run_after=clock.now() - timedelta(minutes=6))

    code, said = states(run)

    assert (code, said["worker"]) == (2, "RED")


def test_a_migration_that_is_not_done_is_red(run: Run, instance: Path) -> None:
    downgrade(revision="-1")
    try:
        code, said = states(run)
    finally:
        upgrade()

    assert (code, said["migrations"]) == (2, "RED")


@pytest.fixture
def real_server(app: Flask):  # type: ignore[no-untyped-def]
    """The settings of a house that sends its mail."""
    before, house = app.extensions["cic_settings"], config.current()
    app.extensions["cic_settings"] = replace(before, smtp_host="127.0.0.1")

    def at(port: int) -> None:
        config.use(replace(house, host="127.0.0.1", port=port, timeout=2))

    yield at
    app.extensions["cic_settings"] = before
    config.use(house)


def test_a_mail_server_that_answers_is_well_and_gets_no_mail(run: Run, instance: Path, real_server) -> None:  # type: ignore[no-untyped-def]
    with serving() as (server, port):
        real_server(port)
        said = states(run)[1]

    assert said["mail"] == "ok"
    assert server.received == []


def test_a_mail_server_that_is_away_is_red(run: Run, instance: Path, real_server) -> None:  # type: ignore[no-untyped-def]
    real_server(1)

    code, said = states(run)

    assert (code, said["mail"]) == (2, "RED")
