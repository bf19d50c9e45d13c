"""The organiser asks a trainer, marks on behalf, adds who came, corrects after the signature."""

import pytest

from cic_events.cycle.sessions import trainers
from cic_events.events import presence
from cic_events.events.states import EventState, Presence
from cic_events.kernel.db import reading
from cic_events.people.models import Role
from cic_events.people.permissions import SYSTEM
from tests import make_events as make
from tests.browser import Browser
from tests.functional.attendance.test_trainer import press, said, words
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("db", "now")


def officer_of(host, browser: Browser, *, role: Role = Role.SAS_OFFICER, name: str = "Naïma Oubella") -> Browser:
    return browser.signed_in_as(make.account(host, role=role, name=name)).in_language("en")


def test_a_trainer_of_the_directory_is_asked_answers_by_telephone_and_is_confirmed(browser: Browser) -> None:
    host = make.commune()
    planned, listed = make.session(host), make.trainer(host)
    officer = officer_of(host, browser)

    form = officer.get(f"/sessions/{planned.id}").click("Ask a trainer").forms["form"]
    form["person"] = str(listed.person_id)
    page = form.submit(status=303).follow()
    assert "Asked, no answer yet" in words(page)
    page = press(page, "Said yes by telephone").follow()
    assert "told by telephone, noted by Naïma Oubella" in words(page)
    page = press(page, "Confirm the trainer").follow()

    assert said(page) == "The trainer is confirmed and told."
    assert [one.person_id for one in make.assignments(planned)] == [listed.person_id]


def test_somebody_else_is_asked_by_name_and_needs_a_way_to_be_asked(browser: Browser) -> None:
    host = make.commune()
    planned = make.session(host)
    officer = officer_of(host, browser)

    form = officer.get(f"/sessions/{planned.id}/trainers/ask").forms["form"]
    form["name"] = "Amal Serghini"
    refused = form.submit(status=422)
    assert "Write an e-mail address or a phone number: the question has to arrive." in words(refused)
    refused.forms["form"]["email"] = "amal@example.org"
    page = refused.forms["form"].submit(status=303).follow()

    assert "Amal Serghini amal@example.org Asked, no answer yet" in words(page)


def test_a_refusal_by_telephone_is_noted_with_its_reason(browser: Browser) -> None:
    host = make.commune()
    planned = make.session(host)
    make.asked(planned)
    page = officer_of(host, browser).get(f"/sessions/{planned.id}").click("Cannot come")

    page.forms["form"]["reason"] = "Broke a leg"
    page = page.forms["form"].submit(status=303).follow()

    assert "Declined told by telephone, noted by Naïma Oubella Broke a leg" in words(page)


def test_a_double_booking_is_refused_in_words(browser: Browser) -> None:
    host = make.commune()
    first, second = make.session(host), make.session(host)
    make.trainer_of(first, "Amal Serghini")
    asked = make.asked(second, "Amal Serghini")
    trainers.accept(asked.id, by=SYSTEM)

    page = press(officer_of(host, browser).get(f"/sessions/{second.id}"), "Confirm the trainer")

    assert page.status_int == 422
    assert "Amal Serghini is confirmed for another session at that time: Belfaa, 2026-10-28" in words(page)


def test_the_link_is_shown_to_the_organiser_alone(browser: Browser) -> None:
    host = make.commune()
    planned = make.session(host)
    asked = make.asked(planned)
    page = press(officer_of(host, browser).get(f"/sessions/{planned.id}"), "Show link")

    assert f"/trainer/{make.trainer_token(asked)}" in words(page)
    assert page.headers["Cache-Control"] == "no-store"


def test_who_was_asked_is_shown_to_the_organiser_and_not_to_the_public(browser: Browser) -> None:
    planned = make.session()
    make.asked(planned, email="jl@example.org")

    page = browser.in_language("en").get(f"/sessions/{planned.id}")

    assert "Asked, no answer yet" not in words(page)
    assert "jl@example.org" not in page.text


def test_an_officer_of_elsewhere_finds_no_attendance(browser: Browser) -> None:
    planned = make.confirmed()
    [part] = make.parts_of(planned)
    stranger = officer_of(make.commune("ait-baha", name="Aït Baha"), browser)

    for where in ("", f"/{part.id}", f"/{part.id}/sign", "/add"):
        stranger.get(f"/sessions/{planned.id}/attendance{where}", status=404)
    stranger.get(f"/sessions/{planned.id}/trainers/ask", status=404)


def test_an_officer_marks_on_behalf_and_signs_with_the_own_name(browser: Browser) -> None:
    host = make.commune()
    planned, officer = make.confirmed(host), officer_of(host, browser)
    [part] = make.parts_of(planned)
    with make.during(part):
        page = officer.get(f"/sessions/{planned.id}").click("Attendance").click("Open the sheet")
        page = page.forms["sheet"].submit("everybody", status=303).follow()
        page = page.click("Finish and sign").forms["form"].submit(status=303).follow()

    assert "Marked by Naïma Oubella Signed by Naïma Oubella, 28 October 2026, 09:05" in words(page)
    assert "100 % 420 / 420" in words(page)
    assert "Held" in words(officer.get(f"/sessions/{planned.id}"))


def test_who_came_without_a_registration_is_put_on_the_list(browser: Browser) -> None:
    host = make.commune()
    planned, officer = make.confirmed(host), officer_of(host, browser)
    [part] = make.parts_of(planned)
    with make.during(part):
        form = officer.get(f"/sessions/{planned.id}/attendance").click("Somebody else came").forms["form"]
        form["name"], form["commune"] = "Chafik Zed", str(host.id)
        page = form.submit(status=303).follow()

    assert said(page) == "Chafik Zed is on the list now."
    assert [one.name for one in make.book(planned).people] == ["Amina Aït", "Brahim Oul", "Chafik Zed"]


def test_a_correction_is_asked_by_one_and_confirmed_by_another(browser: Browser) -> None:
    host = make.commune()
    planned = make.held(make.confirmed(host), Amina=Presence.ABSENT)
    [part] = make.parts_of(planned)
    officer, director = officer_of(host, browser), officer_of(host, browser, role=Role.DIRECTOR, name="Hassan Director")

    page = officer.get(f"/sessions/{planned.id}/attendance/{part.id}").click("Correct", index=0)
    page.forms["form"]["status"], page.forms["form"]["reason"] = "present", "She was in the other room"
    page = page.forms["form"].submit(status=303).follow()
    assert "Amina Aït , 28 October 2026: Absent → Present She was in the other room" in words(page)
    assert "Refuse" not in words(page)

    page = press(director.get(f"/sessions/{planned.id}/attendance"), "Confirm").follow()

    assert said(page) == "Corrected."
    assert make.standing(planned) == {"Amina Aït": Presence.PRESENT, "Brahim Oul": Presence.PRESENT}


def test_a_session_begins_on_its_day_and_is_closed_after_the_report(browser: Browser) -> None:
    host = make.commune()
    planned, officer = make.confirmed(host), officer_of(host, browser)
    [part] = make.parts_of(planned)
    assert "It begins" not in words(officer.get(f"/sessions/{planned.id}"))
    with make.during(part):
        page = press(officer.get(f"/sessions/{planned.id}"), "It begins").follow()
        assert "Running" in words(page)
    make.held(planned)
    [assignment] = make.assignments(planned)
    trainers.report(assignment.id, given="Two interviews", difficulties="", advice="", by=SYSTEM)

    page = press(officer.get(f"/sessions/{planned.id}"), "Close the session").follow()

    assert make.again(planned).state is EventState.CLOSED
    assert "Two interviews" in words(page)
    page = officer.get(f"/sessions/{planned.id}/attendance/{part.id}")
    assert page.html.find("a", string="Correct") is None


def test_the_sheet_prints_with_numbers_and_a_place_for_the_signature(browser: Browser) -> None:
    host = make.commune()
    planned = make.confirmed(host)
    [part] = make.parts_of(planned)

    page = officer_of(host, browser).get(f"/sessions/{planned.id}/attendance/{part.id}")

    table = page.html.find(class_="signing").find("table")
    assert [th.get_text() for th in table.find_all("th", scope="col")][-1] == "Signature"
    assert [th.get_text() for th in table.find_all("th", scope="row")] == ["1", "2"]


@pytest.mark.parametrize("people", [3, 30])
def test_a_book_page_of_three_and_of_thirty_takes_the_same_statements(browser: Browser, people: int) -> None:
    host = make.commune()
    planned = make.confirmed(host, people=[f"Person {n}" for n in range(people)], capacity=40)
    [part] = make.parts_of(planned)
    officer = officer_of(host, browser)
    with make.during(part):
        make.mark_all(planned)
        with statements() as sent:
            officer.get(f"/sessions/{planned.id}/attendance")

    assert len([s for s in sent if s.startswith("SELECT")]) == 11


def test_totals_of_the_page_are_those_of_the_figures(browser: Browser) -> None:
    planned = make.held(make.confirmed(days=2), Brahim=Presence.LATE)

    with reading():
        book = presence.book(planned.id)
        assert {one.registration_id: book.total(one.registration_id) for one in book.people} == presence.totals(
            planned.id
        )
