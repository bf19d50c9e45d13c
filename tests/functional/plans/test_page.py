"""The page of a plan: lean, printable, and clear about whose turn it is."""

import pytest

from cic_events.cycle.needs import queries as needs
from cic_events.cycle.plans import queries as plans
from cic_events.kernel import clock
from cic_events.kernel.db import reading
from cic_events.people.models import Language, Role
from tests import make, make_cycle
from tests.browser import Browser
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("now")


def test_the_count_of_statements_does_not_grow_with_the_items(browser: Browser) -> None:
    make_cycle.framework()
    home = make.commune()
    need = make_cycle.need(home, qualified=True)
    plan = make_cycle.plan(home)
    reader = browser.signed_in_as(make.person(at=home))
    counts = []
    for title in ("Reception", "Files", "Funding"):
        make_cycle.item(plan, make_cycle.item_draft(title, needs=[make_cycle.answering(need)]))
        with statements() as said:
            reader.get(f"/plans/{plan.id}")
        counts.append(len(said))

    assert counts[0] == counts[2]


def test_late_item_of_an_approved_plan_is_said_first(browser: Browser) -> None:
    make_cycle.framework()
    home = make.commune()
    late = make_cycle.item_draft("Reception", starts_on=None, due_on=clock.today().replace(month=5))
    plan = make_cycle.approved(make_cycle.plan(home, items=[late]))
    reader = browser.signed_in_as(make.person(at=home, language=Language.EN))

    page = reader.get(f"/plans/{plan.id}")

    assert "was due on 28 May 2026." in page.html.find("main").text


def test_tasks_go_to_who_decides_and_never_to_who_submitted(browser: Browser) -> None:
    make_cycle.framework()
    home = make.commune()
    officer, lead = (make_cycle.actor(role, at=home) for role in (Role.SAS_OFFICER, Role.LEAD_ELECTED))
    make_cycle.need(home)
    plan = make_cycle.plan(home, items=[make_cycle.item_draft()])
    make_cycle.submitted(plan, by=officer)

    told = {}
    for who in (officer, lead):
        with make_cycle.acting(who), reading():
            found = [*needs.tasks(who, clock.today()), *plans.tasks(who, clock.today())]
            told[who.person_id] = [task.url_endpoint for task in found]

    assert told == {officer.person_id: ["needs.show"], lead.person_id: ["plans.show"]}


def test_open_items_are_those_that_an_approved_plan_retains(db: None) -> None:
    make_cycle.framework()
    home = make.commune()
    officer = make_cycle.actor(at=home)
    plan = make_cycle.plan(home, items=[make_cycle.item_draft("Reception")])
    with make_cycle.acting(officer), reading():
        before = plans.open_items(officer)

    make_cycle.approved(plan)

    with make_cycle.acting(officer), reading():
        assert [item.title["en"] for item in plans.open_items(officer)] == ["Reception"]
    assert before == []
