from datetime import timedelta

import pytest
from sqlalchemy import select

from cic_events.kernel import clock, jobs
from cic_events.kernel.db import reading, session
from cic_events.messages.models import Mail
from cic_events.people import accounts
from tests import make
from tests.browser import Browser

GOOD = "four quiet blue mountains"
VARY = ("Set-Cookie", "Content-Security-Policy", "Date")
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


def link_in_the_mail() -> str:
    jobs.run_due()
    with reading():
        [facts] = session().scalars(select(Mail.facts)).all()
    return str(facts["link"]).removeprefix("http://127.0.0.1:8000")


def ask_link(browser: Browser, email: str):  # type: ignore[no-untyped-def]
    form = browser.in_language("en").get("/sign-in/link").forms["form"]
    form["email"] = email
    return form.submit(status=303)


def test_a_mailed_link_signs_in_only_when_its_button_is_pressed(browser: Browser, naima: None) -> None:
    ask_link(browser, "naima@belfaa.test")
    link = link_in_the_mail()
    for _ in range(3):  # a mail scanner looks
        page = browser.get(link)
    assert (page.headers["Cache-Control"], page.headers["Referrer-Policy"]) == ("no-store", "same-origin")

    home = page.forms["form"].submit(status=303).follow()

    assert home.html.find("h1").text.strip() == "Hello, Naïma Oubella"
    assert "This link was used or is too old." in browser.get(link).forms["form"].submit(status=422).text


def test_a_person_sees_the_own_browsers_and_signs_one_out(browser: Browser, naima: None) -> None:
    phone = Browser(browser.flask)
    for one, agent in (
        (phone, "Mozilla/5.0 (Android 14) Firefox/130.0"),
        (browser, "Mozilla/5.0 (Windows NT) Edg/120"),
    ):
        form = one.in_language("en").get("/sign-in").forms["form"]
        form["email"], form["password"] = "naima@belfaa.test", GOOD
        form.submit(status=303, headers={"User-Agent": agent})
    account = browser.get("/account")
    assert {row.find("th").text for row in account.html.select("tbody tr")} == {"Firefox, Android", "Edge, Windows"}

    next(f for f in account.forms.values() if "/browsers/" in f.action).submit(status=303)

    assert phone.get("/account", status=302).location.startswith("/sign-in")
    browser.get("/account", status=200)


def test_nobody_ends_somebody_elses_browser(browser: Browser, naima: None) -> None:
    other = make.person(name="Rachid")
    theirs = browser.signed_in_as(other)
    account = sign_in(browser, GOOD) and browser.get("/account")
    form = next(f for f in account.forms.values() if f.action.endswith("/sign-out-everywhere"))
    form.action = "/account/browsers/1/sign-out"

    form.submit(status=404)

    theirs.get("/account", status=200)


def test_the_old_password_is_asked_once_the_sign_in_is_ten_minutes_old(browser: Browser, naima: None) -> None:
    sign_in(browser, GOOD)
    with clock.travel(clock.now() + timedelta(minutes=11)):
        form = browser.get("/account").forms["form"]
        form["old"], form["password"] = "guessed", "five quiet blue mountains"
        page = form.submit(status=422)
        assert page.html.find(id="old-error") is not None

        form = page.forms["form"]
        form["old"], form["password"] = GOOD, "five quiet blue mountains"
        form.submit(status=303)

    assert sign_in(Browser(browser.flask), "five quiet blue mountains").status_int == 303


def test_a_new_password_signs_other_browsers_out_and_keeps_this_one(browser: Browser, naima: None) -> None:
    other = Browser(browser.flask)
    sign_in(other, GOOD)
    sign_in(browser, GOOD)
    form = browser.get("/account").forms["form"]
    form["password"] = "five quiet blue mountains"

    form.submit(status=303).follow(status=200)

    assert other.get("/account", status=302).location.startswith("/sign-in")


def test_a_throttled_account_keeps_its_live_sessions(browser: Browser, naima: None) -> None:
    live = Browser(browser.flask)
    sign_in(live, GOOD)
    for _ in range(10):
        sign_in(browser, "wrong", status=422)

    page = sign_in(browser, GOOD, status=422)

    assert "Too many tries. Wait a minute, then try again." in page.text
    live.get("/account", status=200)


def test_known_and_unknown_addresses_fail_alike_to_the_last_header(browser: Browser, naima: None) -> None:
    answers = []
    for email in ("naima@belfaa.test", "nobody@belfaa.test"):
        form = browser.in_language("en").get("/sign-in").forms["form"]
        form["email"], form["password"] = email, "not the password"
        answers.append(form.submit(status=422))

    known, unknown = ({**a.headers, "Content-Length": ""} for a in answers)
    assert {k: v for k, v in known.items() if k not in VARY} == {k: v for k, v in unknown.items() if k not in VARY}
    words = [answer.html.find("main").text.replace("nobody", "naima") for answer in answers]
    assert words[0] == words[1]


def test_a_sign_in_gives_the_browser_a_new_session(browser: Browser, naima: None) -> None:
    sign_in(browser, GOOD)
    first = browser.cookies["cic"]
    sign_in(browser, GOOD)

    assert browser.cookies["cic"] != first
