from datetime import datetime

from cic_events.cycle.needs.edits import edit
from cic_events.kernel.texts import Texts
from cic_events.people.models import Language, Role
from tests import make, make_cycle
from tests.browser import Browser


def test_a_need_is_said_in_another_language(browser: Browser, now: datetime) -> None:
    home = make.commune("Belfaa")
    need = make_cycle.need(home)
    form = browser.signed_in_as(make.person(at=home, language=Language.EN)).get(f"/needs/{need.id}/edit").forms["form"]
    form["problem-ar"] = "لا أحد يتابع الملفات"

    form.submit(status=303)

    assert make_cycle.again(need).problem == Texts(ar="لا أحد يتابع الملفات", en=make_cycle.PROBLEM)


def test_who_saves_second_compares_and_keeps_the_text(browser: Browser, now: datetime) -> None:
    home = make.commune("Belfaa")
    need = make_cycle.need(home)
    form = browser.signed_in_as(make.person(at=home, language=Language.EN)).get(f"/needs/{need.id}/edit").forms["form"]
    with make_cycle.acting(make_cycle.actor(at=home, person=make.person(name="Fatima Zahra", at=home))) as other:
        edit(need.id, draft=make_cycle.need_draft("Files get lost"), version=need.version, by=other)
    form["problem-en"] = "Nobody answers the letters"

    stale = form.submit(status=409)

    assert stale.forms["form"]["problem-en"].value == "Nobody answers the letters"
    told = stale.html.find(class_="timeline").text
    assert "Fatima Zahra" in told
    assert "What is the problem?" in told
    assert stale.html.find(class_="facts").find("dd").text == "Files get lost"

    stale.forms["form"].submit(status=303)
    assert make_cycle.again(need).problem == Texts(en="Nobody answers the letters")


def test_a_need_of_another_commune_is_not_edited(browser: Browser) -> None:
    need = make_cycle.need(make.commune("Berkane"))

    browser.signed_in_as(make.person(at=make.commune("Belfaa"))).get(f"/needs/{need.id}/edit", status=404)


def test_a_participant_is_not_shown_the_form(browser: Browser) -> None:
    home = make.commune()
    need = make_cycle.need(home)

    browser.signed_in_as(make.person(role=Role.PARTICIPANT, at=home)).get(f"/needs/{need.id}/edit", status=404)
