import pytest

from cic_events.people import accounts
from tests import make
from tests.browser import Browser

GOOD = "four quiet blue mountains"
pytestmark = pytest.mark.usefixtures("now")


@pytest.fixture
def naima(db: None) -> None:
    accounts.set_password(make.person(name="Naïma Oubella", email="naima@belfaa.test").id, GOOD)


def sign_in(browser: Browser, password: str, status: int = 303):  # type: ignore[no-untyped-def]
    page = browser.in_language("en").get("/sign-in")
    form = page.forms["form"]
    form["email"], form["password"] = "naima@belfaa.test", password
    return form.submit(status=status)


def test_an_officer_signs_in_and_is_greeted(browser: Browser, naima: None) -> None:
    home = sign_in(browser, GOOD).follow()

    assert home.html.find("h1").text.strip() == "Hello, Naïma Oubella"


def test_a_wrong_password_keeps_the_address_and_says_so(browser: Browser, naima: None) -> None:
    page = sign_in(browser, "not it at all", status=422)

    assert "This address and this password do not go together." in page.text
    assert page.forms["form"]["email"].value == "naima@belfaa.test"


def test_signing_out_ends_the_session(browser: Browser, naima: None) -> None:
    sign_in(browser, GOOD)
    account = browser.get("/account")

    account.forms[next(k for k, f in account.forms.items() if f.action.endswith("/sign-out"))].submit(status=303)

    assert browser.get("/account", status=302).location.startswith("/sign-in")


def test_known_and_unknown_addresses_get_the_same_answer(browser: Browser, naima: None) -> None:
    answers = []
    for email in ("naima@belfaa.test", "nobody@belfaa.test"):
        page = browser.get("/sign-in/link")
        page.forms["form"]["email"] = email
        answers.append(page.forms["form"].submit(status=303).follow().html.find("main").text)

    assert answers[0] == answers[1]


def test_a_form_from_another_site_is_refused(browser: Browser, naima: None) -> None:
    page = browser.get("/sign-in")
    form = page.forms["form"]
    form["email"], form["password"] = "naima@belfaa.test", GOOD

    form.submit(headers={"Origin": "https://evil.test"}, status=403)


def test_the_next_address_stays_on_this_site(browser: Browser, naima: None) -> None:
    page = browser.get("/sign-in?next=//evil.test/x")
    form = page.forms["form"]
    form["email"], form["password"] = "naima@belfaa.test", GOOD

    assert form.submit(status=303).location == "/"
