"""Errands of people who look at the plan, and of the manager who changes it."""

from datetime import date

import pytest
from webtest import TestResponse

from cic_events.kernel.db import transaction
from cic_events.people.models import Mandate, Partnership, PartnershipSouth, Role, Side
from cic_events.people.permissions import SYSTEM
from cic_events.programme import service
from tests import make
from tests.browser import Browser

pytestmark = pytest.mark.usefixtures("now")
DAY = "2018-10-08"


@pytest.fixture
def jette_and_belfaa(browser: Browser) -> None:
    """The plan, one partnership and its three mandates, of which the Belgian one ended in October 2018."""
    service.load_framework(by=SYSTEM)
    jette, belfaa = make.commune("Jette", side=Side.NORTH, slug="jette"), make.commune("Belfaa", slug="belfaa")
    with transaction() as db:
        link = PartnershipSouth(organisation_id=belfaa.id)
        db.add(Partnership(north_id=jette.id, starts_on=date(2015, 1, 1), ends_on=date(2025, 12, 31), souths=[link]))
    make.person(name="Khadija Aït Lhaj", role=Role.LEAD_ELECTED, at=belfaa)
    make.person(name="Naïma Oubella", role=Role.SAS_OFFICER, at=belfaa)
    elected = make.person(name="Luc Peeters", role=Role.LEAD_ELECTED, at=jette)
    with transaction() as db:
        mandate = db.query(Mandate).where(Mandate.person_id == elected.id).one()
        mandate.ends_on = date(2018, 10, 14)


def words_of(page: TestResponse, selector: str) -> list[str]:
    return [" ".join(tag.get_text(" ").split()) for tag in page.html.select(selector)]


def tile(page: TestResponse, code: str) -> str:
    [found] = [t for t in page.html.select(".wall li") if t.select_one(".tag").get_text().replace("\xa0", " ") == code]
    return " ".join(found.get_text(" ").split())


@pytest.mark.usefixtures("jette_and_belfaa")
def test_the_wall_shows_forty_four_activities_under_seven_results(browser: Browser) -> None:
    page = browser.get(f"/programme/?as_of={DAY}&lang=en")

    assert len(page.html.select(".wall li")) == 44
    headings = [words for words in words_of(page, "h2") if words.startswith("RA")]
    assert [heading.split()[0] for heading in headings] == ["RA1", "RA2", "RA3", "RA4", "RA5", "RA6", "RA7"]
    assert tile(page, "R2.3") == ("R2.3 Responsible elected official and SAS officer appointed 3 / 3 Achieved 3 proofs")


@pytest.mark.usefixtures("jette_and_belfaa")
def test_a_mandate_that_ended_reopens_the_activity_on_the_day_after(browser: Browser) -> None:
    page = browser.get("/programme/?as_of=2018-10-15&lang=en")

    assert tile(page, "R2.3").endswith("2 / 3 In progress 2 proofs")


@pytest.mark.usefixtures("jette_and_belfaa")
def test_what_has_no_record_says_so(browser: Browser) -> None:
    page = browser.get(f"/programme/?as_of={DAY}&lang=en")

    assert tile(page, "R7.5") == ("R7.5 Four thematic N/N platforms a year 0 / 4 missed: 2017 At risk No record yet")
    assert "0 / 1 Moroccan communes" not in tile(page, "R7.5")


@pytest.mark.usefixtures("jette_and_belfaa")
def test_an_assumed_target_is_marked(browser: Browser) -> None:
    page = browser.get(f"/programme/?as_of={DAY}&lang=en")

    assert ("assumed target" in tile(page, "R3.9"), "assumed target" in tile(page, "R2.3")) == (True, False)


@pytest.mark.usefixtures("jette_and_belfaa")
def test_the_board_is_filtered_by_state_and_the_filter_can_be_taken_off(browser: Browser) -> None:
    page = browser.get(f"/programme/?as_of={DAY}&state=achieved&lang=en")

    assert words_of(page, ".wall .tag") == ["R2.3"]
    assert len(page.click("Remove the filter", index=0).html.select(".wall li")) == 44


@pytest.mark.usefixtures("jette_and_belfaa")
@pytest.mark.parametrize(("text", "codes"), [("R 3.10", ["R3.10"]), ("RA 7", ["R7.1", "R7.2", "R7.3", "R7.4", "R7.5"])])
def test_a_code_is_searched_as_people_write_it(browser: Browser, text: str, codes: list[str]) -> None:
    page = browser.get("/programme/", {"q": text, "as_of": DAY})

    assert words_of(page, ".wall .tag") == codes


@pytest.mark.usefixtures("jette_and_belfaa")
def test_a_word_is_searched_in_every_language(browser: Browser) -> None:
    assert words_of(browser.get("/programme/", {"q": "منتدى", "as_of": DAY}), ".wall .tag") == ["R5.3"]


@pytest.mark.usefixtures("jette_and_belfaa")
def test_r3_1_is_not_in_the_plan(browser: Browser) -> None:
    page = browser.get("/programme/?q=R3.1&lang=en")

    assert words_of(page, ".note") == ["R3.1 is not in the plan."]
    assert words_of(browser.get("/programme/R3.1", status=404), "h1") == ["R3.1 is not in the plan"]


@pytest.mark.usefixtures("jette_and_belfaa")
def test_an_activity_says_who_how_much_and_by_which_rule(browser: Browser) -> None:
    page = browser.get(f"/programme/?as_of={DAY}&lang=en").click("Learning tracks|learning tracks")

    assert words_of(page, "h1") == ["Two learning tracks for elected women and men"]
    text = " ".join(page.html.find("main").get_text(" ").split())
    assert "2 training cycles, over the programme stated in the plan" in text
    assert "Training cycles with all sessions held, for a commune of the partnership." in text
    assert "Sessions at least 2 assumed" in text
    assert "every session was evaluated" in text
    assert "Who leads coordinator and programme manager" in text
    assert "1 January 2017 – 31 December 2021 (assumed)" in text
    assert "Jette – Belfaa" in words_of(page, "h2")


@pytest.mark.usefixtures("jette_and_belfaa")
@pytest.mark.parametrize("language", ["fr", "nl", "ar", "en"])
@pytest.mark.parametrize("address", ["", "R2.5bis", "R3.7", "R6.4", "R7.5"])
def test_every_page_reads_in_the_four_languages(browser: Browser, language: str, address: str) -> None:
    page = browser.get(f"/programme/{address}", {"as_of": DAY, "lang": language})

    assert page.html.find("html")["lang"] == language


@pytest.mark.usefixtures("jette_and_belfaa")
def test_a_wrong_day_in_the_address_is_taken_as_today(browser: Browser) -> None:
    assert browser.get("/programme/?as_of=yesterday").status_int == 200


@pytest.mark.usefixtures("jette_and_belfaa")
def test_the_manager_changes_an_assumed_target_and_says_why(browser: Browser) -> None:
    manager = browser.signed_in_as(make.person(role=Role.PROGRAMME_MANAGER)).in_language("en")
    page = manager.get(f"/programme/R3.9?as_of={DAY}").click("Change", index=0)
    form = page.forms["form"]
    form["minimum"], form["valid_from"], form["reason"] = "25", "2018-01-01", "agreed by the ten communes"

    page = form.submit(status=303).follow()

    assert words_of(page, "[role=status]")[0] == "The target is changed."
    text = " ".join(page.html.find("main").get_text(" ").split())
    assert "25 live entries, over the programme stated in the plan since 1 January 2018" in text


@pytest.mark.usefixtures("jette_and_belfaa")
def test_a_change_without_a_reason_is_refused_at_its_field(browser: Browser) -> None:
    manager = browser.signed_in_as(make.person(role=Role.PROGRAMME_MANAGER)).in_language("en")
    form = manager.get("/programme/R3.9").click("Change", index=0).forms["form"]
    form["minimum"] = "25"

    page = form.submit(status=422)

    assert words_of(page, "#reason-error") == ["Say why: whoever reads the report later will ask."]
    assert page.forms["form"]["minimum"].value == "25"


@pytest.mark.usefixtures("jette_and_belfaa")
def test_an_officer_cannot_change_a_target(browser: Browser) -> None:
    officer = browser.signed_in_as(make.person(role=Role.SAS_OFFICER)).in_language("en")

    assert "Change" not in words_of(officer.get("/programme/R3.9"), "main a")
    officer.get("/programme/targets/1", status=404)


def test_the_manager_loads_the_plan_once(browser: Browser) -> None:
    manager = browser.signed_in_as(make.person(role=Role.PROGRAMME_MANAGER)).in_language("en")
    assert words_of(browser.in_language("en").get("/programme/"), "main a") == []

    page = manager.get("/programme/").click("Load the plan").forms["form"].submit(status=303).follow()

    assert words_of(page, "[role=status]")[0] == "The plan is loaded: 7 results, 44 activities."
    assert len(page.html.select(".wall li")) == 44
