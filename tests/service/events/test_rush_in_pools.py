"""Two hundred people, ten places in three pools, from several processes, while others leave and the capacity moves."""

import subprocess
import sys

import pytest
from flask import Flask
from sqlalchemy import select

from cic_events.events import invariants
from cic_events.events.dividing import QuotaDraft
from cic_events.events.models import Event, Registration
from cic_events.events.states import Audience, RegistrationState
from cic_events.kernel.db import one, reading, session
from tests import make_events as make
from tests import make_pools as pool

pytestmark = pytest.mark.slow

PEOPLE, PROCESSES = 200, 4

COME = """
import sys
from sqlalchemy import select
from cic_events import create_app
from cic_events.events import service
from cic_events.events.dividing import QuotasAboveCapacity
from cic_events.events.models import Event, Registration
from cic_events.events.rules import CapacityBelowTaken
from cic_events.events.service import Visitor
from cic_events.events.states import HOLDS_A_PLACE, Audience, IllegalMove
from cic_events.kernel.db import one, reading, transaction
from cic_events.kernel.reach import PUBLIC_REACH, SYSTEM_REACH, acting_as
from cic_events.people.models import Language
from cic_events.people.permissions import PUBLIC, SYSTEM
url, folder, communes = sys.argv[1:4]
event, first, last = [int(a) for a in sys.argv[4:]]
communes = [int(c) for c in communes.split(",")]
app = create_app(
    env="test", database_url=url, instance=folder, embedded_worker=False, secret_key="t" * 40, catcher_port=1
)
def leave(n):
    with acting_as(SYSTEM_REACH):
        with reading() as db:
            held = db.scalars(
                select(Registration.id)
                .where(Registration.event_id == event, Registration.state.in_(HOLDS_A_PLACE))
                .order_by(Registration.id)
            ).all()
        if held:
            try:
                service.withdraw(held[n % len(held)], by=SYSTEM)
            except IllegalMove:
                pass  # another process was faster
def resize(capacity):
    with acting_as(SYSTEM_REACH):
        try:
            with transaction():
                service.set_capacity(one(Event, event, lock=True), capacity=capacity, minimum=0)
        except (CapacityBelowTaken, QuotasAboveCapacity):
            pass  # so many are in
print("ready", flush=True)
sys.stdin.readline()
with app.app_context():
    for n in range(first, last):
        said = [None, Audience.OFFICER][n % 2]
        who = Visitor(f"Person {n}", communes[n % 3], f"p{n}@example.org", None, "", Language.FR, said)
        with acting_as(PUBLIC_REACH):
            service.register_oneself(event, visitor=who, by=PUBLIC)
        if n % 10 == 3:
            leave(n)
        if n % 25 == 7:
            resize([9, 11, 12, 10][n // 25 % 4])
print("done", flush=True)
"""


@pytest.mark.parametrize("processes", [PROCESSES])
def test_two_hundred_people_want_ten_places_in_three_pools(app: Flask, db: None, processes: int) -> None:
    communes = [make.commune(slug, name=name) for slug, name in (("a", "Belfaa"), ("b", "Aït Baha"), ("c", "Biougra"))]
    quotas = [QuotaDraft(3, commune_id=communes[1].id), QuotaDraft(2, audience=Audience.OFFICER)]
    event = make.session(at=communes[0], capacity=10, quotas=quotas)
    url, folder = app.config["SQLALCHEMY_DATABASE_URI"], app.instance_path
    ids, each = ",".join(str(commune.id) for commune in communes), PEOPLE // processes
    running = [
        subprocess.Popen(
            [sys.executable, "-c", COME, url, folder, ids, str(event.id), str(k * each), str((k + 1) * each)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for k in range(processes)
    ]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n", process.communicate()
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    ended = [process.communicate() for process in running]

    assert [(out, err) for out, err in ended if out != "done\n" or "Traceback" in err] == []
    with reading():
        numbers = session().scalars(select(Registration.queue_number).order_by(Registration.queue_number)).all()
        left = session().scalars(
            select(Registration.id).where(Registration.state == RegistrationState.CANCELLED_BY_PERSON)
        ).all()  # fmt: skip
        counted = one(Event, event.id)
        assert invariants.differences() == []
    full = pool.full(event)
    assert numbers == list(range(1, PEOPLE + 1))
    assert {(seats, taken) for seats, taken, _ in full.values()} == {(n, n) for n, _, _ in full.values()}
    assert (full["Aït Baha"][0], full["officer"][0]) == (3, 2)
    assert (counted.taken, counted.waiting) == (counted.capacity, PEOPLE - counted.capacity - len(left))
