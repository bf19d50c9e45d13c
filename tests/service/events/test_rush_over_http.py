"""Two hundred people press the button in the same moment, before the product's own web processes."""

from collections import Counter
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from cic_events.events import invariants
from cic_events.events.models import Event, Registration
from cic_events.events.states import RegistrationState
from cic_events.kernel.db import one, reading, session
from tests import make_events as make
from tests.crowd import Visitor, rush
from tests.web_server import serving

pytestmark = pytest.mark.slow

PLACES, PEOPLE = 30, 200


@pytest.mark.parametrize("processes", [2, 8])
def test_two_hundred_people_press_the_button_at_once(app: Flask, db: None, processes: int) -> None:
    belfaa = make.commune()
    event = make.session(at=belfaa, capacity=PLACES)
    url, folder = app.config["SQLALCHEMY_DATABASE_URI"], Path(app.instance_path)

    with serving(url, folder, processes=processes) as (host, _):
        answers = rush([Visitor(host, event.id, belfaa.id, n) for n in range(PEOPLE)]).answers

    assert Counter((answer.status, answer.location) for answer in answers) == {
        (303, f"/sessions/{event.id}/registered"): PLACES,
        (303, f"/sessions/{event.id}/waiting"): PEOPLE - PLACES,
    }
    with reading():
        rows = (
            session()
            .execute(select(Registration.queue_number, Registration.state).order_by(Registration.queue_number))
            .all()
        )
        counted = one(Event, event.id)
        assert invariants.differences() == []
    assert [number for number, _ in rows] == list(range(1, PEOPLE + 1))
    assert Counter(state for _, state in rows[:PLACES]) == {RegistrationState.CONFIRMED: PLACES}
    assert Counter(state for _, state in rows[PLACES:]) == {RegistrationState.WAITLISTED: PEOPLE - PLACES}
    assert (counted.taken, counted.waiting) == (PLACES, PEOPLE - PLACES)
