import pytest
from sqlalchemy import func, select

from cic_events.kernel.db import reading, session
from cic_events.people import setup
from cic_events.people.models import Account, Mandate, Organisation, Partnership
from cic_events.programme.models import Programme
from tests.browser import Browser

pytestmark = pytest.mark.usefixtures("now")


def fill(browser: Browser, code: str):  # type: ignore[no-untyped-def]
    form = browser.in_language("en").get("/setup").forms["form"]
    form["code"], form["south"], form["north"] = code, "belfaa", "jette"
    form["partnership_since"], form["commune"] = "2015-01-01", "south"
    form["name_latin"], form["email"] = "Naïma Oubella", "naima@belfaa.test"
    form["password"], form["language"] = "four quiet blue mountains", "en"
    return form


def counts() -> list[int]:
    with reading() as db:
        return [db.scalar(select(func.count()).select_from(t)) or 0 for t in (Organisation, Partnership, Account)]


def test_an_empty_house_leads_to_its_first_start(browser: Browser) -> None:
    assert browser.get("/", status=303).location == "/setup"


def test_the_first_officer_opens_the_house_and_is_signed_in(browser: Browser) -> None:
    home = fill(browser, setup.pending_code() or "").submit(status=303).follow()

    assert home.html.find("h1").text.strip() == "Hello, Naïma Oubella"
    assert counts() == [2, 1, 1]
    with reading():
        assert {m.value for m in session().scalars(select(Mandate.role))} == {"sas_officer", "administrator"}


def test_a_wrong_code_opens_nothing_and_keeps_what_was_typed(browser: Browser) -> None:
    setup.pending_code()

    page = fill(browser, "guessed").submit(status=422)

    assert page.forms["form"]["name_latin"].value == "Naïma Oubella"
    assert counts() == [0, 0, 0]


def test_communes_that_nobody_knows_are_typed_and_the_programme_is_named(browser: Browser) -> None:
    form = fill(browser, setup.pending_code() or "")
    form["south"], form["north"] = "", ""
    page = form.submit(status=422)
    assert page.html.find(id="north_name-error") is not None
    form = page.forms["form"]
    form["password"] = "four quiet blue mountains"
    form["south_name"], form["north_name"], form["programme_name"] = "Aït Zineb", "Evere", "CIC 2027-2031"

    form.submit(status=303)

    with reading() as db:
        slugs = db.execute(select(Organisation.slug, Organisation.country).order_by(Organisation.slug)).all()
        assert [tuple(row) for row in slugs] == [("ait-zineb", "MA"), ("evere", "BE")]
        assert db.scalars(select(Programme.name)).one()["en"] == "CIC 2027-2031"


@pytest.mark.parametrize("address", ["naima", "naima@belfaa", "a@b.c\nBcc: x@y.z"])
def test_an_address_that_no_mail_reaches_opens_nothing(address: str, browser: Browser) -> None:
    form = fill(browser, setup.pending_code() or "")
    form["email"] = address

    assert form.submit(status=422).html.find(id="email-error") is not None
    assert counts() == [0, 0, 0]


def test_looking_at_the_page_writes_nothing(browser: Browser) -> None:
    browser.get("/setup")

    assert counts() == [0, 0, 0]


def test_it_happens_once(browser: Browser) -> None:
    fill(browser, setup.pending_code() or "").submit(status=303)

    browser.get("/setup", status=404)


def test_the_language_is_switched_without_losing_what_was_typed(browser: Browser) -> None:
    form = fill(browser, "")

    page = form.submit("_language", value="ar", status=200)

    assert page.html.find("html")["lang"] == "ar"
    assert page.forms["form"]["name_latin"].value == "Naïma Oubella"
