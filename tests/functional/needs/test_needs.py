"""From a problem said in one's own words to a qualified need."""

import re
from typing import Any

from cic_events.cycle.needs import edits, queries, service
from cic_events.kernel import clock
from cic_events.kernel.db import reading, transaction
from cic_events.people.models import Language, Role
from cic_events.people.permissions import SYSTEM
from cic_events.programme.service import load_framework
from tests import make, make_cycle
from tests.browser import Browser

PROBLEM = "Les dossiers d’aide se perdent entre les bureaux."


def recorded(browser: Browser, officer: Any, **changes: Any) -> Any:
    """The answer to the form of a new need, filled in French."""
    form = browser.signed_in_as(officer).get("/needs/new").forms["form"]
    for name, value in {"problem": PROBLEM, "persons": "6", "severity": "4", **changes}.items():
        form[name] = value
    return form.submit(expect_errors=True)


def test_need_recorded_in_french_is_on_its_page_and_in_the_list(browser: Browser) -> None:
    officer = make.person(language=Language.FR)

    saved = recorded(browser, officer)

    assert saved.status_code == 303
    mine = browser.signed_in_as(officer)
    assert PROBLEM in mine.get(saved.location)
    listed = mine.get("/needs/?q=dossiers")
    assert PROBLEM in listed
    assert PROBLEM not in mine.get("/needs/?q=gouvernance")


def test_refused_form_answers_422_and_keeps_what_was_typed(browser: Browser) -> None:
    refused = recorded(browser, make.person(language=Language.FR), persons="0")

    assert refused.status_code == 422
    assert PROBLEM in refused
    with reading():
        assert queries.listing(queries.Filters(), as_of=clock.today()).total == 0


def test_blank_problem_is_refused_at_its_field(browser: Browser) -> None:
    refused = recorded(browser, make.person(), problem=" . ")

    assert refused.status_code == 422
    assert refused.html.find(id="problem")["aria-invalid"] == "true"


def test_officer_qualifies_and_a_second_tab_meets_a_conflict(browser: Browser) -> None:
    with transaction():
        load_framework(by=SYSTEM)
    officer = make.person(language=Language.EN)
    address = recorded(browser, officer).location
    first, second = (browser.signed_in_as(officer).get(address) for _tab in range(2))

    answers = []
    for tab in (first, second):
        form = tab.forms["qualify"]
        form["q-theme"], form["q-activity_code"] = "social_diagnosis", "R3.5"
        answers.append(form.submit(expect_errors=True))

    assert [answer.status_code for answer in answers] == [303, 409]
    assert "R3.5" in browser.signed_in_as(officer).get(address)


def test_a_qualified_need_leads_into_the_plan_that_is_being_written(browser: Browser) -> None:
    make_cycle.framework()
    home = make.commune()
    officer = make.person(language=Language.EN, at=home)
    need = make_cycle.need(home, qualified=True)
    signed_in = browser.signed_in_as(officer)
    assert signed_in.get(f"/needs/{need.id}").html.find("main").find("a", href="/plans/new")

    plan = make_cycle.plan(home)
    link = signed_in.get(f"/needs/{need.id}").html.find("main").find("a", href=re.compile("/items/new"))

    assert link.get_text(strip=True).startswith("Put it into: Plan 202")
    assert link["href"] == f"/plans/{plan.id}/items/new?need={need.id}"
    chosen = signed_in.get(link["href"]).forms["form"]["needs"].value
    assert chosen == str(need.id)


def test_qualifying_without_a_code_says_so(browser: Browser) -> None:
    officer = make.person(language=Language.EN)
    form = browser.signed_in_as(officer).get(recorded(browser, officer).location).forms["qualify"]
    form["q-theme"] = "social_diagnosis"

    refused = form.submit(expect_errors=True)

    assert refused.status_code == 422
    assert "Choose the activity that this need serves." in refused


def test_need_that_training_does_not_answer_is_closed_with_its_reason(browser: Browser) -> None:
    officer = make.person(language=Language.EN)
    address = recorded(browser, officer).location
    form = browser.signed_in_as(officer).get(address).forms["close"]
    form["c-lacks"], form["c-reason"] = "tool", "There is one printer for three floors."

    form.submit(status=303)

    shown = browser.signed_in_as(officer).get(address)
    assert "There is one printer for three floors." in shown
    assert "qualify" not in shown.forms


def test_need_is_not_seen_from_another_commune(browser: Browser) -> None:
    address = recorded(browser, make.person()).location
    stranger = make.person(name="Joke Peeters", at=make.commune("Jette"))

    browser.signed_in_as(stranger).get(address, status=404)


def test_participant_cannot_record(browser: Browser) -> None:
    browser.signed_in_as(make.person(role=Role.PARTICIPANT)).get("/needs/new", status=404)


def test_why_a_need_was_joined_to_another_is_said_in_the_readers_language(browser: Browser) -> None:
    load_framework(by=SYSTEM)
    officer = make.person(language=Language.FR)
    for _ in range(2):
        recorded(browser, officer)
    with reading():
        rows = queries.listing(queries.Filters(), as_of=clock.today()).rows
    for row in rows:
        service.qualify(row.id, theme="hr_basics", activity_code="R3.5", version=1, by=SYSTEM)
    edits.merge(rows[0].id, into_id=rows[1].id, by=SYSTEM)

    page = browser.signed_in_as(officer).get(f"/needs/{rows[0].id}")

    assert "Joint à un autre besoin qui dit la même chose." in page
