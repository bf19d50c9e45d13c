"""The trainer's whole walk by the mailed link: no account, no script."""

from datetime import datetime, timedelta

import pytest

from cic_events.cycle.sessions import queries, trainers
from cic_events.events.states import EventState, Presence
from cic_events.kernel import clock
from cic_events.kernel.db import reading
from cic_events.people.permissions import SYSTEM
from tests import make_events as make
from tests.browser import Browser
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("db", "now")


@pytest.fixture
def english(browser: Browser) -> Browser:
    return browser.in_language("en")


def words(page) -> str:
    return " ".join(page.html.find("main").get_text(" ").split())


def said(page) -> str:
    return page.html.find(role="status").get_text(strip=True)


def path(assignment) -> str:
    return f"/trainer/{make.trainer_token(assignment)}"


def press(page, text: str):
    """Send the form whose button says this."""
    buttons = [b for b in page.html.find_all("button") if text in b.get_text()]
    assert buttons, f"no button {text}"
    action = buttons[0].find_parent("form")["action"]
    form = next(f for f in page.forms.values() if f.action == action)
    return form.submit(status="*")


def test_yes_by_the_link(english: Browser) -> None:
    asked = make.asked(make.session(), "Amal Serghini")

    page = english.get(path(asked))
    assert "Belfaa asks you to give this session. Please answer by" in words(page)
    page = press(page, "Yes, I will give it").follow()

    assert "You said yes. The organiser confirms you next" in words(page)
    assert page.headers["Cache-Control"] == "no-store"


def test_looking_answers_nothing(english: Browser) -> None:
    asked = make.asked(make.session())
    english.get(path(asked))
    english.get(path(asked))

    assert [one.state.value for one in make.assignments(make.session_of(asked))] == ["requested"]


def test_no_wants_a_reason_and_thanks(english: Browser) -> None:
    asked = make.asked(make.session())
    page = english.get(path(asked))

    refused = page.forms["decline"].submit(status=422)
    assert "Say in a few words why." in words(refused)
    form = refused.forms["decline"]
    form["reason"] = "I am abroad"
    page = form.submit(status=303).follow()

    assert "You said no: I am abroad" in words(page)
    assert "decline" not in page.forms


@pytest.mark.parametrize("token", ["0" * 40, "x", "a" * 300])
def test_a_wrong_link_opens_nothing(english: Browser, token: str) -> None:
    english.get(f"/trainer/{token}", status=404)
    english.get(f"/trainer/{token}/parts/1", status=404)


def test_a_link_whose_day_passed_opens_nothing(english: Browser, now: datetime) -> None:
    asked = make.asked(make.session(), answer_by=now + timedelta(days=2))

    with clock.travel(now + timedelta(days=2)):
        english.get(path(asked), status=404)


def test_who_is_not_confirmed_sees_no_people_and_no_sheet(english: Browser) -> None:
    planned = make.session()
    make.registered(planned, "Amina Aït")
    asked = make.asked(planned)
    trainers.accept(asked.id, by=SYSTEM)
    [part] = make.parts_of(planned)

    assert "Amina" not in words(english.get(path(asked)))
    english.get(f"{path(asked)}/parts/{part.id}", status=404)


def test_the_sheet_of_another_session_is_not_there(english: Browser) -> None:
    planned, other = make.confirmed(), make.confirmed(make.commune("ait-baha", name="Aït Baha"))
    [mine], [theirs] = make.assignments(planned), make.parts_of(other)
    assert mine is not None

    english.get(f"{path(mine)}/parts/{theirs.id}", status=404)


def test_everybody_in_one_press_then_the_exception_then_the_signature_then_the_report(english: Browser) -> None:
    planned = make.confirmed(people=["Amina Aït", "Brahim Oul", "Chafik Zed"])
    [assignment], [part] = make.assignments(planned), make.parts_of(planned)
    with make.during(part):
        page = english.get(path(assignment)).click("Mark")
        page = page.forms["sheet"].submit("everybody", status=303).follow()
        assert said(page) == "3 marks saved."
        form = page.forms["sheet"]
        late = make.registration_of(planned.id, "Brahim Oul").id
        form[f"status-{late}"], form[f"minutes-{late}"] = "late", "20"
        page = form.submit(status=303).follow()
        assert said(page) == "1 mark saved."

        page = page.click("Finish and sign")
        assert "Present 2 Late 1" in words(page)
        page.forms["form"]["name"] = "Somebody Else"
        refused = page.forms["form"].submit(status=422)
        assert "Type your name as it stands above: Jean-Luc Mertens." in words(refused)
        refused.forms["form"]["name"] = "jean-luc mertens"
        page = refused.forms["form"].submit(status=303).follow()

    assert said(page) == "The sheet is signed. Thank you."
    page = page.click("Write the report")
    assert "3 of 3 people came" in words(page)
    page.forms["form"]["given"] = "Two interviews each"
    page = page.forms["form"].submit(status=303).follow()
    assert "Your report is in. Thank you." in words(page)
    with reading():
        assert queries.row(planned.id).state is EventState.EVALUATED


def test_the_same_sheet_sent_twice_is_one(english: Browser) -> None:
    planned = make.confirmed()
    [assignment], [part] = make.assignments(planned), make.parts_of(planned)
    with make.during(part):
        form = english.get(f"{path(assignment)}/parts/{part.id}").forms["sheet"]
        first, second = form.submit("everybody", status=303), form.submit("everybody", status=303)

    assert first.location == second.location
    assert make.rows_of_history(planned) == 2


def test_late_without_minutes_keeps_the_page_and_says_who(english: Browser) -> None:
    planned = make.confirmed()
    [assignment], [part] = make.assignments(planned), make.parts_of(planned)
    amina = make.registration_of(planned.id, "Amina Aït").id
    with make.during(part):
        form = english.get(f"{path(assignment)}/parts/{part.id}").forms["sheet"]
        form[f"status-{amina}"], form[f"minutes-{amina}"] = "late", ""
        page = form.submit(status=422)

    assert "Amina Aït – Minutes missed: from 1 to 419." in words(page)
    assert page.forms["sheet"][f"status-{amina}"].value == "late"
    assert make.rows_of_history(planned) == 0


def test_what_another_phone_marked_meanwhile_stays(english: Browser) -> None:
    planned = make.confirmed()
    [assignment], [part] = make.assignments(planned), make.parts_of(planned)
    amina, brahim = (make.registration_of(planned.id, name).id for name in ("Amina Aït", "Brahim Oul"))
    with make.during(part):
        mine = english.get(f"{path(assignment)}/parts/{part.id}").forms["sheet"]
        theirs = english.get(f"{path(assignment)}/parts/{part.id}").forms["sheet"]
        theirs[f"status-{amina}"] = "absent"
        theirs.submit(status=303)
        mine[f"status-{brahim}"] = "present"
        mine.submit(status=303)

    assert make.standing(planned) == {"Amina Aït": Presence.ABSENT, "Brahim Oul": Presence.PRESENT}


def test_before_signing_one_sees_who_is_not_marked(english: Browser) -> None:
    planned = make.confirmed()
    [assignment], [part] = make.assignments(planned), make.parts_of(planned)
    amina = make.registration_of(planned.id, "Amina Aït").id
    with make.during(part):
        form = english.get(f"{path(assignment)}/parts/{part.id}").forms["sheet"]
        form[f"status-{amina}"] = "present"
        page = form.submit(status=303).follow().click("Finish and sign")

    assert "1 person is not marked yet: Brahim Oul" in words(page)
    assert "form" not in page.forms


def test_before_its_hour_a_sheet_is_only_read(english: Browser) -> None:
    planned = make.confirmed()
    [assignment], [part] = make.assignments(planned), make.parts_of(planned)

    page = english.get(f"{path(assignment)}/parts/{part.id}")

    assert "This sheet opens half an hour before the part begins" in words(page)
    assert "sheet" not in page.forms


def test_signed_in_the_trainer_need_not_type_the_name(english: Browser) -> None:
    host = make.commune()
    planned = make.confirmed(host)
    [assignment], [part] = make.assignments(planned), make.parts_of(planned)
    trainer = english.signed_in_as(make.account_of(assignment.person_id)).in_language("en")
    with make.during(part):
        make.mark_all(planned)
        page = trainer.get(f"{path(assignment)}/parts/{part.id}/sign")
        assert "name" not in page.forms["form"].fields
        page.forms["form"].submit(status=303)

    assert [p.locked_by for p in make.parts_of(planned)] == ["Jean-Luc Mertens"]


@pytest.mark.parametrize("people", [3, 30])
def test_a_sheet_of_three_and_of_thirty_takes_the_same_statements(english: Browser, people: int) -> None:
    planned = make.confirmed(people=[f"Person {n}" for n in range(people)], capacity=40)
    [assignment], [part] = make.assignments(planned), make.parts_of(planned)
    with make.during(part):
        make.mark_all(planned)
        with statements() as sent:
            english.get(f"{path(assignment)}/parts/{part.id}")

    assert len([s for s in sent if s.startswith("SELECT")]) == 7


def test_in_arabic_the_page_runs_from_right_to_left(browser: Browser) -> None:
    planned = make.confirmed()
    [assignment], [part] = make.assignments(planned), make.parts_of(planned)

    with make.during(part):
        page = browser.in_language("ar").get(f"{path(assignment)}/parts/{part.id}")

    assert page.html.html["dir"] == "rtl"
    assert "تدبير الكفاءات" in page.html.h1.get_text()
