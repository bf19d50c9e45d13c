"""An officer asks the people of the commune what hinders their work."""

from typing import Any

import pytest

from cic_events.people.models import Language, Person, Role
from tests import make
from tests.browser import Browser

pytestmark = pytest.mark.usefixtures("now")


def prepared(officer: Browser, **changes: Any) -> Any:
    form = officer.get("/needs/collections/new").forms["form"]
    said = {"title-fr": "Besoins des agents", "audience": "officer", "starts_on": "2026-09-28", "ends_on": "2026-10-12"}
    for name, value in {**said, **changes}.items():
        form[name] = value
    return form.submit(expect_errors=True)


@pytest.fixture
def naima(browser: Browser) -> Person:
    return make.person(name="Naïma Oubella", language=Language.EN)


def words(page: Any, selector: str = "main") -> str:
    return " ".join(page.html.select_one(selector).get_text(" ").split())


def press(page: Any, words: str) -> Any:
    [form] = [f for f in page.forms.values() if words in f.text]
    return form.submit(status=303).follow()


def test_a_collection_is_prepared_opened_filled_closed_and_analysed(browser: Browser, naima: Person) -> None:
    officer = browser.signed_in_as(naima)
    page = press(prepared(officer).follow(), "Open the collection")
    assert "The collection is open" in words(page, "[role=status]")

    form = page.click("Record a need").forms["form"]
    assert (form["campaign"].value != "", form["origin"].value) == (True, "campaign")
    form["problem"], form["persons"] = "Files get lost between the offices", "6"
    need = form.submit(status=303).follow()
    page = need.click("Besoins des agents")
    assert ("Files get lost" in words(page), "1 to qualify" in words(page)) == (True, True)

    page = press(page, "Close the collection")
    assert "Closed on 28 September 2026" in words(page)
    refused = next(f for f in page.forms.values() if "Set as analysed" in f.text).submit(status=422)
    assert "still wait to be qualified or answered otherwise: 1." in words(refused)


def test_the_list_shows_it_under_the_needs(browser: Browser, naima: Person) -> None:
    officer = browser.signed_in_as(naima)
    prepared(officer)

    page = officer.get("/needs/").click("Collections")

    assert "Besoins des agents Draft Officers" in words(page)


def test_a_collection_without_a_name_or_running_backwards_is_refused(browser: Browser, naima: Person) -> None:
    officer = browser.signed_in_as(naima)

    nameless = prepared(officer, **{"title-fr": ""})
    backwards = prepared(officer, ends_on="2026-09-01")

    assert (nameless.status_int, backwards.status_int) == (422, 422)
    assert words(nameless, "#title-fr-error") == "Name the collection in at least one language."
    assert words(backwards, "#ends_on-error") == "The last day stands before the first one."


def test_the_second_tab_that_saves_meets_a_conflict(browser: Browser, naima: Person) -> None:
    officer = browser.signed_in_as(naima)
    page = prepared(officer).follow()
    tabs = [page.click("Edit").forms["form"] for _tab in range(2)]
    for number, form in enumerate(tabs):
        form["title-fr"] = f"Besoins {number}"

    assert [form.submit(expect_errors=True).status_int for form in tabs] == [303, 409]


def test_a_head_of_service_sees_and_does_not_open(browser: Browser) -> None:
    belfaa = make.commune()
    page = prepared(browser.signed_in_as(make.person(at=belfaa, language=Language.EN))).follow()
    head = browser.signed_in_as(make.person(role=Role.HEAD_OF_SERVICE, at=belfaa))

    seen = head.get(page.request.path)

    assert "Open the collection" not in seen
    head.get("/needs/collections/new", status=404)


@pytest.mark.parametrize("language", ["fr", "nl", "ar", "en"])
def test_the_pages_read_in_the_four_languages(browser: Browser, naima: Person, language: str) -> None:
    officer = browser.signed_in_as(naima)
    page = prepared(officer).follow()

    for address in ("/needs/collections/", page.request.path, f"{page.request.path}/edit"):
        assert officer.get(address, {"lang": language}).html.find("html")["lang"] == language
