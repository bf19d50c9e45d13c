"""The officer's week on one screen: day by day, what to do, who waits for an answer."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from webtest import TestResponse

from cic_events.cycle.plans import queries as plans
from cic_events.cycle.sessions import service
from cic_events.cycle.sessions.models import TrainingSession
from cic_events.cycle.sessions.states import AssignmentState
from cic_events.kernel import clock
from cic_events.kernel.db import reading, transaction
from cic_events.kernel.texts import Texts
from cic_events.people.models import Language, Organisation, Role
from cic_events.people.permissions import SYSTEM
from tests import make_cycle, make_events, make_people
from tests.browser import Browser
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("now")  # Monday 28 September 2026
TUESDAY, FRIDAY = date(2026, 9, 29), date(2026, 10, 2)


def officer(browser: Browser, at: Organisation, **more: Any) -> Browser:
    return browser.signed_in_as(make_people.person(at=at, language=more.pop("language", Language.EN), **more))


def on(page: TestResponse, number: int) -> str:
    """What is said of the day with this number."""
    [day] = [li for li in page.html.select(".day") if li.select_one("b").text == str(number)]
    return " ".join(day.text.split())


def card(page: TestResponse, title: str) -> str:
    [found] = [c for c in page.html.select(".card") if c.h2 and c.h2.text == title]
    return " ".join(found.text.split())


def item_of(plan_id: int) -> int:
    with reading():
        return plans.show(plan_id).items[0].id


def changed(planned: TrainingSession, **values: Any) -> None:
    with transaction() as db:
        row = db.get_one(TrainingSession, planned.id)
        for name, value in values.items():
            setattr(row, name, value)


def test_the_week_runs_from_monday_to_sunday(browser: Browser) -> None:
    page = officer(browser, make_people.commune()).get("/week/?from=2026-10-01")

    assert page.html.h1.text == "This week"
    assert "28 September – 4 October 2026" in page.html.select_one(".page-header__lead").text


def test_one_goes_to_the_next_week_and_back(browser: Browser) -> None:
    reader = officer(browser, make_people.commune())

    after = reader.get("/week/").click("Next week")

    assert after.html.h1.text == "Week of 5 October 2026"
    assert after.click("Previous week").html.h1.text == "This week"
    assert after.click("Next week").click("This week", index=-1).html.h1.text == "This week"


def test_a_session_stands_on_its_day_with_all_that_one_asks_about_it(browser: Browser) -> None:
    home = make_people.commune()
    planned = make_events.session(home, day=TUESDAY, capacity=2, minimum=0, title=Texts(en="Filing"))
    for name in ("Amina Aït", "Brahim Aït", "Chama Aït"):
        make_events.registered(planned, name)

    said = on(officer(browser, home).get("/week/"), 29)

    for words in ("09:00 – 16:00", "Filing", "Salle du Conseil, Belfaa", "Jean-Luc Mertens"):
        assert words in said
    assert "2 / 2 registered · 1 waiting" in said
    assert "Trainer to be asked" in said


def test_each_part_stands_on_its_own_day(browser: Browser) -> None:
    home = make_people.commune()
    make_events.session(home, day=TUESDAY, days=2, title=Texts(en="Filing"))

    page = officer(browser, home).get("/week/")

    assert "Filing" in on(page, 29)
    assert "Filing" in on(page, 30)
    assert "Filing" not in on(page, 1)


def test_what_was_called_off_is_said_and_what_was_put_off_is_gone(browser: Browser) -> None:
    home = make_people.commune()
    off = make_events.session(home, day=TUESDAY, title=Texts(en="Filing"))
    later = make_events.session(home, day=TUESDAY, title=Texts(en="Minutes"))
    service.cancel(off.id, reason="The hall is closed", by=SYSTEM)
    service.postpone(later.id, reason="The trainer is ill", by=SYSTEM)

    said = on(officer(browser, home).get("/week/"), 29)

    assert "Filing" in said
    assert "Cancelled" in said
    assert "Minutes" not in said


def test_ends_of_registration_due_items_and_wanted_needs_stand_on_their_days(browser: Browser) -> None:
    make_cycle.framework()
    home = make_people.commune()
    planned = make_events.session(home, title=Texts(en="Filing"))
    changed(planned, closes_at=clock.WallTime(FRIDAY, time(12), "Africa/Casablanca").instant)
    make_cycle.approved(make_cycle.plan(home, items=[make_cycle.item_draft("Minutes", due_on=TUESDAY)]))
    make_cycle.need(home, "Files are lost", wanted_by=FRIDAY)

    page = officer(browser, home).get("/week/")

    assert "Registration closes at 12:00 Filing" in on(page, 2)
    assert "Wanted by this day Files are lost" in on(page, 2)
    assert "Due in the plan · R3.2 Minutes" in on(page, 29)
    assert "No session yet" in on(page, 29)


def test_an_item_with_its_session_is_not_missing_one(browser: Browser) -> None:
    make_cycle.framework()
    home = make_people.commune()
    plan = make_cycle.approved(make_cycle.plan(home, items=[make_cycle.item_draft("Minutes", due_on=TUESDAY)]))
    make_events.session(home, plan_item_id=item_of(plan.id))

    assert "No session yet" not in on(officer(browser, home).get("/week/"), 29)


def test_another_commune_s_week_is_not_ours(browser: Browser) -> None:
    make_cycle.framework()
    home, other = make_people.commune("Belfaa"), make_people.commune("Ouisselsate")
    make_events.session(other, day=TUESDAY, title=Texts(en="Filing"))
    make_cycle.approved(make_cycle.plan(other, items=[make_cycle.item_draft("Minutes", due_on=TUESDAY)]))
    make_cycle.need(other, "Files are lost", wanted_by=TUESDAY)

    page = officer(browser, home).get("/week/")

    assert "Nothing is planned in this week" in page
    assert not page.html.select(".day")


def test_the_programme_manager_sees_every_commune_s_week(browser: Browser) -> None:
    office, other = make_people.commune("Office"), make_people.commune("Ouisselsate")
    make_events.session(other, day=TUESDAY, title=Texts(en="Filing"))

    assert "Filing" in on(officer(browser, office, role=Role.PROGRAMME_MANAGER).get("/week/"), 29)


def test_late_tasks_come_first_and_those_of_later_weeks_are_counted(browser: Browser) -> None:
    home = make_people.commune()
    for days, problem in ((-20, "Late"), (-12, "Due"), (0, "Later")):
        with clock.travel(datetime(2026, 9, 28, 12, tzinfo=clock.now().tzinfo) + timedelta(days=days)):
            make_cycle.need(home, problem)

    said = card(officer(browser, home).get("/week/"), "To do")

    assert said.index("“Late”") < said.index("“Due”")
    assert "“Later”" not in said
    assert "1 more task is due after this week." in said


def test_the_first_page_still_shows_five_tasks(browser: Browser) -> None:
    home = make_people.commune()
    for number in range(7):
        make_cycle.need(home, f"Problem {number}")

    page = officer(browser, home).get("/")

    assert len(page.html.select(".task")) == 5


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (AssignmentState.REQUESTED, "Trainer asked"),
        (AssignmentState.ACCEPTED, "Trainer said yes"),
        (AssignmentState.DECLINED, "Trainer said no"),
    ],
)
def test_trainers_who_are_not_settled_wait(browser: Browser, state: AssignmentState, words: str) -> None:
    home = make_people.commune()
    changed(make_events.session(home, title=Texts(en="Filing")), trainer_state=state)

    said = card(officer(browser, home).get("/week/"), "Waiting for an answer")

    assert "Jean-Luc Mertens Filing · 28 October 2026" in said
    assert words in said


def test_people_without_e_mail_are_to_be_told_once_each(browser: Browser) -> None:
    home, other = make_people.commune("Belfaa"), make_people.commune("Ouisselsate")
    planned = make_events.session(home, title=Texts(en="Filing"))
    make_events.registered(planned, "Lahcen Amrani", email=None, phone="+212612345678")
    make_events.registered(planned, "Amina Aït")
    service.edit(
        planned.id,
        draft=make_events.draft(title=Texts(en="Filing"), days=2),
        version=make_events.version_of(planned.id),
        by=SYSTEM,
    )

    page = officer(browser, home).get("/week/")
    said = card(page, "Waiting for an answer")

    assert said.count("Lahcen Amrani") == 1
    assert page.html.find("a", href="tel:+212612345678")
    assert "Amina Aït" not in said
    assert "Lahcen" not in officer(browser, other).get("/week/")


def test_nobody_waits_says_so(browser: Browser) -> None:
    page = officer(browser, make_people.commune()).get("/week/")

    assert "Nobody waits for an answer." in page
    assert "Nothing waits for you." in page


def test_a_week_that_is_over_shows_what_happened_and_asks_nothing(browser: Browser) -> None:
    home = make_people.commune()
    make_cycle.need(home)
    make_events.session(home, day=date(2026, 9, 22), title=Texts(en="Filing"))

    page = officer(browser, home).get("/week/?from=2026-09-21")

    assert "Filing" in on(page, 22)
    assert [c.h2.text for c in page.html.select(".card")] == ["Day by day"]


def test_days_off_and_ramadan_are_said(browser: Browser) -> None:
    home = make_people.commune()

    page = officer(browser, home).get("/week/?from=2027-03-08")
    green_march = officer(browser, home).get("/week/?from=2026-11-06")

    assert "Ramadan: date estimated" in on(page, 8)
    assert "Eid al-Fitr, day off (Morocco): date estimated" in on(page, 9)
    assert "Green March, day off (Morocco)" in on(green_march, 6)


def test_the_count_of_statements_does_not_grow(browser: Browser) -> None:
    make_cycle.framework()
    home = make_people.commune()
    reader, counts = officer(browser, home), []
    for number in range(3):
        planned = make_events.session(home, day=TUESDAY, title=Texts(fr=f"Eau {number}"))
        changed(planned, closes_at=clock.now() + timedelta(days=1), trainer_state=AssignmentState.REQUESTED)
        make_events.registered(planned, f"Lahcen {number}", email=None, phone=f"+21261234567{number}")
        make_cycle.need(home, f"Eau {number}", wanted_by=FRIDAY)
        with statements() as said:
            reader.get("/week/")
        counts.append(len(said))

    assert counts[0] == counts[1] == counts[2]
    assert counts[0] <= 3 + 19  # who asks and when, then one for each part of the page and each kind of task


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.TRAINER, Role.AUDITOR])
def test_only_those_who_plan_have_this_page(browser: Browser, role: Role) -> None:
    reader = officer(browser, make_people.commune(), role=role)

    reader.get("/week/", status=404)
    assert "This week" not in reader.get("/sessions/")


def test_an_officer_finds_the_page_in_the_navigation(browser: Browser) -> None:
    page = officer(browser, make_people.commune()).get("/needs/")

    assert [a["href"] for a in page.html.select(".bottom-tabs li > a")][:2] == ["/", "/week/"]


@pytest.mark.parametrize("asked", ["soon", "2026-02-30", "9999-12-31", "0001-01-01", "%00"])
def test_nonsense_in_the_address_is_this_week(browser: Browser, asked: str) -> None:
    page = officer(browser, make_people.commune()).get(f"/week/?from={asked}")

    assert page.html.h1.text == "This week"


def test_arabic_names_stand_on_the_arabic_page(browser: Browser) -> None:
    home = make_people.commune()
    planned = make_events.session(home)
    made = make_events.registered(planned, "Lahcen Amrani", email=None, phone="+212612345678")
    with transaction() as db:
        db.get_one(type(made), made.id).person.name_ar = "لحسن أمراني"

    page = officer(browser, home, language=Language.AR).get("/week/")

    assert "لحسن أمراني" in page
    assert "Lahcen Amrani" not in page
