"""Validating by the trainer's link, what each role sees of the results, contests, gaps, and lean pages."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from cic_events.cycle.acquis import desk, service
from cic_events.cycle.acquis.models import Acquis
from cic_events.cycle.acquis.states import AcquisState, Verdict
from cic_events.cycle.needs.models import TrainingNeed
from cic_events.cycle.sessions.models import TrainingSession
from cic_events.events import links
from cic_events.kernel import clock
from cic_events.kernel.db import reading, transaction
from cic_events.kernel.reach import SYSTEM_REACH, acting_as
from cic_events.people.models import Role
from cic_events.people.permissions import SYSTEM
from cic_events.questionnaires.states import Phase, WaveState
from tests import make_events as events
from tests import make_learning as make
from tests.browser import Browser
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("now")


def validated(planned: TrainingSession) -> TrainingSession:
    with acting_as(SYSTEM_REACH):
        service.validate(planned.id, by=SYSTEM)
    return planned


def trainers_link(planned: TrainingSession) -> str:
    return f"/trainer/{events.trainer_token(events.assignments(planned)[0])}/learning"


def own_page(planned: TrainingSession, name: str) -> str:
    return f"/my/registration/{links.token(events.registration_of(planned.id, name).link_seed)}"


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_trainer_validates_by_the_link_in_one_press(browser: Browser, language: str) -> None:
    planned = make.finished(people=("Amina Aït", "Brahim Oul"))
    changed = make.rows(planned)["Brahim Oul", 2]

    page = browser.in_language(language).get(trainers_link(planned))
    form = page.forms["form"]
    assert form[f"v_{changed.id}"].value == "not_acquired"
    form[f"v_{changed.id}"], form[f"r_{changed.id}"] = "partly_acquired", "2"
    page = form.submit(status=303).follow()

    rows = make.rows(planned)
    assert {row.state for row in rows.values()} == {AcquisState.VALIDATED}
    assert (rows["Brahim Oul", 2].verdict, rows["Brahim Oul", 2].trainer_rating) == (Verdict.PARTLY_ACQUIRED, 2)
    assert "form" not in page.forms


def test_the_trainer_opens_and_closes_the_test_after(browser: Browser) -> None:
    planned = make.confirmed(people=("Amina Aït", "Brahim Oul"))
    events.held(planned)
    link = trainers_link(planned)

    page = browser.get(link)
    page = next(f for f in page.forms.values() if f.action.endswith("/post/open")).submit(status=303).follow()
    assert make.invited(planned, Phase.POST) == ["Amina Aït", "Brahim Oul"]
    next(f for f in page.forms.values() if f.action.endswith("/post/close")).submit(status=303).follow()
    assert make.wave(planned, Phase.POST).state is WaveState.CLOSED
    assert len(make.rows(planned)) == 4


def test_a_wrong_trainers_link_opens_nothing(browser: Browser) -> None:
    browser.get(f"/trainer/{'0' * 40}/learning", status=404)


def test_a_trainer_who_is_not_confirmed_sees_no_test(browser: Browser) -> None:
    planned = make.opened(make.drafted())
    assignment = events.asked(planned)

    browser.get(f"/trainer/{events.trainer_token(assignment)}/learning", status=(403, 404))


def test_the_referent_validates_on_behalf_and_the_page_says_so(browser: Browser) -> None:
    host = events.commune()
    planned = make.finished(host, people=("Amina Aït",))
    who = events.account(host, role=Role.HR_REFERENT, name="Rachida Amrani")
    referent = browser.signed_in_as(who).in_language("en")

    page = referent.get(f"/sessions/{planned.id}/results").click("Validate on the trainer")
    assert "You validate on the trainer's behalf" in page.text
    page = page.forms["form"].submit(status=303).follow()

    assert "Validated by Rachida Amrani, on the trainer's behalf." in page.text
    assert make.rows(planned)["Amina Aït", 1].validated_by_id == who.id


@pytest.mark.parametrize(
    ("role", "names", "points", "counts"),
    [
        (Role.HR_REFERENT, True, True, True),
        (Role.SAS_OFFICER, True, False, True),
        (Role.HEAD_OF_SERVICE, True, False, True),
        (Role.AUDITOR, True, False, True),
        (Role.LEAD_ELECTED, False, False, True),
        (Role.DIRECTOR, False, False, True),
    ],
)
def test_each_role_sees_what_it_may(browser: Browser, role: Role, names: bool, points: bool, counts: bool) -> None:
    host = events.commune()
    planned = validated(make.finished(host))

    page = browser.signed_in_as(events.account(host, role=role)).get(f"/sessions/{planned.id}/results")

    assert ("Amina Aït" in page.text) is names
    assert ("2 → 6 / 6" in page.text) is points
    assert ("33 %" in page.text) is counts


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.ASSOCIATION_CONTACT])
def test_the_results_are_not_for_everybody(browser: Browser, role: Role) -> None:
    host = events.commune()
    planned = validated(make.finished(host))

    browser.signed_in_as(events.account(host, role=role)).get(f"/sessions/{planned.id}/results", status=404)


@pytest.mark.parametrize("role", [Role.SAS_OFFICER, Role.HR_REFERENT, Role.HEAD_OF_SERVICE, Role.LEAD_ELECTED])
def test_another_commune_sees_nothing(browser: Browser, role: Role) -> None:
    planned = validated(make.finished(people=("Amina Aït",)))
    neighbour = events.commune("ait-baha", name="Aït Baha")

    browser.signed_in_as(events.account(neighbour, role=role)).get(f"/sessions/{planned.id}/results", status=404)


def test_of_four_people_elected_officials_see_nothing_and_nobody_sees_a_mean(browser: Browser) -> None:
    host = events.commune()
    planned = validated(make.finished(host, people=make.PEOPLE[:4]))

    elected = browser.signed_in_as(events.account(host, role=Role.LEAD_ELECTED)).get(f"/sessions/{planned.id}/results")
    referent = browser.signed_in_as(events.account(host, role=Role.HR_REFERENT, name="Rachida Amrani"))
    page = referent.get(f"/sessions/{planned.id}/results")

    assert elected.html.find("main").find("table") is None
    assert "33 %" not in page.text
    assert "2 → 6 / 6" in page.text


def test_the_picture_and_the_table_hold_the_same_figures_with_a_sentence(browser: Browser) -> None:
    host = events.commune()
    planned = validated(make.finished(host))
    referent = browser.signed_in_as(events.account(host, role=Role.HR_REFERENT)).in_language("en")

    page = referent.get(f"/sessions/{planned.id}/results")

    assert "6 of 6 people progressed on “Rédiger une fiche de poste”." in page.text
    picture = page.html.find("svg", class_="mirror")
    assert (picture.find("circle", class_="dumbbell__before")["cx"], picture.find_all("circle")[1]["cx"]) == (
        "33%",
        "100%",
    )
    first = [cell.text.strip() for cell in page.html.find("tbody").find("tr").find_all("td")]
    assert first == ["n = 6", "33 %", "100 %", "+67"]
    assert "acquired from 60 % of the objective" in page.text


def test_a_person_reads_the_own_result_contests_it_and_reads_the_final_decision(browser: Browser) -> None:
    host = events.commune()
    planned = make.finished(host, people=("Amina Aït", "Brahim Oul"))
    own = own_page(planned, "Amina Aït")
    assert "not validated the results yet" in browser.in_language("en").get(own).text
    validated(planned)

    page = browser.get(own)
    assert "Brahim" not in page.text
    form = page.click("I do not agree.*entretien").forms["form"]
    form["text"] = "La question était <b>ambiguë</b>"
    page = form.submit(status=303).follow()
    assert "You contested this result" in page.text

    referent = browser.signed_in_as(events.account(host, role=Role.HR_REFERENT)).in_language("en")
    form = referent.get(f"/sessions/{planned.id}/results").click("Settle").forms["form"]
    assert "<b>" not in form.text
    form["verdict"], form["because"] = "acquired", "Vu au travail"
    form.submit(status=303).follow()
    assert "Vu au travail" in browser.get(own).text


def test_after_fifteen_days_the_person_may_not_contest(browser: Browser) -> None:
    planned = validated(make.finished(people=("Amina Aït",)))
    own, row = own_page(planned, "Amina Aït"), make.rows(planned)["Amina Aït", 2]

    with clock.travel(clock.now() + timedelta(days=16)):
        assert "/contest/" not in browser.get(own).text
        form = browser.get(f"{own}/contest/{row.id}").forms["form"]
        form["text"] = "Trop tard"
        form.submit(status=422)

    assert make.rows(planned)["Amina Aït", 2].state is AcquisState.VALIDATED


def test_nobody_contests_by_another_ones_link(browser: Browser) -> None:
    planned = validated(make.finished(people=("Amina Aït", "Brahim Oul")))

    browser.get(f"{own_page(planned, 'Brahim Oul')}/contest/{make.rows(planned)['Amina Aït', 2].id}", status=404)


def test_a_gap_becomes_a_need_in_one_press_and_both_pages_link(browser: Browser) -> None:
    host = events.commune()
    planned = validated(make.finished(host))
    officer = browser.signed_in_as(events.account(host)).in_language("en")

    page = officer.get(f"/sessions/{planned.id}/results")
    [press] = [form for form in page.forms.values() if "/gaps/" in form.action]
    need = press.submit(status=303).follow()

    assert "6 personne(s) n’ont pas encore acquis : Mener un entretien" in need.text
    assert need.html.find("a", href=f"/sessions/{planned.id}/results") is not None
    again = officer.get(f"/sessions/{planned.id}/results")
    assert again.html.find("a", href=need.request.path) is not None
    assert not [form for form in again.forms.values() if "/gaps/" in form.action]
    assert officer.get(f"/sessions/{planned.id}").html.find("a", href=need.request.path) is not None
    press.submit(status=303)
    with reading() as db:
        assert db.query(TrainingNeed).count() == 1


def test_an_elected_official_is_offered_no_gap_button(browser: Browser) -> None:
    host = events.commune()
    planned = validated(make.finished(host))

    page = browser.signed_in_as(events.account(host, role=Role.LEAD_ELECTED)).get(f"/sessions/{planned.id}/results")

    assert not [form for form in page.forms.values() if "/gaps/" in form.action]


def test_the_first_page_says_what_is_to_be_done(app: Flask, browser: Browser) -> None:
    host = events.commune()
    who = events.officer(host)
    referent = events.officer(host, role=Role.HR_REFERENT)
    planned = make.confirmed(host, people=("Amina Aït", "Brahim Oul"))
    make.open_test(planned, Phase.PRE)
    make.answer(planned, Phase.PRE, "Amina Aït", "a", "a", "a")

    def said(actor):  # type: ignore[no-untyped-def]
        with acting_as(actor.reach), reading():
            return [(task.title % task.params, task.url_endpoint) for task in desk.tasks(actor, clock.today())]

    assert said(who) == [("Test before “Gestion des compétences”: 1 still to answer", "learning.tests")]
    events.held(planned)
    make.open_test(planned, Phase.POST)
    make.answer(planned, Phase.POST, "Amina Aït", "b", "ab", "a")
    make.close_test(planned, Phase.POST)
    assert said(referent) == [("Validate the results of “Gestion des compétences”", "learning.validate")]
    validated(planned)
    assert said(who) == [("Turn the gaps of “Gestion des compétences” into needs", "learning.results")]
    assert said(events.officer(events.commune("ait-baha", name="Aït Baha"))) == []


@pytest.mark.parametrize("page", ["results", "results/validate", "tests"])
def test_pages_of_thirty_people_ask_no_more_than_those_of_three(browser: Browser, page: str) -> None:
    host = events.commune()
    counts, role = [], Role.HR_REFERENT
    referent = browser.signed_in_as(events.account(host, role=role))
    for number in (3, 30):
        people = [f"Personne {chr(65 + n // 26)}{chr(97 + n % 26)} Naji" for n in range(number)]
        planned = make.finished(host, people=people, capacity=40, day=clock.today() + timedelta(days=30 + number))
        with statements() as said:
            referent.get(f"/sessions/{planned.id}/{page}")
        counts.append(len(said))

    assert counts[0] == counts[1]
    assert counts[0] <= 22, said


def test_who_sees_no_names_cannot_count_a_gap_by_sending_the_button(browser: Browser) -> None:
    host = events.commune()
    planned = validated(make.finished(host, people=("Amina Aït", "Brahim Oul")))
    elected = browser.signed_in_as(events.account(host, role=Role.LEAD_ELECTED))
    here = f"/sessions/{planned.id}/results"
    token = elected.get("/account").html.find("input", attrs={"name": "_token"})["value"]
    objective = next(iter(make.rows(planned).values())).learning_objective_id

    elected.post(f"{here}/gaps/{objective}", {"_token": token}, status=403)


def test_counts_wait_for_five_people_who_were_assessed(browser: Browser) -> None:
    host = events.commune()
    planned = make.finished(host)
    with acting_as(SYSTEM_REACH), transaction() as db:
        untested = [row.id for (name, _n), row in make.rows(planned).items() if name not in make.PEOPLE[:2]]
        changed = {"proposed": Verdict.NOT_ASSESSED, "verdict": None}
        db.execute(update(Acquis).where(Acquis.id.in_(untested)).values(**changed))
    validated(planned)

    elected = browser.signed_in_as(events.account(host, role=Role.LEAD_ELECTED)).get(f"/sessions/{planned.id}/results")

    assert elected.html.find("main").find("table") is None
