"""A visitor registers in a minute, without an account; the mailed link does the rest."""

from typing import Any

import pytest
from sqlalchemy import event, func, select
from webtest import TestResponse

from cic_events.app import database
from cic_events.events import links
from cic_events.events.models import Registration
from cic_events.events.states import Answer, RegistrationState
from cic_events.kernel.db import reading
from cic_events.messages.models import Mail
from tests import make_events as make
from tests.browser import Browser
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("now")


def filled(page: TestResponse, commune_id: int, **typed: Any) -> Any:
    form = page.forms["form"]
    said = {"name": "Amina Aït", "email": "amina@example.org", "function": "Agente SAS", "consent": True, **typed}
    form["commune"] = str(commune_id)
    for name, value in said.items():
        form[name] = value
    return form


def registrations() -> int:
    with reading() as db:
        return db.scalar(select(func.count(Registration.id))) or 0


def link_of(name: str, event_id: int) -> str:
    return f"/my/registration/{links.token(make.registration_of(event_id, name).link_seed)}"


@pytest.mark.parametrize("days", [1, 3])
def test_a_visitor_registers_in_three_requests_one_commit_and_few_statements(browser: Browser, days: int) -> None:
    planned = make.session(days=days)
    neighbour = make.commune("ait-baha", name="Aït Baha")
    commits = list[None]()
    event.listen(database.engine, "commit", count := lambda _: commits.append(None))

    with statements() as said:
        browser.get(f"/sessions/{planned.id}")
        page = browser.get(f"/sessions/{planned.id}/register")
        done = filled(page, neighbour.id).submit(status=303)
    event.remove(database.engine, "commit", count)

    asked = [statement for statement in said if "pg_advisory_xact_lock" not in statement]  # standing in line
    assert (len(asked) <= 20, len(commits)) == (True, 1), said
    done = done.follow()
    assert done.html.find("h1").text.strip() == "Gestion des compétences"
    assert done.request.path == f"/sessions/{planned.id}/registered"
    assert make.states(planned.id) == [("Amina Aït", RegistrationState.CONFIRMED)]


def test_on_a_full_session_a_visitor_is_told_of_the_waiting_list(browser: Browser) -> None:
    planned = make.session(capacity=1)
    make.registered(planned, "Brahim Oul")

    page = browser.get(f"/sessions/{planned.id}/register")
    done = filled(page, planned.owner_id).submit(status=303).follow()

    assert done.request.path == f"/sessions/{planned.id}/waiting"
    assert make.states(planned.id)[1] == ("Amina Aït", RegistrationState.WAITLISTED)


def test_the_same_form_twice_is_one_registration(browser: Browser) -> None:
    planned = make.session()
    form = filled(browser.get(f"/sessions/{planned.id}/register"), planned.owner_id)

    first, second = form.submit(status=303), form.submit(status=303)

    assert first.location == second.location
    assert registrations() == 1


def test_who_is_registered_already_cannot_be_told_from_a_stranger(browser: Browser) -> None:
    planned = make.session()
    make.registered(planned, "Amina Aït")

    known = filled(browser.get(f"/sessions/{planned.id}/register"), planned.owner_id).submit(status=303)
    stranger = filled(
        browser.get(f"/sessions/{planned.id}/register"),
        planned.owner_id,
        name="Chaima Id",
        email="chaima@example.org",
    ).submit(status=303)

    assert (known.status, known.location, known.body) == (stranger.status, stranger.location, stranger.body)
    assert registrations() == 2


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"email": ""}, "email"),
        ({"email": "amina"}, "email"),
        ({"consent": False}, "consent"),
        ({"email": "", "phone": "12"}, "phone"),
    ],
)
def test_a_refused_form_says_why_at_the_field_and_keeps_what_was_typed(
    browser: Browser, typed: dict[str, Any], field: str
) -> None:
    planned = make.session()

    page = filled(browser.get(f"/sessions/{planned.id}/register"), planned.owner_id, **typed).submit(status=422)

    assert page.html.find(id=f"{field}-error").text.strip() != ""
    assert page.forms["form"]["function"].value == "Agente SAS"
    assert page.forms["form"]["commune"].value == str(planned.owner_id)
    assert registrations() == 0


def test_without_a_commune_nobody_is_registered(browser: Browser) -> None:
    planned = make.session()

    page = filled(browser.get(f"/sessions/{planned.id}/register"), 0).submit(status=422)

    assert page.html.find(id="commune-error") is not None


def test_the_language_is_switched_without_losing_what_was_typed(browser: Browser) -> None:
    planned = make.session()
    form = filled(browser.get(f"/sessions/{planned.id}/register"), planned.owner_id)

    page = form.submit("_language", value="ar", status=200)

    assert page.html.find("html")["lang"] == "ar"
    assert page.forms["form"]["name"].value == "Amina Aït"
    assert registrations() == 0


def test_the_mailed_link_shows_and_only_a_press_withdraws(browser: Browser) -> None:
    planned = make.session(capacity=1)
    make.registered(planned, "Amina Aït")
    make.registered(planned, "Brahim Oul")
    link = link_of("Amina Aït", planned.id)

    shown = browser.get(link)
    assert make.states(planned.id)[0] == ("Amina Aït", RegistrationState.CONFIRMED)
    asked = browser.get(f"{link}/no")
    assert make.states(planned.id)[0] == ("Amina Aït", RegistrationState.CONFIRMED)
    after = next(form for form in asked.forms.values() if form.action.endswith("/withdraw")).submit(status=303).follow()

    assert shown.headers["Cache-Control"] == "no-store"
    assert shown.headers["Referrer-Policy"] == "same-origin"
    assert after.request.path == link
    assert make.states(planned.id) == [
        ("Amina Aït", RegistrationState.CANCELLED_BY_PERSON),
        ("Brahim Oul", RegistrationState.CONFIRMED),
    ]


def test_who_waits_reads_the_place_in_the_line(browser: Browser) -> None:
    planned = make.session(capacity=1)
    for name in ("Amina Aït", "Brahim Oul", "Chaima Id"):
        make.registered(planned, name)

    page = browser.get(link_of("Chaima Id", planned.id))

    assert page.html.find("p", class_="standing").find("b").get_text() == "2 sur 2"


def test_a_wrong_link_is_not_there(browser: Browser) -> None:
    make.session()

    browser.get(f"/my/registration/{'0' * 40}", status=404)


def test_the_link_is_sent_again_with_the_same_answer_for_all(browser: Browser) -> None:
    planned = make.session()
    make.registered(planned, "Amina Aït")
    said = []
    for address in ("amina@example.org", "inconnu@example.org"):
        form = browser.get(f"/sessions/{planned.id}/my-link").forms["form"]
        form["email"] = address
        answer = form.submit(status=303)
        said.append((answer.location, answer.body))

    assert said[0] == said[1]
    with reading() as db:
        again = db.scalars(select(Mail.recipient).where(Mail.template == "registration_link")).all()
    assert again == ["amina@example.org"]


def test_an_officer_registers_others_one_after_the_other(browser: Browser) -> None:
    host = make.commune()
    planned = make.session(host)
    officer = browser.signed_in_as(make.account(host))

    page = officer.get(f"/sessions/{planned.id}/registrations/new")
    for name in ("Fatima Id Said", "Lahcen Amzil"):
        form = page.forms["form"]
        form["name"], form["commune"], form["email"] = name, str(host.id), f"{name.split()[0].lower()}@example.org"
        page = form.submit(status=303).follow()

    roster = officer.get(f"/sessions/{planned.id}/registrations")
    assert [th.text.strip() for th in roster.html.select("tbody th")] == ["Fatima Id Said", "Lahcen Amzil"]
    assert make.registration_of(planned.id, "Fatima Id Said").partstat is Answer.NEEDS_ACTION


def test_an_officer_cannot_register_somebody_twice(browser: Browser) -> None:
    host = make.commune()
    planned = make.session(host)
    officer = browser.signed_in_as(make.account(host))
    make.registered(planned, "Amina Aït")

    form = officer.get(f"/sessions/{planned.id}/registrations/new").forms["form"]
    form["name"], form["commune"], form["email"] = "Amina Aït", str(host.id), "amina@example.org"
    page = form.submit(status=422)

    assert "form" in page.forms
    assert registrations() == 1


def test_an_officer_cancels_with_a_reason(browser: Browser) -> None:
    host = make.commune()
    planned = make.session(host)
    mine = make.registered(planned, "Amina Aït")
    officer = browser.signed_in_as(make.account(host))

    form = officer.get(f"/registrations/{mine.id}/cancel").forms["form"]
    form["reason"] = "Double inscription"
    form.submit(status=303).follow()

    assert make.states(planned.id) == [("Amina Aït", RegistrationState.CANCELLED_BY_ORG)]


def test_an_officer_shows_the_link_of_somebody_without_e_mail(browser: Browser) -> None:
    host = make.commune()
    planned = make.session(host)
    make.registered(planned, "Hassan Agourram", email=None, phone="06 12 34 56 78")
    officer = browser.signed_in_as(make.account(host))

    roster = officer.get(f"/sessions/{planned.id}/registrations")
    page = next(form for form in roster.forms.values() if form.action.endswith("/link")).submit(status=200)

    assert link_of("Hassan Agourram", planned.id) in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_another_communes_officer_does_not_see_the_people(browser: Browser) -> None:
    host, neighbour = make.commune(), make.commune("ait-baha", name="Aït Baha")
    planned = make.session(host)
    mine = make.registered(planned, "Amina Aït")
    officer = browser.signed_in_as(make.account(neighbour))

    assert "Amina" not in officer.get(f"/sessions/{planned.id}/registrations").text
    officer.get(f"/registrations/{mine.id}/cancel", status=404)


def test_the_mailed_link_tells_every_day_and_the_town_with_the_comma_of_the_script(browser: Browser) -> None:
    planned = make.session(days=2)
    neighbour = make.commune("ait-baha", name="Aït Baha")
    filled(browser.get(f"/sessions/{planned.id}/register"), neighbour.id).submit(status=303)

    page = browser.get(link_of("Amina Aït", planned.id) + "?lang=ar", status="*").maybe_follow()

    said = [one.get_text() for one in page.html.find("main").find_all("p", class_=["sitting", "whereabouts"])]
    assert len(said) == 3
    assert "، " in said[2]
    assert ", " not in "".join(said)
    assert page.html.find("main").find("a", href=f"/sessions/{planned.id}")
