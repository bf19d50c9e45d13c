"""An officer writes objectives and questions on one page, with buttons that need no script."""

import pytest
from webtest import TestResponse

from cic_events.cycle.acquis import desk
from cic_events.kernel.db import reading
from cic_events.people.models import Role
from cic_events.questionnaires import queries
from cic_events.questionnaires.states import QuestionKind
from tests import make_events as events
from tests import make_learning as make
from tests.browser import Browser

pytestmark = pytest.mark.usefixtures("now")


def pressed(page: TestResponse, do: str) -> TestResponse:
    return page.forms["form"].submit("do", value=do, status=200)


def written(page: TestResponse, question: str, **typed: str | bool) -> None:
    """Fill in a question at this place, such as `0-questions-0`."""
    form = page.forms["form"]
    form[f"objectives-{question}-wording-fr"] = "Qui signe la fiche ?"
    for n, word in enumerate(("Moi", "Le chef", "Personne")):
        form[f"objectives-{question}-choices-{n}-wording-fr"] = word
    form[f"objectives-{question}-choices-1-right"] = True
    for name, value in typed.items():
        form[f"objectives-{question}-{name}"] = value


def test_an_officer_writes_an_objective_with_its_question(browser: Browser) -> None:
    host = events.commune()
    planned = events.session(host, opened=False)
    officer = browser.signed_in_as(events.account(host))

    page = officer.get(f"/sessions/{planned.id}").click("Objectives and test|Objectifs et test")
    written(page, "0-questions-0", points="3")
    page.forms["form"]["objectives-0-text-ar"] = "تحرير بطاقة منصب"
    page = page.forms["form"].submit(status=303).follow()

    assert "تحرير بطاقة منصب" in page.html.find("main").text
    with reading():
        found = desk.standing(planned.id)
        [question] = queries.questions(found.waves[0].questionnaire_id)
    assert [dict(objective.text) for objective in found.objectives] == [{"ar": "تحرير بطاقة منصب"}]
    assert (question.kind, question.points, question.objective_id) == (QuestionKind.SINGLE, 3, found.objectives[0].id)
    assert [(c.wording["fr"], c.right) for c in question.choices] == [
        ("Moi", False),
        ("Le chef", True),
        ("Personne", False),
    ]


def test_adding_shifting_and_removing_only_shows_the_page_again_with_what_was_typed(browser: Browser) -> None:
    host = events.commune()
    planned = events.session(host, opened=False)
    page = browser.signed_in_as(events.account(host)).get(f"/sessions/{planned.id}/learning")
    page.forms["form"]["objectives-0-text-fr"] = "Le premier"
    written(page, "0-questions-0")

    page = pressed(page, "add objective")
    page.forms["form"]["objectives-1-text-fr"] = "Le second"
    page = pressed(page, "add question 0")
    page = pressed(page, "add choice 0 1")
    page = pressed(page, "up objective 1")

    form = page.forms["form"]
    assert [form[f"objectives-{n}-text-fr"].value for n in (0, 1)] == ["Le second", "Le premier"]
    assert form["objectives-1-questions-0-wording-fr"].value == "Qui signe la fiche ?"
    assert form["objectives-1-questions-0-choices-1-right"].checked
    assert "objectives-1-questions-1-choices-4-wording-fr" in form.fields
    page = pressed(pressed(page, "drop question 1 1"), "drop objective 0")
    assert page.forms["form"]["objectives-0-text-fr"].value == "Le premier"
    assert "objectives-1-text-fr" not in page.forms["form"].fields
    with reading():
        assert desk.standing(planned.id).objectives == []


@pytest.mark.parametrize(
    "do", ["drop question 7 0", "up objective -1", "add choice 0", "add planet 0", "drop", "é 0 0 0"]
)
def test_an_order_that_fits_nothing_changes_nothing(browser: Browser, do: str) -> None:
    host = events.commune()
    planned = events.session(host, opened=False)
    officer = browser.signed_in_as(events.account(host))
    form = officer.get(f"/sessions/{planned.id}/learning").forms["form"]
    form["objectives-0-text-fr"] = "Le premier"

    page = officer.post(form.action, [*form.submit_fields(), ("do", do)], status=200)

    assert page.forms["form"]["objectives-0-text-fr"].value == "Le premier"


def test_a_question_that_cannot_be_scored_is_refused_with_what_was_typed(browser: Browser) -> None:
    host = events.commune()
    planned = events.session(host, opened=False)
    page = browser.signed_in_as(events.account(host)).get(f"/sessions/{planned.id}/learning")
    page.forms["form"]["objectives-0-text-fr"] = "Rédiger"
    written(page, "0-questions-0", **{"choices-0-right": True})

    page = page.forms["form"].submit(status=422)

    assert page.html.find(class_="error-summary") or page.html.find(role="alert")
    assert page.forms["form"]["objectives-0-questions-0-wording-fr"].value == "Qui signe la fiche ?"


def test_two_officers_at_once_the_second_is_told(browser: Browser) -> None:
    host = events.commune()
    planned = make.drafted(host)
    officer = browser.signed_in_as(events.account(host))
    page = officer.get(f"/sessions/{planned.id}/learning")
    page.forms["form"]["version"] = "0"
    page.forms["form"]["objectives-0-text-fr"] = "Mon texte"

    page = page.forms["form"].submit(status=409)

    assert page.forms["form"]["objectives-0-text-fr"].value == "Mon texte"
    page.forms["form"].submit(status=303)


def test_once_open_the_page_only_reads_and_a_late_form_is_refused(browser: Browser) -> None:
    host = events.commune()
    planned = make.drafted(host)
    officer = browser.signed_in_as(events.account(host))
    late = officer.get(f"/sessions/{planned.id}/learning").forms["form"]
    late["version"] = str(events.version_of(make.opened(planned).id))

    late.submit(status=422)
    page = officer.get(f"/sessions/{planned.id}/learning")

    assert "form" not in page.forms
    assert "Que contient la fiche ?" in page.text


def test_the_session_says_what_it_will_lack_without_objectives(browser: Browser) -> None:
    host = events.commune()
    planned = events.session(host)
    officer = browser.signed_in_as(events.account(host)).in_language("en")

    assert "Without objectives the session can open" in officer.get(f"/sessions/{planned.id}").text
    assert "Without objectives" not in browser.get(f"/sessions/{planned.id}").text


def test_the_public_reads_the_objectives_and_never_the_questions(browser: Browser) -> None:
    planned = make.opened(make.drafted())

    page = browser.get(f"/sessions/{planned.id}")

    assert "Rédiger une fiche de poste" in page.text
    assert "Qui signe la fiche" not in page.text


@pytest.mark.parametrize("role", [Role.HEAD_OF_SERVICE, Role.LEAD_ELECTED, Role.PARTICIPANT])
def test_the_questions_are_not_for_everybody(browser: Browser, role: Role) -> None:
    host = events.commune()
    planned = make.drafted(host)

    browser.signed_in_as(events.account(host, role=role)).get(f"/sessions/{planned.id}/learning", status=404)


def test_another_communes_officer_sees_no_questions(browser: Browser) -> None:
    planned = make.opened(make.drafted())
    neighbour = events.commune("ait-baha", name="Aït Baha")

    browser.signed_in_as(events.account(neighbour)).get(f"/sessions/{planned.id}/learning", status=(403, 404))


def test_percentages_are_said_on_the_sessions_form_and_stand_still_once_open(browser: Browser) -> None:
    host = events.commune()
    planned = make.opened(make.drafted(host))
    officer = browser.signed_in_as(events.account(host))

    form = officer.get(f"/sessions/{planned.id}/edit").forms["form"]
    assert (form["attendance_threshold"].value, form["pass_mark"].value) == ("80", "60")
    form["pass_mark"] = "50"
    page = form.submit(status=422)

    assert page.html.find(id="pass_mark-error") is not None
