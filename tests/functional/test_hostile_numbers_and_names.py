"""Numbers that are none, and names in an address that mean something to us: the page stands, and stays a page."""

import pytest

from cic_events.kernel.numbers import whole
from cic_events.people.models import Role
from tests import make_events as make
from tests.browser import Browser

pytestmark = pytest.mark.usefixtures("now")
HUGE = "9" * 5_000


@pytest.mark.parametrize(("typed", "read"), [("12", 12), ("²", 0), ("١٢", 0), ("-3", 0), (HUGE, 0), ("", 0), (None, 0)])
def test_only_plain_digits_are_a_number(typed: str | None, read: int) -> None:
    assert whole(typed) == read


@pytest.mark.parametrize("name", ["endpoint", "_scheme", "_external", "_method", "_anchor", "self", "values", "lang"])
def test_a_name_in_the_query_is_only_a_name(browser: Browser, name: str) -> None:
    page = browser.get("/sessions/", {name: "javascript"})

    for link in page.html.find_all("a", hreflang=True) + page.html.find_all("a", lang=True):
        assert link["href"].startswith("/sessions/?")


@pytest.mark.parametrize("page", [HUGE, "²", "-1", "0"])
@pytest.mark.parametrize("list_of", ["/sessions/", "/needs/", "/people/", "/outbox/"])
def test_a_page_number_that_is_none_is_the_first(browser: Browser, list_of: str, page: str) -> None:
    officer = browser.signed_in_as(make.account(make.commune()))

    assert officer.get(list_of, {"page": page}).status_int == 200


@pytest.mark.parametrize("number", [HUGE, "²"])
def test_a_number_handed_over_in_an_address_or_a_hidden_field_may_be_none(browser: Browser, number: str) -> None:
    host = make.commune()
    planned = make.session(host)
    officer = browser.signed_in_as(make.account(host, role=Role.SAS_OFFICER))

    officer.get(f"/sessions/{planned.id}/registrations/new", {"commune": number})
    officer.get("/needs/new", {"campaign": number})
    form = officer.get(f"/sessions/{planned.id}/edit").forms["form"]
    form["version"] = number
    assert form.submit(expect_errors=True).status_int == 409


@pytest.mark.parametrize("month", ["9999-12", "0001-01", "2026-13", "²"])
def test_a_month_beyond_every_calendar_is_this_one(browser: Browser, month: str) -> None:
    page = browser.in_language("en").get("/sessions/", {"view": "month", "month": month})

    assert "September 2026" in page.text


def test_built_files_say_what_they_may_do_too(browser: Browser) -> None:
    style = browser.get("/sign-in").html.find("link", rel="stylesheet")["href"]

    answer = browser.get(style)

    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("address", ["a@b.test\x00", "a\x1b@b.test", "@@a.test", "a@b.test\u202e", "é@é.test"])
def test_an_address_that_no_mail_reaches_is_told_at_its_field_or_mended(browser: Browser, address: str) -> None:
    host = make.commune()
    planned = make.session(host)
    form = browser.get(f"/sessions/{planned.id}/register").forms["form"]
    form["name"], form["commune"], form["email"], form["consent"] = "Amina Aït", str(host.id), address, True

    answer = form.submit(expect_errors=True)

    assert answer.status_int in (303, 422)
    assert answer.status_int == 303 or answer.html.find(id="email-error")
