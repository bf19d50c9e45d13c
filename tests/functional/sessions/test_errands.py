"""An officer plans a session, opens it, changes it, calls it off."""

from datetime import date
from typing import Any

import pytest
from webtest import TestResponse

from cic_events.cycle.plans.models import PlanItem, TrainingPlan
from cic_events.cycle.plans.states import ItemState, PlanScope, PlanState
from cic_events.events.models import Event
from cic_events.events.states import Audience, EventState
from cic_events.kernel.db import one, reading, transaction
from cic_events.kernel.texts import Texts
from cic_events.people.models import Organisation
from tests import make_events as make
from tests.browser import Browser

pytestmark = pytest.mark.usefixtures("now")


def item(host: Organisation) -> PlanItem:
    with transaction() as db:
        plan = TrainingPlan(
            owner_id=host.id,
            scope=PlanScope.SAS,
            starts_on=date(2026, 1, 1),
            ends_on=date(2026, 12, 31),
            state=PlanState.APPROVED,
            created_on=date(2026, 1, 1),
        )
        db.add(plan)
        db.flush()
        made = PlanItem(
            owner_id=host.id,
            plan_id=plan.id,
            title=Texts(fr="Gestion des ressources humaines"),
            activity_code="R3.2",
            seats=14,
            audience=Audience.OFFICER,
            state=ItemState.RETAINED,
        )
        db.add(made)
        db.flush()
        return made


def filled(page: TestResponse, **typed: str) -> Any:
    form = page.forms["form"]
    said = {
        "objectives-fr": "Mener un entretien.",
        "prerequisites-fr": "Aucun",
        "assessment-fr": "Un test",
        "cost-fr": "Gratuit",
        "place-fr": "Salle du Conseil",
        "trainer_name": "Jean-Luc Mertens",
        "zone": "Africa/Casablanca",
        "parts-0-day": "2026-11-10",
        "parts-0-start": "09:00",
        "parts-0-end": "16:00",
        "minimum": "2",
        **typed,
    }
    for name, value in said.items():
        form[name] = value
    return form


def press(page: TestResponse, verb: str, *, status: int = 303) -> TestResponse:
    return next(form for form in page.forms.values() if form.action.endswith(f"/{verb}")).submit(status=status)


def state_of(id: int) -> EventState:
    with reading():
        return one(Event, id).state


def test_from_an_item_of_the_plan_to_an_open_session(browser: Browser) -> None:
    host = make.commune()
    source = item(host)
    officer = browser.signed_in_as(make.account(host))

    page = officer.get(f"/sessions/new?item={source.id}")
    assert page.forms["form"]["title-fr"].value == "Gestion des ressources humaines"
    assert page.forms["form"]["capacity"].value == "14"
    page = filled(page).submit(status=303).follow()
    page = press(page, "schedule").follow()
    page = press(page, "open").follow()

    assert page.html.find("h1").text.strip() == "Gestion des ressources humaines"
    id = int(page.request.path.rsplit("/", 1)[1])
    assert state_of(id) is EventState.OPEN
    with reading():
        planned = one(Event, id)
        assert (planned.activity_code, planned.plan_item_id, planned.capacity) == ("R3.2", source.id, 14)
    assert browser.get("/sessions/").html.select_one(".session-row__title").text.strip() == (
        "Gestion des ressources humaines"
    )


def test_outside_the_plan_the_form_asks_for_a_reason(browser: Browser) -> None:
    host = make.commune()
    officer = browser.signed_in_as(make.account(host))
    form = filled(officer.get("/sessions/new"), **{"title-fr": "Droit social", "capacity": "10"})

    page = form.submit(status=422)

    assert page.html.find(id="off_plan_reason-error") is not None
    assert page.forms["form"]["title-fr"].value == "Droit social"


@pytest.mark.parametrize(
    "typed",
    [
        {"parts-0-end": "08:00"},
        {"parts-1-day": "2026-11-10", "parts-1-start": "15:00", "parts-1-end": "17:00"},
        {"parts-0-start": ""},
        {"minimum": "20"},
        {"capacity": "0"},
        {"zone": "Europe/Brussels", "parts-0-day": "2027-03-28", "parts-0-start": "02:30"},
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_lost(browser: Browser, typed: dict[str, str]) -> None:
    host = make.commune()
    officer = browser.signed_in_as(make.account(host))
    said = {"title-fr": "Droit social", "capacity": "10", "off_plan_reason": "Demandé", **typed}

    page = filled(officer.get("/sessions/new"), **said).submit(status=422)

    assert page.forms["form"]["title-fr"].value == "Droit social"
    assert page.html.select(".error-summary, [role=alert]")


def test_a_session_that_lacks_something_says_what(browser: Browser) -> None:
    host = make.commune()
    planned = make.session(host, opened=False, trainer_name="")
    officer = browser.signed_in_as(make.account(host))

    press(officer.get(f"/sessions/{planned.id}"), "schedule", status=422)

    assert state_of(planned.id) is EventState.DRAFT


def test_the_second_of_two_editors_keeps_the_text_and_reads_the_difference(browser: Browser) -> None:
    host = make.commune()
    planned = make.session(host)
    officer = browser.signed_in_as(make.account(host))
    mine = officer.get(f"/sessions/{planned.id}/edit").forms["form"]
    theirs = officer.get(f"/sessions/{planned.id}/edit").forms["form"]
    theirs["place-fr"] = "Maison communale"
    theirs.submit(status=303)

    mine["cost-fr"] = "200 DH"
    page = mine.submit(status=409)

    assert page.forms["form"]["cost-fr"].value == "200 DH"
    assert "Maison communale" in page.html.find("main").get_text()
    assert "Naïma Oubella" in page.html.find("main").get_text()
    page.forms["form"].submit(status=303)
    with reading():
        assert one(Event, planned.id).place == {"fr": "Salle du Conseil"}


def test_calling_off_asks_for_the_reason_first(browser: Browser) -> None:
    host = make.commune()
    planned = make.session(host)
    make.registered(planned, "Amina Aït")
    officer = browser.signed_in_as(make.account(host))

    form = officer.get(f"/sessions/{planned.id}/cancel").forms["form"]
    form.submit(status=422)
    form["reason"] = "La salle est inondée"
    page = form.submit(status=303).follow()

    assert state_of(planned.id) is EventState.CANCELLED
    assert "La salle est inondée" in page.html.find("main").get_text()


def test_an_officer_of_elsewhere_finds_no_errand(browser: Browser) -> None:
    planned = make.session(make.commune())
    officer = browser.signed_in_as(make.account(make.commune("ait-baha", name="Aït Baha")))

    page = officer.get(f"/sessions/{planned.id}")

    assert [f.action for f in page.forms.values() if f"/sessions/{planned.id}" in (f.action or "")] == []
    officer.get(f"/sessions/{planned.id}/cancel", status=403)


def test_a_visitor_plans_nothing(browser: Browser) -> None:
    make.commune()

    assert browser.get("/sessions/new").status_int in (302, 303)
