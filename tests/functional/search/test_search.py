"""The search of the top bar: codes first, then what the reader may see."""

import pytest
from webtest import TestResponse

from cic_events.cycle.plans.states import PlanScope
from cic_events.kernel.db import transaction
from cic_events.kernel.texts import Texts
from cic_events.people.kinds import Side
from cic_events.people.models import Language, Role
from tests import make_cycle, make_events, make_people
from tests.browser import Browser
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("now")


def found(page: TestResponse) -> list[str]:
    """What the lines of the page lead to, by their words."""
    return [a.text.strip() for a in page.html.select("#results .task a")]


def groups(page: TestResponse) -> list[str]:
    return [title.text.strip() for title in page.html.select("#results .card h2")]


def officer(browser: Browser, at: object, **more: object) -> Browser:
    return browser.signed_in_as(make_people.person(at=at, language=Language.EN, **more))  # type: ignore[arg-type]


def test_the_field_of_the_top_bar_leads_here_and_keeps_what_was_typed(browser: Browser) -> None:
    browser.set_cookie("cic_language", "en")
    make_events.session(title=Texts(en="Social projects"))

    form = browser.get("/sessions/").forms[0]
    form["q"] = "projects"
    page = form.submit()

    assert page.request.path == "/search"
    assert found(page) == ["Social projects"]
    assert [field["value"] for field in page.html.select("input[name=q]")] == ["projects", "projects"]


@pytest.mark.parametrize(("typed", "code"), [("r3.2", "R3.2"), ("R 3.2", "R3.2"), ("R2.5 bis", "R2.5bis")])
def test_a_typed_code_offers_its_page_at_the_top(browser: Browser, typed: str, code: str) -> None:
    make_cycle.framework()
    make_events.commune()

    page = browser.get("/search", {"q": typed, "lang": "en"})
    button = page.html.select_one("#results .card .button")

    assert page.html.select("#results .card")[0] == button.find_parent(class_="card")
    assert button["href"] == f"/programme/{code}"


def test_a_code_that_the_plan_does_not_have_is_said(browser: Browser) -> None:
    make_cycle.framework()

    page = browser.get("/search?q=R3.1&lang=en")

    assert "R3.1 is not in the plan." in page


def test_a_code_finds_what_bears_it(browser: Browser) -> None:
    make_cycle.framework()
    home = make_people.commune()
    make_cycle.need(home, "Files are lost", qualified=True)  # R3.5
    make_cycle.plan(home, items=[make_cycle.item_draft("Keeping files", activity_code="R3.5")])
    make_events.session(home, title=Texts(en="Filing"), activity_code="R3.5")
    make_events.session(home, title=Texts(en="Another"), activity_code="R3.2")

    page = officer(browser, home).get("/search?q=R3.5")

    assert found(page) == ["Filing", "Files are lost", "Keeping files"]
    assert found(officer(browser, home).get("/search?q=r3.5 lost")) == ["Files are lost"]


def test_an_officer_finds_every_kind_by_its_words(browser: Browser) -> None:
    make_cycle.framework()
    home = make_people.commune("Belfaa")
    make_people.association("Association Argane", under=home)
    make_people.person(name="Argane Oubella", at=home)
    make_cycle.need(home, "No market for argane oil")
    make_cycle.plan(home, items=[make_cycle.item_draft("Argane cooperatives")])
    make_events.session(home, title=Texts(en="The argane chain"))

    page = officer(browser, home).get("/search?q=ARGANE")

    assert groups(page) == ["People", "Sessions", "Needs", "Items of plans", "Organisations"]
    assert found(page) == [
        "Argane Oubella",
        "The argane chain",
        "No market for argane oil",
        "Argane cooperatives",
        "Association Argane",
    ]


def test_needs_and_items_of_another_commune_are_not_found(browser: Browser) -> None:
    make_cycle.framework()
    home, other = make_people.commune("Belfaa"), make_people.commune("Ouisselsate")
    make_cycle.need(other, "Argane is sold too cheaply")
    make_cycle.plan(other, items=[make_cycle.item_draft("Argane cooperatives")])
    make_events.session(other, title=Texts(en="Argane, a draft"), opened=False)

    page = officer(browser, home).get("/search?q=argane")

    assert found(page) == []
    assert "Nothing is found" in page


def test_a_stranger_finds_public_sessions_and_communes_only(browser: Browser) -> None:
    browser.set_cookie("cic_language", "en")
    home = make_people.commune("Belfaa")
    make_people.association("Belfaa solidaire", under=home)
    make_people.person(name="Naïma Belfaa", at=home)
    make_cycle.need(home, "Belfaa has no archive")
    make_events.session(home, title=Texts(en="Belfaa open"))
    make_events.session(home, title=Texts(en="Belfaa in preparation"), opened=False)

    assert found(browser.get("/search?q=belfaa")) == ["Belfaa open", "Belfaa"]


def test_a_participant_finds_no_person(browser: Browser) -> None:
    home = make_people.commune()
    make_people.person(name="Hassan Amrani", at=home)

    assert found(officer(browser, home, role=Role.PARTICIPANT).get("/search?q=amrani")) == []


def test_across_the_border_only_name_commune_and_function_are_seen(browser: Browser) -> None:
    there = make_people.commune("Belfaa")
    make_people.person(name="Hassan Amrani", at=there, email="amrani@belfaa.test", phone="+212612345678")
    jette = officer(browser, make_people.commune("Jette", side=Side.NORTH), role=Role.COORDINATOR)

    by_name = jette.get("/search?q=amrani")

    assert found(by_name) == ["Hassan Amrani"]
    assert "Belfaa" in by_name.html.select_one("#results .task").text
    assert "+2126" not in by_name.text
    assert "@belfaa.test" not in by_name.text
    assert found(jette.get("/search?q=612345678")) == []
    assert found(officer(browser, there).get("/search?q=0612345678")) == ["Hassan Amrani"]


@pytest.mark.parametrize("typed", ["أمينة", "امينه", "أَمِينَة", "amina", "AÏT", "ait amina"])
def test_a_person_is_found_whatever_the_spelling(browser: Browser, typed: str) -> None:
    home = make_people.commune()
    who = make_people.person(name="Amina Aït", at=home)
    with transaction() as db:
        row = db.merge(who)
        row.name_ar, row.search_key = "أمينة أيت", "amina ait | امينه ايت"

    assert "Amina Aït" in found(officer(browser, home).get("/search", {"q": typed}))


@pytest.mark.parametrize("typed", ["الكفاءات", "الكفاءاتُ", "تدبير"])
def test_arabic_titles_are_found(browser: Browser, typed: str) -> None:
    make_events.session()

    assert len(found(browser.get("/search", {"q": typed}))) == 1


def test_a_person_with_two_roles_stands_once(browser: Browser) -> None:
    home = make_people.commune()
    who = make_people.person(name="Hassan Amrani", at=home)
    with transaction():
        make_people.service.give_mandate(who, home, Role.HR_REFERENT, starts_on=make_people.SINCE)

    assert found(officer(browser, home).get("/search?q=amrani")) == ["Hassan Amrani"]


def test_eight_of_a_kind_are_shown_and_the_list_holds_the_rest(browser: Browser) -> None:
    home = make_people.commune()
    for number in range(10):
        make_cycle.need(home, f"Water is cut, case {number}")
    reader = officer(browser, home)

    page = reader.get("/search?q=water")

    assert len(found(page)) == 8
    assert "10 needs" in page.click("All results")


def test_organisations_without_a_list_of_their_own_are_shown_here(browser: Browser) -> None:
    home = make_people.commune()
    for number in range(9):
        make_people.association(f"Coopérative {number}", under=home)

    page = officer(browser, home).get("/search?q=cooperative").click("All results")

    assert len(found(page)) == 9


def test_sessions_to_come_stand_before_those_that_are_past(browser: Browser) -> None:
    home = make_people.commune()
    today = make_events.clock.today()
    for days in (-40, -10, 20, 60):
        make_events.session(home, title=Texts(fr=f"Eau {days}"), day=today + make_events.timedelta(days=days))

    assert found(officer(browser, home).get("/search?q=eau")) == ["Eau 20", "Eau 60", "Eau -10", "Eau -40"]


def test_the_count_of_statements_does_not_grow(browser: Browser) -> None:
    make_cycle.framework()
    home = make_people.commune()
    reader, counts = officer(browser, home), []
    for number in range(3):
        make_people.association(f"Zagora {number}", under=home)
        make_people.person(name=f"Zagora {number}", at=home)
        make_cycle.need(home, f"Zagora {number}")
        make_cycle.plan(home, items=[make_cycle.item_draft(f"Zagora {number}")], scope=list(PlanScope)[number])
        make_events.session(home, title=Texts(fr=f"Zagora {number}"))
        with statements() as said:
            assert len(found(reader.get("/search?q=zagora"))) == 5 * (number + 1)
        counts.append(len(said))

    assert counts[0] == counts[1] == counts[2]
    assert counts[0] <= 3 + 6  # who asks and when, then one for each kind


@pytest.mark.parametrize("typed", ["", " ", "e", "%", "_", "ق"])
def test_too_little_to_search_says_what_to_do(browser: Browser, typed: str) -> None:
    make_events.session(title=Texts(en="Everything"))

    page = browser.get("/search", {"q": typed, "lang": "en"})

    assert found(page) == []
    assert page.html.select("#results .empty")


def test_a_part_is_enough_for_a_script(browser: Browser) -> None:
    make_events.session(title=Texts(en="Social projects"))

    part = browser.get("/search?q=social", headers={"HX-Request-Type": "partial"})

    assert "<html" not in part.text
    assert "Social projects" in part


def test_nonsense_in_the_address_is_no_error(browser: Browser) -> None:
    make_events.commune()

    assert browser.get("/search?kind=%00&q=%00%ff&page=x").status_int == 200
