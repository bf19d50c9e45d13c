"""Everybody at once, from several processes: never over capacity, every seat used, the rest in order, no error."""

import subprocess
import sys

import pytest
from flask import Flask
from sqlalchemy import select

from cic_events.events import invariants
from cic_events.events.models import Event, Registration
from cic_events.events.states import RegistrationState
from cic_events.kernel.db import one, reading, session
from tests import make_events as make

pytestmark = pytest.mark.slow

PLACES, PEOPLE = 30, 200

REGISTER = """
import sys, threading
from cic_events import create_app
from cic_events.events import service
from cic_events.events.service import Visitor
from cic_events.kernel.reach import PUBLIC_REACH, acting_as
from cic_events.people.models import Language
from cic_events.people.permissions import PUBLIC
url, folder, event, commune, first, last = sys.argv[1:3] + [int(a) for a in sys.argv[3:]]
app = create_app(
    env="test", database_url=url, instance=folder, embedded_worker=False, secret_key="t" * 40, catcher_port=1
)
print("ready", flush=True)
sys.stdin.readline()
def come(numbers):
    with app.app_context(), acting_as(PUBLIC_REACH):
        for n in numbers:
            who = Visitor(f"Person {n}", commune, f"p{n}@example.org", None, "", Language.FR)
            service.register_oneself(event, visitor=who, by=PUBLIC)
threads = [threading.Thread(target=come, args=(range(first + k, last, 4),)) for k in range(4)]
[t.start() for t in threads]
[t.join() for t in threads]
print("done", flush=True)
"""


@pytest.mark.parametrize("processes", [2, 8])
def test_two_hundred_people_want_thirty_places(app: Flask, db: None, processes: int) -> None:
    belfaa = make.commune()
    event = make.session(at=belfaa, capacity=PLACES)
    url, folder = app.config["SQLALCHEMY_DATABASE_URI"], app.instance_path
    each = PEOPLE // processes
    running = [
        subprocess.Popen(
            [
                sys.executable,
                "-c",
                REGISTER,
                url,
                folder,
                str(event.id),
                str(belfaa.id),
                str(k * each),
                str((k + 1) * each),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for k in range(processes)
    ]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    ended = [process.communicate() for process in running]

    assert [(out, err) for out, err in ended if out != "done\n" or "Traceback" in err] == []
    with reading():
        rows = (
            session()
            .execute(select(Registration.queue_number, Registration.state).order_by(Registration.queue_number))
            .all()
        )
        counted = one(Event, event.id)
    assert [number for number, _ in rows] == list(range(1, PEOPLE + 1))
    assert [state for _, state in rows] == [RegistrationState.CONFIRMED] * PLACES + [RegistrationState.WAITLISTED] * (
        PEOPLE - PLACES
    )
    assert (counted.taken, counted.waiting) == (PLACES, PEOPLE - PLACES)
    with reading():
        assert invariants.differences() == []
