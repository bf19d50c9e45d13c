"""The signed sheet comes back: numbers are typed, names are shown, marks are saved, the photo is kept."""

import pytest
from webtest import Upload

from cic_events.cycle.sessions.paperwork import desk
from cic_events.cycle.sessions.paperwork.desk import Kind
from cic_events.events import service
from cic_events.events.models import AttendanceEvent
from cic_events.events.states import Presence, PresenceSource
from cic_events.kernel.db import reading
from cic_events.people.models import Role
from cic_events.people.permissions import SYSTEM
from tests import make_events as make
from tests.browser import Browser
from tests.functional.attendance.test_officer import officer_of
from tests.functional.attendance.test_trainer import said, words
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("db", "now")
NAMES = ("Amina Aït", "Brahim Oul", "Chafik Zed")
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    + b"\x00" * 60
)


def printed(planned) -> str:
    """The code of the first half-day's sheet."""
    ready = desk.prepare(planned.id, (Kind.SHEETS,), by=SYSTEM)
    return ready.codes[make.parts_of(planned)[0].id]


def at(planned) -> str:
    return f"/sessions/{planned.id}/attendance/{make.parts_of(planned)[0].id}"


def sources(planned) -> set[PresenceSource]:
    with reading() as db:
        return {row.source for row in db.query(AttendanceEvent)}


def test_numbers_are_typed_names_are_shown_and_marks_are_saved(browser: Browser) -> None:
    host = make.commune()
    planned, officer = make.confirmed(host, people=NAMES), officer_of(host, browser)
    printed(planned)
    with make.during(make.parts_of(planned)[0]):
        form = officer.get(at(planned)).click("Type the paper sheet").forms["form"]
        form["typed"] = "1, 2 late 20"
        page = form.submit(status=200)
        shown = words(page)
        before = make.standing(planned)
        page = page.forms["form"].submit(status=303).follow()

    assert "1 Amina Aït Present 2 Brahim Oul Late 20 minutes missed" in shown
    assert "1 line was not spoken of and stays as it is: 3 Chafik Zed" in shown
    assert before == {}
    assert said(page) == "2 marks saved from the paper."
    assert make.standing(planned) == {"Amina Aït": Presence.PRESENT, "Brahim Oul": Presence.LATE}
    assert sources(planned) == {PresenceSource.PAPER_SCAN}


def test_another_text_than_the_one_shown_is_shown_again_before_it_is_saved(browser: Browser) -> None:
    host = make.commune()
    planned, officer = make.confirmed(host, people=NAMES), officer_of(host, browser)
    with make.during(make.parts_of(planned)[0]):
        form = officer.get(f"{at(planned)}/paper").forms["form"]
        form["typed"] = "1-3"
        form = form.submit(status=200).forms["form"]
        form["typed"] = "1-2, 3 absent"
        page = form.submit(status=200)
        nothing = make.standing(planned)
        page.forms["form"].submit(status=303)

    assert nothing == {}
    assert make.standing(planned)["Chafik Zed"] is Presence.ABSENT


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1-2, 3 sick", "“sick” was not understood, in “3 sick”."),
        ("1-9", "There is no line 9 on this sheet: it has 3."),
        ("2 late", "How many minutes were missed on line 2? From 1 to 419: “2 late 20”."),
        ("", "Type the numbers of the lines."),
    ],
)
def test_what_is_not_understood_is_said_and_the_text_stays(browser: Browser, text: str, sentence: str) -> None:
    host = make.commune()
    planned, officer = make.confirmed(host, people=NAMES), officer_of(host, browser)
    with make.during(make.parts_of(planned)[0]):
        form = officer.get(f"{at(planned)}/paper").forms["form"]
        form["typed"] = text
        page = form.submit(status=422)

    assert sentence in words(page)
    assert page.forms["form"]["typed"].value.strip() == text
    assert make.standing(planned) == {}


def test_the_lines_are_those_that_were_printed_whoever_came_or_left_since(browser: Browser) -> None:
    host = make.commune()
    planned, officer = make.confirmed(host, people=NAMES), officer_of(host, browser)
    code = printed(planned)
    service.cancel(make.registration_of(planned.id, "Brahim Oul").id, reason="Ill", by=SYSTEM)
    make.registered(planned, "Aaron Abid")
    with make.during(make.parts_of(planned)[0]):
        page = officer.get(f"/sheets/{code.lower()}/1", status=303).follow()
        form = page.forms["form"]
        form["typed"] = "1-3"
        page = form.submit(status=200)
        shown = words(page)
        page.forms["form"].submit(status=303)

    assert "1 Amina Aït Present 2 Brahim Oul Not registered any more: left out 3 Chafik Zed Present" in shown
    assert make.standing(planned) == {"Amina Aït": Presence.PRESENT, "Chafik Zed": Presence.PRESENT}


def test_typing_the_same_again_adds_nothing(browser: Browser) -> None:
    host = make.commune()
    planned, officer = make.confirmed(host, people=NAMES), officer_of(host, browser)
    with make.during(make.parts_of(planned)[0]):
        for text in ("1-2, 3 late 20", "1-2, 3 late 20"):
            form = officer.get(f"{at(planned)}/paper").forms["form"]
            form["typed"] = text
            form.submit(status=200).forms["form"].submit(status=303)

    assert make.rows_of_history(planned) == 3


def test_the_photo_is_kept_inert_and_for_the_host_alone(browser: Browser) -> None:
    host = make.commune()
    planned, officer = make.confirmed(host, people=NAMES), officer_of(host, browser)
    with make.during(make.parts_of(planned)[0]):
        form = officer.get(f"{at(planned)}/paper").forms["form"]
        form["typed"] = "1-3"
        form = form.submit(status=200).forms["form"]
        form["photo"] = Upload("sheet.png", PNG, "text/html")
        form.submit(status=303)
        page = officer.get(f"{at(planned)}/paper")
        kept = page.click("Download")
    where = page.html.find("a", string=lambda text: text and "Download" in text) or page.html.find(
        "a", href=lambda href: href and "/photos/" in href
    )
    head = officer_of(host, browser, role=Role.HEAD_OF_SERVICE, name="Chef")
    stranger = officer_of(make.commune("ait-baha", name="Aït Baha"), browser)

    assert kept.body == PNG
    assert kept.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in kept.headers["Content-Security-Policy"]
    for other in (head, stranger):
        other.get(where["href"], status=404)


def test_what_is_no_photo_is_refused_and_nothing_is_marked(browser: Browser) -> None:
    host = make.commune()
    planned, officer = make.confirmed(host, people=NAMES), officer_of(host, browser)
    with make.during(make.parts_of(planned)[0]):
        form = officer.get(f"{at(planned)}/paper").forms["form"]
        form["typed"] = "1-3"
        form = form.submit(status=200).forms["form"]
        form["photo"] = Upload("list.csv", b"a,b", "text/csv")
        page = form.submit(status=422)

    assert "The photo must be a picture (JPEG, PNG, WebP) or a PDF, of at most 10 MB." in words(page)
    assert make.standing(planned) == {}


def test_a_signed_sheet_takes_nothing_more(browser: Browser) -> None:
    host = make.commune()
    planned = make.held(make.confirmed(host, people=NAMES))

    page = officer_of(host, browser).get(f"{at(planned)}/paper")

    assert "This sheet is signed and locked." in words(page)
    assert "form" not in page.forms


def test_an_officer_of_elsewhere_finds_neither_sheet_nor_code(browser: Browser) -> None:
    planned = make.confirmed(people=NAMES)
    code = printed(planned)
    stranger = officer_of(make.commune("ait-baha", name="Aït Baha"), browser)

    stranger.get(f"{at(planned)}/paper", status=404)
    stranger.get(f"/sheets/{code}/1", status=404)
    officer_of(make.commune("jette", name="Jette"), browser, name="Other").get("/sheets/AAAA-BBBB/1", status=404)


def test_the_page_takes_as_many_statements_for_three_as_for_one(browser: Browser) -> None:
    host = make.commune()
    officer, counts = officer_of(host, browser), []
    for names in (NAMES[:1], NAMES):
        planned = make.session(host)
        for name in names:
            make.registered(planned, name)
        printed(planned)
        with statements() as seen:
            officer.get(f"{at(planned)}/paper")
        counts.append(len(seen))

    assert counts[0] == counts[1]
