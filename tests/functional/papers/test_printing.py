"""An officer prints what a session needs; others find nothing."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from cic_events.events.paper_models import MissionOrder, PrintedSheet
from cic_events.kernel.audit import AuditEvent
from cic_events.kernel.db import reading
from cic_events.people.models import Language, Role
from tests import make_events as make
from tests.browser import Browser
from tests.functional.attendance.test_officer import officer_of
from tests.functional.attendance.test_trainer import press, said, words
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("db", "now")
NAMES = ("Amina Aït", "Brahim Oul", "Chafik Zed")


def text_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def test_everything_comes_in_one_file_with_a_page_for_each_person(browser: Browser) -> None:
    host = make.commune()
    planned = make.confirmed(host, people=NAMES, days=2)
    page = officer_of(host, browser).get(f"/sessions/{planned.id}").click("Papers")

    answer = press(page, "Print everything")

    assert answer.content_type == "application/zip"
    with ZipFile(BytesIO(answer.body)) as together:
        pages = {name: len(PdfReader(together.open(name)).pages) for name in together.namelist()}
    assert pages == {
        "1-convocations.pdf": 3,
        "2-sheets.pdf": 2,
        "3-badges.pdf": 1,
        "4-sign.pdf": 1,
        "5-missions.pdf": 3,
    }


def test_each_is_written_to_in_the_own_language(browser: Browser) -> None:
    host = make.commune()
    planned = make.session(host)
    for name, language in zip(NAMES, (Language.FR, Language.AR, Language.NL), strict=True):
        make.registered(planned, name, language=language)
    page = officer_of(host, browser).get(f"/sessions/{planned.id}/papers")

    pages = [one.extract_text() for one in PdfReader(BytesIO(press(page, "Print : Convocations").body)).pages]

    assert "Je ne viens pas" in pages[0]
    assert set("استدعاء") <= set(pages[1])
    assert "Je viens" not in pages[1]
    assert "Ik kom niet" in pages[2]
    assert "Salle du Conseil" in pages[0]


def test_printing_the_links_is_written_down(browser: Browser) -> None:
    host = make.commune()
    planned = make.confirmed(host)
    press(officer_of(host, browser).get(f"/sessions/{planned.id}/papers"), "Print : Convocations")

    with reading() as db:
        found = [one for one in db.query(AuditEvent) if one.action == "papers.printed"]
    assert [(one.entity_id, one.detail) for one in found] == [(planned.id, {"kinds": ["convocations"], "people": 2})]


def test_a_sheet_printed_again_keeps_its_code_until_the_list_changes(browser: Browser) -> None:
    host = make.commune()
    planned = make.confirmed(host)
    page = officer_of(host, browser).get(f"/sessions/{planned.id}/papers")
    for _ in range(2):
        sheet = press(page, "Print : Signature sheets")
    [first] = kept()
    make.registered(planned, "Chafik Zed")
    press(page, "Print : Signature sheets")

    assert first.code in text_of(sheet.body)
    assert [len(one.lines) for one in kept()] == [2, 3]
    assert kept()[0].code == first.code


def kept() -> list[PrintedSheet]:
    with reading() as db:
        return list(db.query(PrintedSheet).order_by(PrintedSheet.id))


def test_a_mission_order_is_filled_in_remembered_and_printed(browser: Browser) -> None:
    host = make.commune()
    planned = make.confirmed(host, people=("Amina Aït",))
    officer = officer_of(host, browser)
    form = officer.get(f"/sessions/{planned.id}/papers").click("Mission order").forms["form"]
    assert form["grade"].value == "Agente SAS"
    form["leaves_on"], form["returns_on"], form["vehicle"] = "2026-10-27", "2026-10-26", "Dacia 12345-A-6"
    refused = form.submit(status=422)
    assert "The return cannot be before the departure." in words(refused)
    form = refused.forms["form"]
    form["returns_on"], form["transport"], form["payer"] = "2026-10-29", "own_vehicle", "host"
    page = form.submit(status=303).follow()
    text = text_of(press(page, "Print : as it is saved").body)

    assert said(page) == "The mission order of Amina Aït is saved."
    for part in ("Ordre de mission", "Agente SAS", "27 octobre 2026", "Dacia 12345-A-6", "la commune hôte"):
        assert part in text, part
    with reading() as db:
        assert db.query(MissionOrder).count() == 1


def test_the_next_order_of_the_same_person_begins_with_the_last(browser: Browser) -> None:
    host = make.commune()
    first, second = make.session(host), make.session(host)
    ids = [make.registered(planned, "Amina Aït").id for planned in (first, second)]
    officer = officer_of(host, browser)
    form = officer.get(f"/sessions/{first.id}/papers/orders/{ids[0]}").forms["form"]
    form["transport"], form["vehicle"], form["leaves_on"] = "bus", "CTM", "2026-10-27"
    form.submit(status=303)

    form = officer.get(f"/sessions/{second.id}/papers/orders/{ids[1]}").forms["form"]

    assert (form["transport"].value, form["vehicle"].value, form["leaves_on"].value) == ("bus", "CTM", "")


def test_without_people_only_what_needs_none_is_printed(browser: Browser) -> None:
    host = make.commune()
    planned = make.session(host)
    page = officer_of(host, browser).get(f"/sessions/{planned.id}/papers")

    with ZipFile(BytesIO(press(page, "Print everything").body)) as together:
        names = together.namelist()
    assert names == ["1-sheets.pdf", "2-sign.pdf"]
    assert "Nobody holds a place yet" in words(page)


def test_an_officer_of_elsewhere_an_association_and_the_public_find_nothing(browser: Browser) -> None:
    planned = make.confirmed()
    [who, *_] = [one.registration_id for one in make.book(planned).people]
    elsewhere = make.commune("ait-baha", name="Aït Baha")
    for role in (Role.SAS_OFFICER, Role.ASSOCIATION_CONTACT):
        stranger = officer_of(elsewhere, browser, role=role, name=f"Str {role}")
        for where in ("papers", f"papers/orders/{who}"):
            stranger.get(f"/sessions/{planned.id}/{where}", status=404)
    assert "Papers" not in words(browser.in_language("en").get(f"/sessions/{planned.id}"))


def test_the_page_takes_as_many_statements_for_three_as_for_one(browser: Browser) -> None:
    host = make.commune()
    one, three = make.confirmed(host, people=NAMES[:1]), make.session(host)
    for name in NAMES:
        make.registered(three, name)
    officer = officer_of(host, browser)
    counts = []
    for planned in (one, three):
        with statements() as seen:
            officer.get(f"/sessions/{planned.id}/papers")
        counts.append(len(seen))

    assert counts[0] == counts[1]
