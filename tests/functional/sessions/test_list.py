"""Finding a session: the list, its filters, the month, the page."""

from datetime import date, datetime, timedelta

import pytest
from webtest import TestResponse

from cic_events.kernel.texts import Texts
from cic_events.people.models import Role
from tests import make_events as make
from tests.browser import Browser
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("now")


def titles(page: TestResponse) -> list[str]:
    return [a.text.strip() for a in page.html.select(".session-row__title a")]


def test_a_visitor_finds_what_is_open(browser: Browser) -> None:
    make.session(title=Texts(fr="Projets sociaux"))

    page = browser.get("/sessions/")

    assert titles(page) == ["Projets sociaux"]
    assert page.html.find(role="status").text.strip() == "1 session"


def test_the_count_of_statements_does_not_grow_with_the_sessions(browser: Browser) -> None:
    host = make.commune()
    seen = []
    for _ in range(3):
        make.session(host)
        with statements() as said:
            page = browser.get("/sessions/")
        seen.append(len(said))

    assert seen == [2, 2, 2]
    assert len(page.body) < 30 * 1024


def test_twenty_sessions_are_three_statements_and_thirty_kilobytes_at_most(browser: Browser) -> None:
    host = make.commune()
    for number in range(20):
        make.session(host, title=Texts(fr=f"Gestion des compétences {number}"))

    with statements() as said:
        page = browser.get("/sessions/")

    assert len(titles(page)) == 20
    assert len(said) <= 3
    assert len(page.body) <= 30 * 1024


def test_a_row_that_was_shown_before_is_shown_anew_when_it_changes_and_in_each_language(browser: Browser) -> None:
    planned = make.session(capacity=1)

    def row() -> str:
        return str(browser.get("/sessions/").html.select_one(".session-row").get_text(" ", strip=True))

    free, again = row(), row()
    make.registered(planned, "Amina Aït")
    full, arabic = row(), browser.in_language("ar").get("/sessions/").html.select_one(".session-row")

    assert (free, "0 / 1" in free, "1 / 1" in full) == (again, True, True)
    assert "تدبير الكفاءات" in arabic.get_text()


def test_filters_stand_in_the_address_and_are_removed_one_by_one(browser: Browser) -> None:
    host = make.commune()
    make.session(host, title=Texts(fr="Projets sociaux"), theme="project_design")
    make.session(host, title=Texts(fr="Plan de communication"), theme="communication_plan")

    page = browser.get("/sessions/?theme=project_design&q=projets")
    without_theme = [a["href"] for a in page.html.select(".pill, .pills a") if "q=" in a["href"]]

    assert titles(page) == ["Projets sociaux"]
    assert titles(browser.get(without_theme[0])) == ["Projets sociaux"]


def test_nonsense_in_the_address_is_no_error(browser: Browser) -> None:
    make.commune()

    page = browser.get("/sessions/?commune=nowhere&theme=x&kind=y&page=zero&view=month&month=soon")

    assert page.status_int == 200


def test_a_part_of_the_page_is_enough_for_a_script(browser: Browser) -> None:
    make.session()

    part = browser.get("/sessions/", headers={"HX-Request-Type": "partial"})

    assert "<html" not in part.text
    assert titles(part) == ["Gestion des compétences"]


def test_an_empty_list_says_what_to_do_next(browser: Browser) -> None:
    make.commune()

    page = browser.get("/sessions/?q=introuvable")

    assert titles(page) == []
    assert page.html.select_one(".empty a")["href"] == "/sessions/"


def test_the_month_shows_the_sessions_on_their_days(browser: Browser) -> None:
    planned = make.session(day=date(2026, 10, 20), days=2)

    page = browser.get("/sessions/?view=month&month=2026-10")

    assert [a["href"] for a in page.html.select(".month__event")] == [f"/sessions/{planned.id}"] * 2


@pytest.mark.parametrize("language", ["fr", "ar", "nl", "en"])
def test_every_page_of_a_session_is_good_in_every_language(browser: Browser, language: str) -> None:
    planned = make.session(days=2)
    browser.in_language(language)

    for address in (
        "/sessions/",
        "/sessions/?view=month",
        f"/sessions/{planned.id}",
        f"/sessions/{planned.id}/register",
    ):
        assert browser.get(address).html.find("html")["lang"] == language


def test_the_page_of_a_session_says_all_before_registering(browser: Browser) -> None:
    planned = make.session(day=date(2026, 11, 10))

    with statements() as said:
        page = browser.get(f"/sessions/{planned.id}")

    words = page.html.find("main").get_text(" ", strip=True)
    for expected in (
        "Mener un entretien.",
        "Gratuit",
        "Un test avant et après",
        "Jean-Luc Mertens",
        "Salle du Conseil",
    ):
        assert expected in words
    assert "09:00" in words or "9 h" in words
    assert "UTC+0" in words
    assert "UTC+1" in words
    assert len(said) <= 4


def test_a_draft_is_not_there_for_a_visitor(browser: Browser) -> None:
    planned = make.session(opened=False)

    assert browser.get(f"/sessions/{planned.id}", status=404)


def test_an_officer_reads_the_counts(browser: Browser) -> None:
    host = make.commune()
    planned = make.session(host, capacity=1)
    make.registered(planned, "Amina Aït")
    make.registered(planned, "Brahim Oul")
    officer = browser.signed_in_as(make.account(host))

    assert officer.get(f"/sessions/{planned.id}/counts.json").json == {
        "capacity": 1,
        "confirmed": 1,
        "waiting": 1,
        "persons": 1,
    }


def test_nobody_else_reads_the_counts(browser: Browser) -> None:
    planned = make.session()
    elsewhere = browser.signed_in_as(make.account(make.commune("ait-baha", name="Aït Baha")))
    participant = browser.signed_in_as(make.account(make.commune("berkane", name="Berkane"), role=Role.PARTICIPANT))

    elsewhere.get(f"/sessions/{planned.id}/counts.json", status=403)
    participant.get(f"/sessions/{planned.id}/counts.json", status=404)


def test_a_past_session_takes_nobody_any_more(browser: Browser, now: datetime) -> None:
    planned = make.session(day=now.date() - timedelta(days=3))

    page = browser.get("/sessions/?past=1")

    assert titles(page) == ["Gestion des compétences"]
    assert not page.html.select(f'a[href="/sessions/{planned.id}/register"]')
