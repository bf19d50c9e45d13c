from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from cic_events.cycle.plans import queries
from cic_events.cycle.plans.edits import edit_item
from cic_events.cycle.plans.states import ItemState, PlanState
from cic_events.kernel.db import reading
from cic_events.people.models import Language, Role
from tests import make, make_cycle
from tests.browser import Browser
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("now")


@pytest.fixture
def home(db: None) -> Any:
    make_cycle.framework()
    return make.commune("Belfaa")


def form_of_item(browser: Browser, home: Any, item: Any) -> Any:
    officer = browser.signed_in_as(make.person(at=home, language=Language.EN))
    return officer.get(f"/plans/{item.plan_id}/items/{item.id}/edit").forms["form"]


def test_an_item_is_edited_with_its_money(browser: Browser, home: Any, now: datetime) -> None:
    item = make_cycle.item(make_cycle.plan(home))
    form = form_of_item(browser, home, item)
    form["seats"], form["money-0-committed"], form["money-1-source"] = "15", "2500.50", "DGD"
    form["money-1-planned"], form["money-1-currency"] = "300", "EUR"

    form.submit(status=303)

    with reading():
        [saved] = queries.show(item.plan_id).items
    assert (saved.seats, [(line.source, line.planned, line.committed) for line in saved.budget]) == (
        15,
        [("Commune", Decimal("10000.00"), Decimal("2500.50")), ("DGD", Decimal("300.00"), Decimal("0.00"))],
    )


def test_editing_keeps_the_seats_that_each_need_has(browser: Browser, home: Any) -> None:
    need = make_cycle.need(home, qualified=True)
    item = make_cycle.item(make_cycle.plan(home), make_cycle.item_draft(needs=[make_cycle.answering(need, 4)]))

    form_of_item(browser, home, item).submit(status=303)

    with reading():
        [saved] = queries.show(item.plan_id).items
    assert [(line.id, line.seats) for line in saved.needs] == [(need.id, 4)]


def test_who_saves_second_compares_and_keeps_the_text(browser: Browser, home: Any) -> None:
    item = make_cycle.item(make_cycle.plan(home))
    form = form_of_item(browser, home, item)
    with make_cycle.acting(make_cycle.actor(at=home, person=make.person(name="Fatima Zahra", at=home))) as other:
        changed = make_cycle.item_draft(seats=20, budget=[make_cycle.budget(7)])
        edit_item(item.id, draft=changed, version=item.version, by=other)
    form["title-en"] = "My own title"

    stale = form.submit(status=409)

    assert stale.forms["form"]["title-en"].value == "My own title"
    assert "Fatima Zahra" in stale.html.find(class_="timeline").text
    facts = stale.html.find(class_="facts")
    assert [dt.text for dt in facts.find_all("dt")] == ["Seats", "Money"]
    assert [dd.text for dd in facts.find_all("dd")] == ["20", "Commune: 7.00 MAD"]

    stale.forms["form"].submit(status=303)
    assert make_cycle.again(item).title["en"] == "My own title"


def test_a_submitted_plan_is_closed_to_edits(browser: Browser, home: Any) -> None:
    plan = make_cycle.plan(home, items=[make_cycle.item_draft()])
    make_cycle.submitted(plan)
    with reading():
        [item] = queries.show(plan.id).items

    officer = browser.signed_in_as(make.person(at=home))
    officer.get(f"/plans/{plan.id}/items/{item.id}/edit", status=403)


def test_an_approver_puts_an_item_off_with_a_reason(browser: Browser, home: Any) -> None:
    plan = make_cycle.plan(home, items=[make_cycle.item_draft()])
    make_cycle.submitted(plan)
    elected = browser.signed_in_as(make.person(role=Role.LEAD_ELECTED, at=home, language=Language.EN))
    form = elected.get(f"/plans/{plan.id}").click("Decide").forms["form"]
    form["state"] = "deferred"

    refused = form.submit(status=422)
    assert refused.html.find(id="reason")["aria-invalid"] == "true"
    again = refused.forms["form"]
    again["reason"] = "No trainer before March"
    again.submit(status=303)

    with reading():
        [item] = queries.show(plan.id).items
    assert (item.state, item.decision_reason) == (ItemState.DEFERRED, "No trainer before March")
    assert "No trainer before March" in elected.get(f"/plans/{plan.id}")


def test_an_approved_plan_is_put_in_force_then_revised(browser: Browser, home: Any) -> None:
    plan = make_cycle.approved(make_cycle.plan(home, items=[make_cycle.item_draft()]))
    officer = browser.signed_in_as(make.person(at=home, language=Language.EN))

    def press(page: Any, ending: str) -> Any:
        return next(f for f in page.forms.values() if f.action.endswith(ending)).submit(status=303).follow()

    shown = press(officer.get(f"/plans/{plan.id}"), "/in-force")
    assert make_cycle.again(plan).state is PlanState.IN_FORCE
    assert "edition 2" in press(shown, "/revise").html.h1.text


def test_a_page_of_a_plan_takes_as_many_statements_with_one_item_as_with_three(browser: Browser, home: Any) -> None:
    counts = []
    for year, number in ((2026, 1), (2027, 3)):
        drafts = [make_cycle.item_draft(f"Item {n}", starts_on=None, due_on=None) for n in range(number)]
        plan = make_cycle.plan(home, items=drafts, year=year)
        officer = browser.signed_in_as(make.person(at=home, language=Language.EN))
        officer.get("/plans/")
        with statements() as sent:
            officer.get(f"/plans/{plan.id}")
        counts.append(len(sent))

    assert counts[0] == counts[1]
