"""What waits for officers, second persons and trainers."""

from datetime import datetime, timedelta

import pytest

from cic_events.cycle.sessions import presence_desk, sheets, trainers
from cic_events.events import corrections
from cic_events.events.attendance import Mark
from cic_events.events.states import Presence
from cic_events.kernel import clock
from cic_events.kernel.db import reading
from cic_events.kernel.reach import acting_as
from cic_events.kernel.texts import Texts
from cic_events.people.models import Language, Role
from cic_events.people.permissions import PUBLIC, SYSTEM, Actor, actor_for
from tests import make_events as make
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("db", "now")


def waiting(actor: Actor) -> list[str]:
    with acting_as(actor.reach), reading():
        return [str(task.title) % task.params for task in presence_desk.tasks(actor, clock.today())]


def as_person(person_id: int) -> Actor:
    return actor_for(person_id, "Jean-Luc Mertens", Language.FR, {}, frozenset())


def test_an_officer_is_told_to_ask_to_call_and_to_confirm_a_trainer(now: datetime) -> None:
    host = make.commune()
    officer = make.officer(host)
    planned = make.session(host, title=Texts(fr="RH"))
    make.session(make.commune("ait-baha", name="Aït Baha"))
    assert waiting(officer) == ["Ask a trainer for “RH”"]

    asked = make.asked(planned)
    assert waiting(officer) == []
    with clock.travel(now + timedelta(days=5)):
        assert waiting(officer) == ["The trainer has not answered yet: “RH”"]
    trainers.accept(asked.id, by=SYSTEM)
    assert waiting(officer) == ["Confirm the trainer of “RH”"]
    trainers.decline(asked.id, reason="Ill", by=SYSTEM)
    assert waiting(officer) == ["Ask a trainer for “RH”"]


def test_sheets_reports_and_corrections_wait_for_officer_and_trainer() -> None:
    host = make.commune()
    officer, second = make.officer(host), make.officer(host, role=Role.HR_REFERENT)
    planned = make.confirmed(host, title=Texts(fr="RH"))
    [part], [assignment] = make.parts_of(planned), make.assignments(planned)
    trainer = as_person(assignment.person_id)
    assert (waiting(officer), waiting(trainer)) == ([], [])

    with clock.travel(part.ends_at):
        assert waiting(officer) == ["The attendance sheet of “RH” is not signed yet"]
        assert waiting(trainer) == ["Mark and sign the attendance of “RH”"]
        make.mark_all(planned, Amina=Presence.ABSENT)
        sheets.countersign(part.id, by=SYSTEM, by_name="Jean-Luc Mertens")
        assert waiting(officer) == ["The trainer's report of “RH” is not in yet"]
        assert waiting(trainer) == ["Write your report of “RH”"]
        trainers.report(assignment.id, given="Two interviews", difficulties="", advice="", by=SYSTEM)
        amina = make.registration_of(planned.id, "Amina Aït").id
        with acting_as(officer.reach):
            corrections.ask(part.id, mark=Mark(amina, Presence.PRESENT), reason="She was there", by=officer)
        assert (waiting(officer), waiting(trainer)) == ([], [])
        assert waiting(second) == ["A correction of the attendance of “RH” waits for a second person"]


def test_a_trainer_is_told_to_answer() -> None:
    asked = make.asked(make.session(title=Texts(fr="RH")))

    assert waiting(as_person(asked.person_id)) == ["You are asked to give “RH”: answer"]
    assert waiting(PUBLIC) == []


@pytest.mark.parametrize("sessions", [1, 4])
def test_one_and_four_sessions_take_the_same_statements(sessions: int) -> None:
    host = make.commune()
    officer = make.officer(host)
    for _ in range(sessions):
        make.asked(make.session(host))

    with acting_as(officer.reach), reading(), statements() as sent:
        presence_desk.tasks(officer, clock.today())

    assert len(sent) == 4
