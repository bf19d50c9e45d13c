import io

import pytest
from openpyxl import Workbook

from cic_events.people.imports import desk
from cic_events.people.models import Organisation, Role
from tests import make_people as make
from tests.browser import Browser

pytestmark = pytest.mark.usefixtures("now")


@pytest.fixture
def belfaa(db: None) -> Organisation:
    return make.commune("Belfaa")


@pytest.fixture
def officer(browser: Browser, belfaa: Organisation) -> Browser:
    return browser.signed_in_as(make.person(name="Naïma Oubella", at=belfaa)).in_language("en")


def workbook() -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in (("Nom", "Colonne 2", "Tél"), ("Ali Oulmas", "x", 600000020), ("Zahra", "=1+1", 1)):
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def send(browser: Browser, content: bytes, name: str = "liste.xlsx", status: int = 303):  # type: ignore[no-untyped-def]
    form = browser.get("/people/import").forms["form"]
    form["file"] = (name, content)
    return form.submit(status=status)


def test_a_workbook_is_tried_out_then_imported(officer: Browser) -> None:
    page = send(officer, workbook()).follow()
    lines = [[cell.text.strip() for cell in row.find_all(["th", "td"])] for row in page.html.select("tbody tr")]
    assert lines == [
        ["3", "Zahra", "left out", "“1” is not a phone number."],
        ["2", "Ali Oulmas", "new", ""],
    ]
    assert officer.get("/people/", {"q": "ali"}).html.select("tbody tr") == []

    page = page.forms["form"].submit(status=303).follow()

    assert page.html.select_one(".flashes").text.strip() == "Imported: 1 new, 0 changed, 0 as they were, 1 left out."
    assert len(officer.get("/people/", {"q": "ali"}).html.select("tbody tr")) == 1


def test_columns_are_chosen_when_the_headings_say_nothing(officer: Browser) -> None:
    page = send(officer, b"A;B\nAli Oulmas;0600000020\n", "l.csv").follow()
    assert "Say which column holds the name." in page.text

    choose = next(form for form in page.forms.values() if "name_latin" in form.fields)
    choose["name_latin"], choose["phone"] = "0", "1"
    page = choose.submit(status=200)

    assert page.forms["form"].submit(status=303).follow().html.select_one(".flashes") is not None


def test_a_reader_on_a_phone_and_a_file_that_is_no_table_get_a_sentence(officer: Browser) -> None:
    assert "Choose a CSV file or an Excel workbook" in send(officer, b"%PDF-1.4", "x.pdf", status=422).text
    assert "Choose a file." in officer.get("/people/import").forms["form"].submit(status=422).text


def test_a_list_imported_once_is_gone(officer: Browser) -> None:
    page = send(officer, workbook()).follow()
    again = page.forms["form"]
    again.submit(status=303)

    again.submit(status=404)


def test_the_list_of_another_commune_is_nothing_to_see(officer: Browser, browser: Browser) -> None:
    path = send(officer, workbook()).location
    stranger = browser.signed_in_as(make.person(at=make.commune("Berkane"), role=Role.SAS_OFFICER))

    stranger.get(path, status=404)


def test_every_part_of_a_long_list_is_written(officer: Browser) -> None:
    rows = "".join(f"Person {n};06000{n:05}\n" for n in range(2 * desk.AT_ONCE + 10))
    page = send(officer, f"Nom;Tél\n{rows}".encode(), "l.csv").follow()
    assert "10 more lines are not shown." in page.text

    page = page.forms["form"].submit(status=303).follow()

    assert f"Imported: {2 * desk.AT_ONCE + 10} new" in page.text
