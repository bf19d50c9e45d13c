"""Pools, offers and overrides as people see them."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from cic_events.events import invariants, links, pool_queries, service
from cic_events.events.dividing import QuotaDraft
from cic_events.events.quota_models import SeatQuota
from cic_events.events.states import Audience, Condition, RegistrationState, Strictness
from cic_events.kernel import clock, jobs
from cic_events.kernel.db import reading
from cic_events.people.permissions import SYSTEM
from tests import make_events as make
from tests import make_pools as pool
from tests.browser import Browser
from tests.functional.registrations.test_registering import filled, link_of
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("now")
CONFIRMED, WAITLISTED, OFFERED = RegistrationState.CONFIRMED, RegistrationState.WAITLISTED, RegistrationState.OFFERED


@pytest.fixture(autouse=True)
def everything_holds(db: None) -> object:
    yield
    with reading():
        assert invariants.differences() == []


def pressed(page, end: str):
    return next(form for form in page.forms.values() if form.action.endswith(end)).submit(status=303).follow()


def test_an_offer_is_taken_by_the_link(browser: Browser, now: datetime) -> None:
    planned = make.session(capacity=1, day=now.date() + timedelta(days=3))
    first = make.registered(planned, "Amina Aït")
    make.registered(planned, "Brahim Oul")
    link = link_of("Brahim Oul", planned.id)
    browser = browser.in_language("en")
    waiting = browser.get(link)
    service.withdraw(first.id, by=SYSTEM)

    taken = pressed(browser.get(link), "/take")

    assert "1 of 1" in waiting.html.find("main").text
    assert make.states(planned.id)[1] == ("Brahim Oul", CONFIRMED)
    assert "You said yes. We expect you." in taken.html.find("main").text


def test_after_an_offer_that_ended_one_stands_again_at_the_end(browser: Browser, now: datetime) -> None:
    planned = make.session(capacity=1, day=now.date() + timedelta(days=3))
    first = make.registered(planned, "Amina Aït")
    make.registered(planned, "Brahim Oul")
    make.registered(planned, "Chaima Id")
    link = link_of("Brahim Oul", planned.id)
    service.withdraw(first.id, by=SYSTEM)

    with clock.travel(now + timedelta(days=1)):
        jobs.run_all()
        again = pressed(browser.get(link), "/again")

    assert again.request.path != link
    assert make.states(planned.id)[1:] == [
        ("Brahim Oul", RegistrationState.EXPIRED),
        ("Chaima Id", OFFERED),
        ("Brahim Oul", WAITLISTED),
    ]


def test_an_officer_divides_the_places_in_the_form_and_sees_them(browser: Browser) -> None:
    host, neighbour = make.commune(), make.commune("ait-baha", name="Aït Baha")
    planned = make.session(host, capacity=10)
    browser = browser.signed_in_as(make.account(host)).in_language("en")

    form = browser.get(f"/sessions/{planned.id}/edit").forms["form"]
    form["quotas-0-whose"], form["quotas-0-audience"], form["quotas-0-seats"] = (
        f"commune:{neighbour.id}",
        "officer",
        "2",
    )
    form.submit(status=303)
    roster = browser.get(f"/sessions/{planned.id}/registrations")
    again = browser.get(f"/sessions/{planned.id}/edit").forms["form"]

    assert pool.full(planned) == {"everybody": (8, 0, 0), "Aït Baha officer": (2, 0, 0)}
    assert "Aït Baha, Officers" in roster.html.find("main").text
    assert (again["quotas-0-seats"].value, again["quotas-0-audience"].value) == ("2", "officer")

    again["quotas-0-seats"] = "11"
    refused = again.submit(status=422)
    assert "raise the capacity or lower a pool" in refused.html.find("main").text


def test_an_organisation_names_its_people_by_the_link(browser: Browser) -> None:
    neighbour = make.commune("ait-baha", name="Aït Baha")
    planned = make.session(make.commune(), capacity=3, quotas=[QuotaDraft(1, commune_id=neighbour.id)])
    with reading() as db:
        seed = db.scalar(select(SeatQuota.link_seed).where(SeatQuota.commune_id == neighbour.id)) or ""
    link = f"/places/{links.quota_token(seed)}"

    form = browser.get(link).forms["form"]
    form["name"], form["email"] = "Zahra Oumlil", "zahra@example.org"
    named = form.submit(status=303).follow()

    assert [li.text for li in named.html.find("main").find_all("li")] == ["Zahra Oumlil"]
    assert make.states(planned.id) == [("Zahra Oumlil", CONFIRMED)]
    assert "form" not in named.forms
    browser.get("/places/" + "0" * links.LENGTH, status=404)


def test_a_place_is_made_with_a_reason(browser: Browser) -> None:
    host = make.commune()
    planned = make.session(host, capacity=1)
    make.registered(planned, "Amina Aït")
    guest = make.registered(planned, "Brahim Oul")
    browser = browser.signed_in_as(make.account(host)).in_language("en")

    form = browser.get(f"/registrations/{guest.id}/admit").forms["form"]
    form["reason"] = "Elle remplace la directrice"
    form.submit(status=303)

    assert make.states(planned.id)[1] == ("Brahim Oul", CONFIRMED)


def test_a_warning_is_asked_once(browser: Browser) -> None:
    planned = make.session(eligibility={Condition.AUDIENCE: Strictness.WARN})
    form = filled(browser.get(f"/sessions/{planned.id}/register"), planned.owner_id, audience="association")

    form = form.submit(status=422).forms["form"]
    form["sure"] = True
    form.submit(status=303)

    assert make.states(planned.id) == [("Amina Aït", CONFIRMED)]


@pytest.mark.parametrize("people", [3, 30])
def test_the_roster_by_pool_costs_the_same_however_many(browser: Browser, people: int) -> None:
    host = make.commune()
    planned = make.session(host, capacity=10, quotas=[QuotaDraft(2, audience=Audience.OFFICER)])
    browser = browser.signed_in_as(make.account(host)).in_language("en")
    for n in range(people):
        make.registered(planned, f"Personne{n} Oul")

    with statements() as said:
        browser.get(f"/sessions/{planned.id}/registrations")

    assert len(said) <= 8, said


def test_the_page_of_the_session_says_the_places_of_each_pool(browser: Browser) -> None:
    neighbour = make.commune("ait-baha", name="Aït Baha")
    planned = make.session(capacity=5, quotas=[QuotaDraft(2, commune_id=neighbour.id)])

    page = browser.in_language("en").get(f"/sessions/{planned.id}")

    with reading():
        assert [(p.general, p.free) for p in pool_queries.pools(planned.id)] == [(False, 2), (True, 3)]
    assert "2 places free" in page.html.find("main").text
