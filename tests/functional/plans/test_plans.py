"""A plan is written from needs, submitted, decided by somebody else, and sessions come from it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from cic_events.cycle.plans.states import PlanState
from cic_events.kernel.texts import Texts
from cic_events.people.models import Language, Organisation, Role
from tests import make, make_cycle
from tests.browser import Browser

pytestmark = pytest.mark.usefixtures("now")


def belfaa() -> Organisation:
    make_cycle.framework()
    return make.commune("Belfaa")


def officer_of(home: Organisation) -> Any:
    return make.person(at=home, language=Language.EN)


def approver_of(home: Organisation) -> Any:
    return make.person(name="Hassan Amrani", role=Role.LEAD_ELECTED, at=home, language=Language.EN)


def filled(form: Any, **changes: Any) -> Any:
    """The form of an item that lacks nothing but its need."""
    values = {
        "title-fr": "Accueil et suivi des dossiers",
        "activity_code": "R3.2",
        "due_on": "2026-11-30",
        "seats": "12",
        "money-0-source": "Commune",
        "money-0-planned": "18000",
    }
    for name, value in {**values, **changes}.items():
        form[name] = value
    return form


def test_need_is_planned_submitted_and_approved_by_another_person(browser: Browser, now: datetime) -> None:
    home = belfaa()
    need = make_cycle.need(home, qualified=True)
    officer = browser.signed_in_as(officer_of(home))

    opened = officer.get("/plans/new").forms["form"].submit(status=303)
    item = filled(officer.get(f"{opened.location}/items/new").forms["form"], needs=[str(need.id)])
    item.submit(status=303)
    written = officer.get(opened.location)
    submit = next(form for form in written.forms.values() if form.action.endswith("/submit"))
    submit.submit(status=303)

    waiting = officer.get(opened.location)
    assert "somebody else decides about it" in waiting
    assert "approve" not in waiting.forms

    approver = browser.signed_in_as(approver_of(home))
    decision = approver.get(opened.location).forms["approve"]
    decision["a-deed"] = "Délibération 12/2026"
    decision.submit(status=303)

    shown = officer.get(opened.location)
    assert "Délibération 12/2026" in shown
    assert shown.html.find("a", href=lambda href: href and href.startswith("/sessions/new?item="))
    assert "Accueil et suivi des dossiers" in officer.get(f"/needs/{need.id}")


def test_submitting_says_what_each_item_lacks(browser: Browser) -> None:
    home = belfaa()
    plan = make_cycle.plan(home, items=[make_cycle.item_draft(activity_code="", due_on=None, starts_on=None)])
    officer = browser.signed_in_as(officer_of(home))
    page = officer.get(f"/plans/{plan.id}")
    submit = next(form for form in page.forms.values() if form.action.endswith("/submit"))

    refused = submit.submit(status=422)

    assert "“Basics of human resources” has no activity code." in refused
    assert "“Basics of human resources” has no due date." in refused
    assert make_cycle.again(plan).state is PlanState.DRAFT


def test_refused_item_keeps_what_was_typed(browser: Browser) -> None:
    home = belfaa()
    plan = make_cycle.plan(home)
    officer = browser.signed_in_as(officer_of(home))

    refused = filled(officer.get(f"/plans/{plan.id}/items/new").forms["form"], due_on="2031-01-01").submit(status=422)

    assert "Accueil et suivi des dossiers" in refused
    assert "The due date is outside the period of the plan." in refused


def test_plan_is_returned_with_words_that_the_officer_reads(browser: Browser) -> None:
    home = belfaa()
    plan = make_cycle.plan(home, items=[make_cycle.item_draft()])
    make_cycle.submitted(plan)
    form = browser.signed_in_as(approver_of(home)).get(f"/plans/{plan.id}").forms["return"]
    form["r-text"] = "Move the training after Ramadan."

    form.submit(status=303)

    assert "Move the training after Ramadan." in browser.signed_in_as(officer_of(home)).get(f"/plans/{plan.id}")


def test_approval_of_a_plan_that_changed_meanwhile_is_a_conflict(browser: Browser) -> None:
    home = belfaa()
    plan = make_cycle.plan(home, items=[make_cycle.item_draft()])
    make_cycle.submitted(plan)
    first, second = (browser.signed_in_as(approver_of(home)).get(f"/plans/{plan.id}") for _tab in range(2))

    first.forms["approve"].submit(status=303)
    late = second.forms["return"]
    late["r-text"] = "Not this year."

    assert "Not this year." not in late.submit(status=409).html.find("main").find("ol", class_="timeline").text


def test_item_of_a_draft_is_removed(browser: Browser) -> None:
    home = belfaa()
    plan = make_cycle.plan(home, items=[make_cycle.item_draft()])
    page = browser.signed_in_as(officer_of(home)).get(f"/plans/{plan.id}")

    next(form for form in page.forms.values() if form.action.endswith("/remove")).submit(status=303)

    assert "The plan is empty" in browser.signed_in_as(officer_of(home)).get(f"/plans/{plan.id}")


def test_list_of_plans_is_filtered_by_state(browser: Browser) -> None:
    home = belfaa()
    make_cycle.plan(home)
    officer = browser.signed_in_as(officer_of(home))

    assert "1 plan" in officer.get("/plans/?state=draft")
    assert "0 plans" in officer.get("/plans/?state=approved")


def test_draft_is_not_seen_from_another_commune(browser: Browser) -> None:
    plan = make_cycle.plan(belfaa())
    stranger = officer_of(make.commune("Jette"))

    browser.signed_in_as(stranger).get(f"/plans/{plan.id}", status=404)
    browser.signed_in_as(stranger).get(f"/plans/{plan.id}/items/new", status=404)


def test_plan_reads_from_right_to_left_in_arabic(browser: Browser) -> None:
    home = belfaa()
    named = replace(make_cycle.item_draft(), title=Texts(ar="أسس الموارد البشرية"))
    plan = make_cycle.plan(home, items=[named])

    page = browser.signed_in_as(officer_of(home)).in_language("ar").get(f"/plans/{plan.id}")

    assert page.html.html["dir"] == "rtl"
    assert "أسس الموارد البشرية" in page
