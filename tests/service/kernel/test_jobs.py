import os
import signal
import subprocess
import sys
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from cic_events.kernel import clock, facts, jobs
from cic_events.kernel.db import reading, session, transaction
from cic_events.kernel.jobs import GiveUp, Job, JobState, Later

pytestmark = pytest.mark.usefixtures("db", "now")

DIE_IN_THE_MIDDLE = """
import sys, time
from cic_events import create_app
from cic_events.kernel import clock, jobs
from datetime import datetime, UTC
app = create_app(env="test", database_url=sys.argv[1], instance=sys.argv[2], embedded_worker=False, secret_key="t"*40)
jobs.handles("slow")(lambda payload: (print("begun", flush=True), time.sleep(60)))
with app.app_context(), clock.travel(datetime.fromisoformat(sys.argv[3])):
    jobs.run_due()
"""


@pytest.fixture
def done() -> list[int]:
    seen: list[int] = []
    jobs.handles("note")(lambda payload: seen.append(payload["number"]))
    return seen


def states() -> list[JobState]:
    with reading():
        return list(session().scalars(select(Job.state).order_by(Job.id)))


def test_a_job_is_done_once(done: list[int]) -> None:
    with transaction():
        jobs.enqueue("note", {"number": 7})

    assert (jobs.run_all(), jobs.run_all()) == (1, 0)
    assert done == [7]


def test_the_same_key_is_one_job(done: list[int]) -> None:
    with transaction():
        jobs.enqueue("note", {"number": 1}, dedupe_key="k")
        jobs.enqueue("note", {"number": 2}, dedupe_key="k")

    jobs.run_all()

    assert done == [1]


def test_a_job_waits_for_its_hour(done: list[int], now: datetime) -> None:
    with transaction():
        jobs.enqueue("note", {"number": 1}, run_after=now + timedelta(hours=1))

    assert jobs.run_all() == 0
    with clock.travel(now + timedelta(hours=1)):
        assert jobs.run_all() == 1


def test_what_fails_is_tried_again_later_and_shown(now: datetime) -> None:
    def refuse(payload: dict[str, object]) -> None:
        raise Later("451 try later", delay=timedelta(minutes=1))

    jobs.handles("refused")(refuse)
    with transaction():
        jobs.enqueue("refused", {})

    jobs.run_all()

    with reading():
        job = session().scalars(select(Job)).one()
    assert (job.state, job.last_error, job.run_after) == (
        JobState.PENDING,
        "451 try later",
        now + timedelta(minutes=1),
    )


def test_what_is_given_up_is_not_tried_again() -> None:
    def give_up(payload: dict[str, object]) -> None:
        raise GiveUp("550 no such person")

    jobs.handles("hopeless")(give_up)
    with transaction():
        jobs.enqueue("hopeless", {})

    jobs.run_all()

    assert states() == [JobState.FAILED]


def test_a_job_whose_worker_was_killed_is_done_by_another(app: Flask, now: datetime) -> None:
    finished: list[str] = []
    with transaction():
        jobs.enqueue("slow", {})
    worker = subprocess.Popen(
        [
            sys.executable,
            "-c",
            DIE_IN_THE_MIDDLE,
            app.config["SQLALCHEMY_DATABASE_URI"],
            app.instance_path,
            now.isoformat(),
        ],
        stdout=subprocess.PIPE,
    )
    assert worker.stdout is not None
    assert worker.stdout.readline() == b"begun\n"
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    jobs.handles("slow")(lambda payload: finished.append("again"))

    assert jobs.run_due() == 0, "the lease still holds"
    with clock.travel(now + timedelta(seconds=61)):
        jobs.run_all()

    assert finished == ["again"]
    assert states() == [JobState.DONE]


def test_a_fact_reaches_its_listeners_after_the_commit() -> None:
    heard: list[int] = []
    facts.on("thing_made")(lambda thing_id: heard.append(thing_id))

    with transaction():
        facts.tell("thing_made", thing_id=4, key="4")
        facts.tell("thing_made", thing_id=4, key="4")
        assert heard == []
    jobs.run_all()

    assert heard == [4]
