"""Names stand in the letters of the page where they are known in them, everywhere."""

from datetime import date

import pytest
from webtest import TestResponse

from cic_events.cycle.plans import service as plans
from cic_events.kernel.db import transaction
from cic_events.people import accounts
from cic_events.people import service as people
from cic_events.people.models import Language, Organisation, Person, Role
from tests import make_cycle, make_events, make_people
from tests.browser import Browser

pytestmark = pytest.mark.usefixtures("now")
LATIN, ARABIC = "Naïma Oubella", "نعيمة أوبلا"


@pytest.fixture
def home(db: None) -> Organisation:
    make_cycle.framework()
    return make_people.commune()


@pytest.fixture
def naima(home: Organisation) -> Person:
    made = make_people.person(name=LATIN, at=home, language=Language.AR)
    named(made.id, ARABIC)
    return made


def named(id: int, arabic: str) -> None:
    with transaction() as db:
        row = db.get_one(Person, id)
        row.name_ar, row.search_key = arabic, people.search_key(row.name_latin, arabic)


def words(page: TestResponse, selector: str) -> str:
    return " ".join(" ".join(tag.stripped_strings) for tag in page.html.select(selector))


def test_the_first_page_and_the_account_menu_call_one_in_arabic(browser: Browser, naima: Person) -> None:
    reader = browser.signed_in_as(naima)

    page = reader.get("/")

    assert ARABIC in words(page, "h1")
    assert words(page, ".menu__who") == ARABIC
    assert words(page, ".avatar").replace("\u200c", "") == "نأ"
    assert LATIN in words(reader.get("/?lang=fr"), "h1")


def test_lists_and_pages_of_people_give_the_other_letters_beside(browser: Browser, naima: Person) -> None:
    reader = browser.signed_in_as(naima)

    listed = words(reader.get("/people/"), "tbody th")
    shown = reader.get(f"/people/{naima.id}")

    assert listed == f"{ARABIC} {LATIN}"
    assert words(shown, "h1") == ARABIC
    assert LATIN in words(shown, ".facts")
    assert words(reader.get(f"/people/{naima.id}?lang=nl"), "h1") == LATIN


def test_the_list_of_a_session(browser: Browser, home: Organisation, naima: Person) -> None:
    planned = make_events.session(home)
    made = make_events.registered(planned, "Lahcen Amrani")
    named(made.person_id, "لحسن أمراني")
    roster = f"/sessions/{planned.id}/registrations"
    reader = browser.signed_in_as(naima)

    assert words(reader.get(roster), "tbody th") == "لحسن أمراني Lahcen Amrani"
    assert words(reader.get(f"{roster}?lang=fr"), "tbody th") == "Lahcen Amrani لحسن أمراني"
    assert "لحسن أمراني" in words(reader.get(f"/registrations/{made.id}/cancel?lang=ar"), "h1")


def test_who_recorded_a_need_and_who_decided_about_a_plan(browser: Browser, home: Organisation, naima: Person) -> None:
    by = make_people.actor(naima)
    with make_cycle.acting(by):
        need = make_cycle.need(home, by=by)
        plan = make_cycle.plan(home, items=[make_cycle.item_draft(due_on=date(2026, 11, 30))])
        plans.submit(plan.id, version=make_cycle.again(plan).version, by=by)
    reader = browser.signed_in_as(naima)

    assert ARABIC in words(reader.get(f"/needs/{need.id}"), "main .facts")
    assert ARABIC in words(reader.get(f"/plans/{plan.id}"), ".timeline")
    assert LATIN in words(reader.get(f"/plans/{plan.id}?lang=en"), ".timeline")


def test_search_calls_people_in_the_reader_s_letters(browser: Browser, naima: Person) -> None:
    page = browser.signed_in_as(naima).get("/search", {"q": "naima"})

    assert words(page, "#results .task a") == ARABIC


def test_somebody_without_an_arabic_name_keeps_the_latin_one(browser: Browser, home: Organisation) -> None:
    reader = browser.signed_in_as(make_people.person(name=LATIN, at=home, language=Language.AR))

    assert LATIN in words(reader.get("/"), "h1")
    assert words(reader.get("/people/"), "tbody th") == LATIN


def test_the_form_of_the_password_says_with_which_address_one_signs_in(browser: Browser, home: Organisation) -> None:
    who = make_people.person(name=LATIN, at=home, email="naima@belfaa.test", role=Role.SAS_OFFICER)
    accounts.set_password(who.id, "four quiet blue mountains")

    field = browser.signed_in_as(who).get("/account").html.find("input", autocomplete="username")

    assert (field["value"], field.has_attr("readonly")) == ("naima@belfaa.test", True)
