"""What a newcomer sees: sessions to go to, plans on their way, and for each role something to do."""

from datetime import date

import pytest
from sqlalchemy import select

from cic_events.cycle.needs.models import TrainingNeed
from cic_events.cycle.needs.states import NeedOrigin, NeedState
from cic_events.cycle.plans.models import TrainingPlan
from cic_events.cycle.sessions.models import TrainingSession
from cic_events.demo import agenda, days, loading, material
from cic_events.events.states import EventState
from cic_events.kernel.db import reading
from cic_events.people.models import Organisation
from tests.browser import Browser
from tests.service.demo.conftest import signed_in

pytestmark = pytest.mark.slow

TODAY = date(2026, 9, 28)


def test_every_page_says_that_all_is_invented(visitor: Browser) -> None:
    for address in ("/", "/sessions/", "/programme/", "/sign-in"):
        assert "Demonstration: people and events are invented." in visitor.get(address).text, address


def test_the_list_shows_open_sessions_full_ones_and_those_with_places(visitor: Browser) -> None:
    shown = visitor.get("/sessions/?lang=fr").text

    assert "Animer une rencontre avec les citoyens et les associations" in shown
    assert "Égalité femmes-hommes dans le budget communal" in shown
    with reading() as db:
        to_come = db.scalars(select(TrainingSession).where(TrainingSession.first_day > TODAY)).all()
    opened = [s for s in to_come if s.state is EventState.OPEN]
    assert [(s.taken, s.capacity, s.waiting) for s in opened if s.waiting] == [(30, 30, 6)]
    assert [s.title["fr"] for s in opened if 0 < s.capacity - s.taken <= 3] == [
        "Égalité femmes-hommes dans le budget communal"
    ]
    assert any(s.taken < s.minimum for s in opened)
    assert {s.state for s in to_come} == {EventState.OPEN, EventState.DRAFT, EventState.SCHEDULED}


def test_a_visitor_can_register(visitor: Browser) -> None:
    with reading() as db:
        free = db.scalars(
            select(TrainingSession.id)
            .where(TrainingSession.state == EventState.OPEN)
            .order_by(TrainingSession.first_day)
        ).first()

    assert "Register" in visitor.get(f"/sessions/{free}").text


def test_the_officer_of_belfaa_has_things_to_do(visitor: Browser) -> None:
    home = signed_in(visitor, "Naïma Oubella").get("/").text

    assert "Hello, Naïma Oubella" in home
    assert "Qualify the need" in home
    assert "Les listes de bénéficiaires" in home


def test_a_gap_left_over_waits_as_a_need_of_the_next_cycle(visitor: Browser) -> None:
    with reading() as db:
        left = select(TrainingNeed).where(TrainingNeed.origin == NeedOrigin.GAP)
        waiting = db.scalars(left.where(TrainingNeed.state == NeedState.CAPTURED)).all()
        qualified = db.scalars(left.where(TrainingNeed.state == NeedState.QUALIFIED)).all()

    texts = [signed_in(visitor, "Naïma Oubella").get(f"/needs/{need.id}").text for need in waiting]
    assert any("Orienter la famille vers les services" in text for text in texts)
    assert qualified


def test_the_elected_person_decides_about_next_years_plan(visitor: Browser) -> None:
    assert "Approve or return the 2027 plan of" in signed_in(visitor, "Khadija Aït Lhaj").get("/?lang=en").text


def test_the_director_endorses_one(visitor: Browser) -> None:
    home = signed_in(visitor, "Mustapha Aziki").get("/").text

    assert "2027" in home
    assert "Endorse" in home or "Approve or return" in home


def test_the_manager_the_auditor_and_the_others_see_their_first_page(visitor: Browser) -> None:
    for name in (
        "Claire Vandeput",
        "Béatrice Lemaire",
        "Ann Verlinden",
        "Rachid Bouzid",
        "Fatima Id Said",
        "Hicham Bensouda",
    ):
        assert f"Hello, {name}" in signed_in(visitor, name).get("/").text


def test_the_plan_of_belfaa_is_drawn_with_what_is_late(visitor: Browser) -> None:
    with reading() as db:
        plan = db.scalars(
            select(TrainingPlan.id)
            .join(Organisation, Organisation.id == TrainingPlan.owner_id)
            .where(
                Organisation.slug == "belfaa", TrainingPlan.scope == "sas", TrainingPlan.starts_on == date(2026, 1, 1)
            )
        ).one()

    shown = signed_in(visitor, "Naïma Oubella").get(f"/plans/{plan}").text

    assert "gantt" in shown
    assert "Late" in shown
    assert "Phone and spreadsheet in the social office" in shown


def test_the_board_offers_both_programmes(visitor: Browser) -> None:
    board = visitor.get("/programme/")

    assert "Morocco 2025-2029" in board.text
    assert "Morocco 2017-2021" in board.click("2017–2021").text


def test_the_sessions_of_today_keep_their_days_and_avoid_days_off_and_feasts(house: None) -> None:
    written = {session.id: session for session in agenda.sessions()}
    for session in loading.current_sessions(TODAY):
        country = "BE" if session.host == "jette" else "MA"
        assert all(days.is_free(part.day, country) for part in session.parts), session.id
        if session.id in written:
            assert [p.day.weekday() for p in session.parts] == [p.day.weekday() for p in written[session.id].parts]
            assert (session.first_day > TODAY) == (written[session.id].first_day > material.as_of())
