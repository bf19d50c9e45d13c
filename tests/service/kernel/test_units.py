import subprocess
import sys

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DBAPIError

from cic_events.kernel import jobs
from cic_events.kernel.db import reading, session, transaction
from cic_events.kernel.jobs import Job

pytestmark = pytest.mark.usefixtures("db")

ADD_TEN = """
import sys
from sqlalchemy import create_engine, select
from sqlalchemy.orm import sessionmaker
from cic_events import create_app
from cic_events.kernel.db import acting_as, transaction, SYSTEM_REACH
from cic_events.kernel.jobs import Job
app = create_app(env="test", database_url=sys.argv[1], instance=sys.argv[2], embedded_worker=False, secret_key="t"*40)
with app.app_context(), acting_as(SYSTEM_REACH):
    for _ in range(25):
        with transaction() as db:
            job = db.scalars(select(Job).with_for_update()).one()
            job.payload = {"count": job.payload["count"] + 1}
"""


def test_a_read_unit_cannot_write() -> None:
    with pytest.raises(DBAPIError), reading() as db:
        db.execute(sa.insert(Job).values(kind="x", payload={}, state="pending", run_after=sa.func.now(), tries=0))


def test_a_write_inside_a_read_unit_is_refused_in_python_too() -> None:
    with reading(), pytest.raises(RuntimeError, match="cannot write"), transaction():
        pass


def test_nothing_is_half_written() -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        jobs.enqueue("one", {})
        raise ZeroDivisionError

    with reading():
        assert session().scalars(sa.select(Job)).all() == []


def test_an_inner_unit_joins_the_outer_one() -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        with transaction():
            jobs.enqueue("one", {})
        raise ZeroDivisionError

    with reading():
        assert session().scalars(sa.select(Job)).all() == []


def test_what_was_read_stands_when_the_database_hangs_up_meanwhile() -> None:
    with reading() as db:
        found = db.scalars(sa.select(Job)).all()
        dbapi = db.connection().connection.dbapi_connection
        assert dbapi is not None
        dbapi.close()

    assert found == []
    with reading() as db:
        assert db.scalars(sa.select(Job)).all() == []


def test_four_processes_lose_no_change(app: Flask) -> None:
    with transaction():
        jobs.enqueue("count", {"count": 0})

    url, folder = app.config["SQLALCHEMY_DATABASE_URI"], app.instance_path
    running = [subprocess.Popen([sys.executable, "-c", ADD_TEN, url, folder]) for _ in range(4)]

    assert [process.wait(60) for process in running] == [0, 0, 0, 0]
    with reading():
        assert session().scalars(sa.select(Job)).one().payload == {"count": 100}
