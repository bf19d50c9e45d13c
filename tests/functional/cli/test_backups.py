"""A backup is whole, also under load; restoring it is rehearsed here, with everything that must stop it."""

import hashlib
import json
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import func, select

from cic_events.app import database
from cic_events.events import invariants
from cic_events.events.models import Registration
from cic_events.kernel import audit, dump
from cic_events.kernel.db import Base, one, reading, transaction
from cic_events.kernel.reach import SYSTEM_REACH, acting_as
from cic_events.messages.models import Mail
from cic_events.people import erasing
from cic_events.people.models import Account, Person
from tests import databases, make_events
from tests.functional.cli.conftest import Run

pytestmark = pytest.mark.usefixtures("db", "now")


@pytest.fixture
def file(app: Flask, db: None) -> Iterator[Path]:
    url = sa.make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    if not url.drivername.startswith("sqlite"):
        pytest.skip("a file of SQLite")
    (app.extensions["cic_settings"].instance / erasing.LOG).unlink(missing_ok=True)
    yield Path(url.database or "")
    databases.clean(app)


def backup(run: Run, folder: Path) -> Path:
    said = run("backup", folder)
    assert said.exit_code == 0, said.output
    return Path(said.output.strip())


def registered() -> int:
    with reading() as db:
        return db.scalar(select(func.count()).select_from(Registration)) or 0


def test_a_backup_under_load_restores_whole(run: Run, file: Path, tmp_path: Path) -> None:
    planned = make_events.session(capacity=500)
    acknowledged: list[int] = []
    stop = threading.Event()

    def arrive(worker: int) -> None:
        number = 0
        with acting_as(SYSTEM_REACH):
            while not stop.is_set():
                number += 1
                acknowledged.append(make_events.registered(planned, f"Amina {worker}x{number}").id)

    threads = [threading.Thread(target=arrive, args=(n,)) for n in range(3)]
    for thread in threads:
        thread.start()
    try:
        while len(acknowledged) < 10:
            pass
        certain = list(acknowledged)
        copied = backup(run, tmp_path)
    finally:
        stop.set()
        for thread in threads:
            thread.join()

    assert run("restore", copied).exit_code == 0

    with reading() as db:
        kept = set(db.scalars(select(Registration.id)))
        assert set(certain) <= kept <= set(acknowledged)
        assert invariants.differences() == []
        assert audit.breaks() == []
        assert db.scalar(select(func.count()).select_from(Mail)) == len(kept)


def test_what_came_after_the_backup_is_gone_and_kept_beside(run: Run, file: Path, tmp_path: Path) -> None:
    planned = make_events.session()
    make_events.registered(planned, "Amina Aït")
    copied = backup(run, tmp_path)
    make_events.registered(planned, "Brahim Oul")

    said = run("restore", copied)

    assert (said.exit_code, registered()) == (0, 1)
    kept = Path(said.output.partition("kept as ")[2].splitlines()[0])
    with closing(sqlite3.connect(kept)) as before:
        assert before.execute("SELECT count(*) FROM registration").fetchone() == (2,)


def test_who_was_erased_since_is_erased_again(run: Run, file: Path, tmp_path: Path) -> None:
    mine = make_events.registered(make_events.session(), "Khadija Aït-Tamghart")
    copied = backup(run, tmp_path)
    run("erase-person", mine.person_id, "--yes")

    said = run("restore", copied)

    assert "1 erased people were erased again" in said.output
    with reading():
        assert one(Person, mine.person_id).name_latin == "…"
    assert registered() == 1
    database.engine.dispose()
    assert b"Tamghart" not in file.read_bytes()


def test_the_log_apart_serves_when_the_present_database_is_damaged(run: Run, file: Path, tmp_path: Path) -> None:
    mine = make_events.registered(make_events.session(), "Khadija Aït-Tamghart")
    copied = backup(run, tmp_path)
    run("erase-person", mine.person_id, "--yes")
    database.engine.dispose()
    for part in file.parent.glob(f"{file.name}-*"):
        part.unlink()
    file.write_bytes(file.read_bytes()[:100] + b"x" * 50_000)

    said = run("restore", copied)

    assert "1 erased people were erased again" in said.output
    assert "damaged-" in said.output
    assert registered() == 1


def damaged(copied: Path, how: str) -> None:
    digest = copied.with_name(f"{copied.name}.sha256")
    if how == "changed":
        copied.write_bytes(copied.read_bytes()[:-100] + b"x" * 100)
    elif how == "no digest":
        digest.unlink()
    elif how == "gone":
        copied.unlink()
    else:
        if how == "not a database":
            copied.write_bytes(b"x" * 10_000)
        elif how == "newer":
            with closing(sqlite3.connect(copied)) as raw:
                raw.execute("UPDATE alembic_version SET version_num = '9999'")
                raw.commit()
        elif how == "another product":
            copied.unlink()
            with closing(sqlite3.connect(copied)) as raw:
                raw.execute("CREATE TABLE x (y)")
        elif how == "dangling":
            with closing(sqlite3.connect(copied)) as raw:
                raw.execute("UPDATE registration SET person_id = 4711")
                raw.commit()
        digest.write_text(f"{hashlib.sha256(copied.read_bytes()).hexdigest()}  {copied.name}\n")


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("changed", "its sha256 differs"),
        ("no digest", "is missing: it cannot be trusted"),
        ("gone", "there is no file"),
        ("not a database", "it is no database"),
        ("newer", "made by a newer version"),
        ("another product", "it is no database of this product"),
        ("dangling", "rows name rows that are not there"),
    ],
)
def test_a_copy_that_is_not_to_be_trusted_changes_nothing(
    run: Run, file: Path, tmp_path: Path, how: str, said: str
) -> None:
    planned = make_events.session()
    make_events.registered(planned, "Amina Aït")
    copied = backup(run, tmp_path)
    make_events.registered(planned, "Brahim Oul")
    damaged(copied, how)

    refused = run("restore", copied)

    assert refused.exit_code == 1, refused.output
    assert said in refused.output
    assert registered() == 2
    assert list(file.parent.glob("*.restoring*")) == []


def test_nothing_is_restored_while_the_service_runs(run: Run, file: Path, tmp_path: Path, app: Flask) -> None:
    copied = backup(run, tmp_path)
    instance = app.extensions["cic_settings"].instance
    code = (
        "import sys, time; from pathlib import Path; from cic_events.kernel import running; "
        "running.hold(Path(sys.argv[1])); print('up', flush=True); time.sleep(60)"
    )
    serving = subprocess.Popen([sys.executable, "-c", code, str(instance)], stdout=subprocess.PIPE, text=True)
    try:
        assert serving.stdout is not None
        assert serving.stdout.readline() == "up\n"

        refused = run("restore", copied)
    finally:
        serving.kill()
        serving.wait()

    assert (refused.exit_code, refused.output) == (1, "Error: the service runs: stop it first\n")
    assert run("restore", copied).exit_code == 0


def test_a_backup_of_an_older_version_is_brought_to_this_one(run: Run, file: Path, tmp_path: Path) -> None:
    make_events.registered(make_events.session(), "Amina Aït")
    downgrade(revision="-1")
    copied = backup(run, tmp_path)
    upgrade()

    assert run("restore", copied).exit_code == 0
    assert registered() == 1
    assert "not done yet" not in run("doctor").output


def test_on_postgresql_the_tools_of_postgresql_are_named(run: Run, app: Flask, tmp_path: Path) -> None:
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        pytest.skip("PostgreSQL")
    assert "pg_dump -Fc" in run("backup", tmp_path).output
    assert "pg_restore" in run("restore", tmp_path / "x").output


def test_a_dump_holds_every_row_marks_what_is_personal_and_no_secret(run: Run, tmp_path: Path) -> None:
    host = make_events.commune()
    mine = make_events.registered(make_events.session(host), "Khadija Aït")
    make_events.account(host)
    with transaction() as db:
        db.scalars(select(Account)).one().password_hash = "argon2-secret"
    folder = tmp_path / "out"

    said = run("dump", folder)

    assert said.exit_code == 0, said.output
    rows = {f.stem: [json.loads(line) for line in f.read_text().splitlines()] for f in folder.glob("*.jsonl")}
    tables = {table.name for table in Base.metadata.sorted_tables}
    assert rows.keys() == tables - set(dump.SECRET_TABLES)
    person = next(row for row in rows["person"] if row["id"] == mine.person_id)
    assert (person["name_latin"], person["language"]) == ("Khadija Aït", "fr")
    assert rows["event"][0]["title"] == {"fr": "Gestion des compétences", "ar": "تدبير الكفاءات"}
    assert "argon2-secret" not in str(rows)
    assert mine.link_hash not in str(rows)
    assert mine.link_seed not in str(rows)
    marks = json.loads((folder / dump.MARKS).read_text())
    assert marks["person"]["email"] == "confirmations and invitations"
    assert {oct(made.stat().st_mode & 0o777) for made in folder.iterdir()} == {"0o600"}
    shutil.rmtree(folder)
