"""Two phones mark one sheet at once, and the same marks twice: nothing is lost, nothing doubles, no error."""

import subprocess
import sys
from collections import Counter

from flask import Flask
from sqlalchemy import select

from cic_events.cycle.sessions.models import TrainingSession
from cic_events.events import presence
from cic_events.events.models import AttendanceEvent
from cic_events.events.states import EventState
from cic_events.kernel.db import one, reading, session
from tests import make_events as make

PEOPLE = 12

MARK = """
import sys
from datetime import datetime
from cic_events import create_app
from cic_events.cycle.sessions import sheets
from cic_events.events.attendance import Mark
from cic_events.events.states import Presence
from cic_events.kernel import clock
from cic_events.kernel.reach import SYSTEM_REACH, acting_as
from cic_events.people.permissions import SYSTEM
url, folder, part, at, ids = sys.argv[1:6]
app = create_app(
    env="test", database_url=url, instance=folder, embedded_worker=False, secret_key="t" * 40, catcher_port=1
)
print("ready", flush=True)
sys.stdin.readline()
with app.app_context(), acting_as(SYSTEM_REACH), clock.travel(datetime.fromisoformat(at)):
    for id in ids.split(","):
        sheets.mark(int(part), marks=[Mark(int(id), Presence.PRESENT, key="queue-1")], by=SYSTEM, by_name="Phone")
print("done", flush=True)
"""


def test_two_phones_send_the_same_marks_of_one_sheet_at_once(app: Flask, db: None, now: object) -> None:
    planned = make.confirmed(people=[f"Person {n}" for n in range(PEOPLE)], capacity=20)
    [part] = make.parts_of(planned)
    with reading():
        ids = [str(person.registration_id) for person in presence.book(planned.id).people]
    url, folder = app.config["SQLALCHEMY_DATABASE_URI"], app.instance_path
    running = [
        subprocess.Popen(
            [sys.executable, "-c", MARK, url, folder, str(part.id), part.starts_at.isoformat(), ",".join(order)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for order in (ids, ids[::-1])
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
        assert Counter(session().scalars(select(AttendanceEvent.registration_id))) == Counter(map(int, ids))
        assert len(presence.book(planned.id).marks) == PEOPLE
        assert one(TrainingSession, planned.id).state is EventState.RUNNING
