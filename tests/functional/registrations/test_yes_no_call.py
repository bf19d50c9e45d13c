"""One link, three buttons: yes, no, call me. No account, no script, a page that a weak network carries."""

from datetime import timedelta

import brotli
import pytest
from bs4 import BeautifulSoup

from cic_events.events import contacts, invariants, links, service
from cic_events.events.states import Answer, RegistrationState
from cic_events.kernel import clock
from cic_events.kernel.db import reading
from cic_events.people.permissions import SYSTEM
from cic_events.web import assets
from tests import make_events as make
from tests.browser import Browser
from tests.functional.attendance.test_officer import officer_of
from tests.functional.attendance.test_trainer import press, words

pytestmark = pytest.mark.usefixtures("db", "now")
MOST = 60_000


def path(registration) -> str:
    return f"/my/registration/{links.token(registration.link_seed)}"


def invited(planned, name: str = "Brahim Oul"):
    """Registered by an officer: has not answered yet."""
    return service.register_other(planned.id, visitor=make.visitor(name, planned.owner_id), by=SYSTEM)


def test_yes_is_one_press(browser: Browser) -> None:
    planned = make.session()
    asked = invited(planned)

    page = press(browser.in_language("en").get(path(asked)), "Yes, I come").follow()

    assert "You said yes. We expect you." in words(page)
    assert make.registration_of(planned.id, "Brahim Oul").partstat is Answer.ACCEPTED


def test_no_is_asked_once_more_and_gives_the_place_back(browser: Browser) -> None:
    planned = make.session(capacity=1)
    asked = invited(planned)
    waits = make.registered(planned, "Chafik Zed")

    page = browser.in_language("en").get(path(asked)).click("No, I do not come")
    still = make.registration_of(planned.id, "Brahim Oul").state
    page = press(page, "I give my place back").follow()

    assert still is RegistrationState.CONFIRMED
    assert "You gave your place back." in words(page)
    assert make.states(planned.id) == [
        ("Brahim Oul", RegistrationState.CANCELLED_BY_PERSON),
        ("Chafik Zed", RegistrationState.CONFIRMED),
    ]
    assert waits.state is RegistrationState.WAITLISTED


def test_undo_brings_one_back_under_the_same_link(browser: Browser) -> None:
    planned = make.session(capacity=2)
    asked = invited(planned)
    page = browser.in_language("en").get(path(asked)).click("No, I do not come")
    page = press(page, "I give my place back").follow()

    page = press(page, "Undo: I come after all").follow()

    assert page.request.path == path(asked)
    assert "You said yes. We expect you." in words(page)
    assert make.states(planned.id)[-1] == ("Brahim Oul", RegistrationState.CONFIRMED)
    with reading():
        assert invariants.differences() == []


def test_undo_waits_in_line_when_the_place_is_gone(browser: Browser) -> None:
    planned = make.session(capacity=1)
    asked = invited(planned)
    make.registered(planned, "Chafik Zed")
    page = browser.in_language("en").get(path(asked)).click("No, I do not come")
    page = press(press(page, "I give my place back").follow(), "Undo: I come after all").follow()

    assert "Your place in the line : 1" in words(page).replace("line:", "line :")
    with reading():
        assert invariants.differences() == []


def test_after_a_quarter_of_an_hour_there_is_no_undo(browser: Browser) -> None:
    planned = make.session()
    asked = invited(planned)
    page = browser.in_language("en").get(path(asked)).click("No, I do not come")
    page = press(page, "I give my place back").follow()
    with clock.travel(clock.now() + timedelta(minutes=16)):
        late = press(page, "Undo: I come after all")
        shown = browser.get(path(asked))

    assert late.status_int == 422
    assert "The withdrawal can no longer be taken back: register again." in words(late)
    assert "Undo" not in words(shown)


def test_call_me_is_a_task_and_stands_on_the_week_page(browser: Browser) -> None:
    host = make.commune()
    planned = make.session(host)
    asked = invited(planned)
    page = press(browser.in_language("en").get(path(asked)), "Call me").follow()
    officer = officer_of(host, browser)

    assert "We will call you." in words(page)
    assert "Call me" not in words(page)
    assert "Call Brahim Oul about “Gestion des compétences”" in words(officer.get("/"))
    assert "Asked to be called Brahim Oul" in words(officer.get("/week/"))
    stranger = officer_of(make.commune("ait-baha", name="Aït Baha"), browser, name="Autre")
    assert "Brahim Oul" not in words(stranger.get("/week/"))
    assert "Brahim Oul" not in words(stranger.get("/"))


def test_asking_twice_is_one_call_and_looking_asks_for_none(browser: Browser) -> None:
    planned = make.session()
    asked = invited(planned)
    page = browser.in_language("en").get(path(asked))
    browser.get(f"{path(asked)}/no")
    with reading():
        before = contacts.wishes(as_of=clock.now())
    for _ in range(2):
        press(page, "Call me")

    with reading():
        assert (len(before), len(contacts.wishes(as_of=clock.now()))) == (0, 1)


def test_the_place_opens_on_a_map(browser: Browser) -> None:
    page = browser.in_language("en").get(path(invited(make.session())))

    link = page.html.find("a", string=lambda text: text and "Show on the map" in text) or page.html.find(
        "a", href=lambda href: href and "openstreetmap" in href
    )
    assert link["href"].startswith("https://www.openstreetmap.org/search?query=Salle+du+Conseil%2C+Belfaa")


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_page_with_all_it_loads_stays_under_sixty_kilobytes(browser: Browser, language: str) -> None:
    page = browser.in_language(language).get(path(invited(make.session())))
    html = BeautifulSoup(page.text, "html.parser")
    loaded = {tag.get("href") or tag.get("src") for tag in html.find_all(["link", "script", "img"])}
    loaded |= {tag["href"].partition("#")[0] for tag in html.find_all("use")}

    names = sorted(address.rpartition("/")[2] for address in loaded if "/static/dist/" in address)
    sent = len(page.body) + sum(len(brotli.compress((assets.DIST / name).read_bytes())) for name in names)

    assert [name.rpartition(".")[2] for name in names] == ["css", "svg", "svg"]
    assert html.find("script") is None
    assert sent < MOST, sent


def test_it_is_read_aloud_in_order_title_date_place_answers(browser: Browser) -> None:
    said = words(browser.in_language("en").get(path(invited(make.session()))))

    order = [
        "Gestion des compétences",
        "28 October 2026",
        "Salle du Conseil",
        "Yes, I come",
        "No, I do not come",
        "Call me",
    ]
    places = [said.index(word) for word in order]
    assert places == sorted(places)
