"""Errands on an activity's page: open the records behind a figure, see why it is not green, give the task."""

from datetime import date

import pytest
from sqlalchemy import func, select
from webtest import TestResponse

from cic_events.events.states import Audience
from cic_events.kernel.db import reading, transaction
from cic_events.people.models import Language, Organisation, Partnership, PartnershipSouth, Person, Role, Side
from cic_events.people.permissions import SYSTEM
from cic_events.programme import service
from cic_events.programme.models import ActionItem, Activity, Programme
from tests import make, make_events, make_proofs
from tests.browser import Browser
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("now")
HELD_ON = date(2026, 9, 21)


@pytest.fixture
def belfaa(browser: Browser) -> Organisation:
    """The plan, running in 2026; Belfaa and its partner Jette."""
    service.load_framework(by=SYSTEM)
    with transaction() as db:
        for model in (Programme, Activity):
            for row in db.scalars(select(model)):
                row.starts_on, row.ends_on = date(2026, 1, 1), date(2026, 12, 31)
    jette, belfaa = make.commune("Jette", side=Side.NORTH, slug="jette"), make.commune("Belfaa", slug="belfaa")
    with transaction() as db:
        link = PartnershipSouth(organisation_id=belfaa.id)
        db.add(Partnership(north_id=jette.id, starts_on=date(2015, 1, 1), ends_on=None, souths=[link]))
    return belfaa


@pytest.fixture
def naima(belfaa: Organisation) -> Person:
    return make.person(name="Naïma Oubella", at=belfaa, language=Language.EN)


@pytest.fixture
def manager(belfaa: Organisation) -> Person:
    return make.person(name="Sofie Claes", role=Role.PROGRAMME_MANAGER, at=make.commune("Office"))


def trained(belfaa: Organisation, *names: str, minutes: int = 420) -> int:
    """A training on communication, held a week ago, where these officers were; the session's id."""
    session = make_events.session(belfaa, day=date(2026, 10, 20), activity_code="R6.1", theme="communication_plan")
    for name in names:
        make_events.person(name, at=belfaa, role=Role.SAS_OFFICER, email=f"{name.split()[0].lower()}@example.org")
        make_proofs.marked(make_events.registered(session, name), minutes)
    make_proofs.held(session)
    make_proofs.moved(session, HELD_ON)
    return session.id


def words_of(page: TestResponse, selector: str = "main") -> list[str]:
    return [" ".join(tag.get_text(" ").split()) for tag in page.html.select(selector)]


def text(page: TestResponse) -> str:
    return words_of(page)[0]


def test_each_record_opens_and_names_its_person_to_who_may_see_sheets_there(
    browser: Browser, belfaa: Organisation, naima: Person
) -> None:
    session_id = trained(belfaa, "Amina Aït")

    page = browser.signed_in_as(naima).get("/programme/R6.1?commune=belfaa")

    [record] = words_of(page, ".record")
    assert record.startswith("Attendance 1 officers · Amina Aït · Gestion des compétences · Belfaa · 100 % of the time")
    assert record.endswith("21 September 2026 verified counted")
    assert page.click("Attendance 1").request.path == f"/sessions/{session_id}/attendance"


def test_a_visitor_sees_the_record_and_not_the_person(browser: Browser, belfaa: Organisation) -> None:
    trained(belfaa, "Amina Aït")

    page = browser.in_language("en").get("/programme/R6.1?commune=belfaa")

    assert "Amina" not in page
    assert "100 %" not in words_of(page, ".record")[0]
    assert words_of(page, ".record")[0].endswith("21 September 2026 verified counted")
    assert words_of(page, ".lack button") == []


@pytest.mark.parametrize("people", [1, 3, 60])
def test_the_records_page_has_as_many_counted_lines_as_the_figure_says(
    browser: Browser, belfaa: Organisation, people: int
) -> None:
    session = make_events.session(
        belfaa, day=date(2026, 10, 20), capacity=100, theme="project_design", audience=Audience.ASSOCIATION
    )
    make_proofs.associations(session, belfaa, people)
    make_proofs.held(session)
    make_proofs.moved(session, HELD_ON)
    page = browser.in_language("en").get("/programme/R4.7?commune=belfaa")
    assert words_of(page, ".stat-tile__value")[0].startswith(f"{people} /")

    page = page.click("Every record")

    seen = len(page.html.select(".record"))
    while page.html.find("a", rel="next"):
        page = page.click("Next")
        seen += len(page.html.select(".record"))
    assert seen == people
    assert f"counted {people}" in words_of(page, ".tabs")[0]


def test_the_records_are_filtered_by_their_part_in_the_figure(
    browser: Browser, belfaa: Organisation, naima: Person
) -> None:
    trained(belfaa, "Amina Aït")
    page = browser.signed_in_as(naima).get("/programme/R6.1?commune=belfaa").click("Every record")

    form = next(f for f in page.forms.values() if "part" in f.fields)
    form["part"] = "refused"
    page = form.submit()

    assert words_of(page, ".record") == []
    assert "No record here" in text(page)
    assert len(page.click("counted").html.select(".record")) == 1


@pytest.mark.parametrize("address", ["R3.1/records", "R6.1/records?unit=commune:999", "hello/records"])
def test_records_of_nothing_are_not_found(browser: Browser, belfaa: Organisation, address: str) -> None:
    browser.get(f"/programme/{address}", status=404)


def test_why_it_is_not_green_names_the_owner_and_one_press_gives_the_task_once(
    browser: Browser, belfaa: Organisation, naima: Person, manager: Person
) -> None:
    make.person(name="Hassan Idrissi", role=Role.HR_REFERENT, at=belfaa)
    mine = browser.signed_in_as(manager).in_language("en")
    address = "/programme/R3.2?commune=belfaa"
    tabs = [mine.get(address) for _tab in range(2)]
    assert words_of(tabs[0], ".lack__what") == [
        "Plan a training on “HR basics”; still asked for: 1 (officer trained) HR referent · Belfaa · Hassan Idrissi"
    ]

    given = [next(f for f in tab.forms.values() if "Give the task" in f.text).submit(status=303) for tab in tabs]

    assert given[0].location == given[1].location
    with reading() as db:
        assert db.scalar(select(func.count()).select_from(ActionItem)) == 1
    page = mine.get(address)
    assert "Task, by 28 October 2026" in words_of(page, ".lack")[0]
    assert "Give the task" not in page


def test_the_task_stands_on_the_owners_first_page_and_is_done_there(
    browser: Browser, belfaa: Organisation, manager: Person
) -> None:
    referent = make.person(name="Hassan Idrissi", role=Role.HR_REFERENT, at=belfaa, language=Language.EN)
    page = browser.signed_in_as(manager).in_language("en").get("/programme/R3.2?commune=belfaa")
    next(f for f in page.forms.values() if "Give the task" in f.text).submit(status=303)

    page = browser.signed_in_as(referent).get("/").click("Plan a training on")
    page = next(f for f in page.forms.values() if "It is done" in f.text).submit(status=303).follow()

    assert words_of(page, "[role=status]")[0] == "It is done. The figure follows from the records."
    assert "Plan a training on" not in browser.signed_in_as(referent).get("/")


def test_whoever_owns_it_gets_the_screen_where_the_work_is_done(browser: Browser, belfaa: Organisation) -> None:
    referent = make.person(name="Hassan Idrissi", role=Role.HR_REFERENT, at=belfaa, language=Language.EN)

    page = browser.signed_in_as(referent).get("/programme/R3.2?commune=belfaa").click("Do it")

    assert page.request.path == "/sessions/new"


def test_a_task_for_nothing_that_lacks_is_not_given(browser: Browser, belfaa: Organisation, manager: Person) -> None:
    page = browser.signed_in_as(manager).in_language("en").get("/programme/R3.2?commune=belfaa")
    form = next(f for f in page.forms.values() if "Give the task" in f.text)
    form["lack"].force_value("R3.2:commune:999:train")

    form.submit(status=404)


def test_dropping_a_task_wants_a_reason(browser: Browser, belfaa: Organisation, manager: Person) -> None:
    mine = browser.signed_in_as(manager).in_language("en")
    page = mine.get("/programme/R3.2?commune=belfaa")
    page = next(f for f in page.forms.values() if "Give the task" in f.text).submit(status=303).follow()

    refused = page.forms["drop"].submit(status=422)
    form = refused.forms["drop"]
    form["d-reason"] = "The trainer left"

    assert "Dropped: The trainer left" in text(form.submit(status=303).follow())


def test_the_proof_reads_from_the_need_to_what_was_learnt(
    browser: Browser, belfaa: Organisation, naima: Person
) -> None:
    trained(belfaa, "Amina Aït", "Brahim Oul")

    page = browser.signed_in_as(naima).get("/programme/R6.1?commune=belfaa")

    assert words_of(page, ".chain__words") == [
        "no need named",
        "outside the plan",
        "session 1 21 September 2026, 2 registered",
        "2 present at least 80 % of the time",
        "0 pairs of tests before and after",
        "0 acquired every objective, as validated",
    ]


def test_a_record_from_a_session_of_another_activity_is_told(browser: Browser, belfaa: Organisation) -> None:
    session = make_events.session(belfaa, day=date(2026, 10, 20), activity_code="R3.5", theme="communication_plan")
    make_events.person("Amina Aït", at=belfaa, role=Role.SAS_OFFICER, email="amina@example.org")
    make_proofs.marked(make_events.registered(session, "Amina Aït"), 420)
    make_proofs.held(session)
    make_proofs.moved(session, HELD_ON)

    page = browser.in_language("en").get("/programme/R6.1?commune=belfaa")

    assert "1 counted record comes from a session that stands under another activity." in words_of(page, ".note")


def test_a_setting_is_changed_with_a_reason_and_its_history_shows(
    browser: Browser, belfaa: Organisation, manager: Person
) -> None:
    mine = browser.signed_in_as(manager).in_language("en")
    page = mine.get("/programme/R6.1").click(href="min_attendance")
    form = page.forms["form"]
    form["value"], form["valid_from"], form["reason"] = "75", "2026-03-01", "agreed by the ten communes"

    page = form.submit(status=303).follow()

    assert "Least presence (%): 50 , 75 since 1 March 2026. agreed by the ten communes" in text(page)
    assert "Least presence (%) 75 Change" in text(page)


def test_an_officer_cannot_change_a_setting(browser: Browser, belfaa: Organisation, naima: Person) -> None:
    with reading() as db:
        id = db.scalars(select(Activity.id).where(Activity.code == "R6.1")).one()

    browser.signed_in_as(naima).get(f"/programme/settings/{id}/min_attendance", status=404)


@pytest.mark.parametrize("language", ["fr", "nl", "ar", "en"])
def test_the_pages_read_in_the_four_languages(
    browser: Browser, belfaa: Organisation, manager: Person, language: str
) -> None:
    trained(belfaa, "Amina Aït")
    mine = browser.signed_in_as(manager).in_language(language)

    page = mine.get("/programme/R6.1?commune=belfaa")
    records = mine.get(page.html.select_one("a[href*=records]")["href"])

    assert [p.html.find("html")["lang"] for p in (page, records)] == [language, language]


@pytest.mark.parametrize("people", [1, 4])
def test_the_page_asks_a_constant_number_of_questions(
    browser: Browser, belfaa: Organisation, naima: Person, people: int
) -> None:
    trained(belfaa, *(f"Amina {letter}" for letter in "abcd"[:people]))
    mine = browser.signed_in_as(naima)
    mine.get("/programme/R6.1")

    with statements() as sent:
        mine.get("/programme/R6.1")
        mine.get(f"/programme/R6.1/records?unit=commune:{belfaa.id}")

    assert len([s for s in sent if s.startswith("SELECT")]) == 82


def test_the_wall_of_one_commune_leads_to_what_that_commune_did(browser: Browser, belfaa: Organisation) -> None:
    berkane = make.commune("Berkane", slug="berkane")
    with transaction() as db:
        link = PartnershipSouth(organisation_id=berkane.id)
        north = make.commune("Saint-Gilles", side=Side.NORTH)
        db.add(Partnership(north_id=north.id, starts_on=date(2015, 1, 1), ends_on=None, souths=[link]))
    trained(belfaa, "Amina Aït")

    page = browser.in_language("en").get("/programme/?commune=berkane").click("Staff and councillors")

    assert "Berkane" in words_of(page, "h2")
    assert "Belfaa" not in words_of(page, "h2")
    assert words_of(page, ".record") == []
    assert "Belfaa" in words_of(page.click("Berkane"), "h2")


@pytest.mark.parametrize("people", [1, 3])
def test_the_wall_asks_a_constant_number_of_questions(browser: Browser, belfaa: Organisation, people: int) -> None:
    trained(belfaa, *(f"Amina {letter}" for letter in "abc"[:people]))
    browser.get("/programme/")

    with statements() as sent:
        browser.get("/programme/")

    assert len([s for s in sent if s.startswith("SELECT")]) == 26
