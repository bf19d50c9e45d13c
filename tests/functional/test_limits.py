"""Nothing that one person sends keeps the others waiting: too large, too deep, too many are refused in words."""

import io
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from openpyxl import Workbook
from werkzeug.test import TestResponse

from cic_events.people import accounts
from cic_events.people.models import Organisation
from cic_events.people.permissions import SYSTEM
from cic_events.programme import service as programme
from tests import make_events, make_people
from tests.browser import Browser
from tests.functional.walker import Walker

pytestmark = pytest.mark.usefixtures("now")
LARGE = 13 * 1024 * 1024


@contextmanager
def under_three_seconds() -> Iterator[None]:
    """Of work, so that a busy machine does not fail the test."""
    began = time.process_time()
    yield
    assert time.process_time() - began < 3


@pytest.fixture
def belfaa(db: None) -> Organisation:
    return make_people.commune("Belfaa")


@pytest.fixture
def officer(browser: Browser, belfaa: Organisation) -> Walker:
    return Walker(browser.flask, accounts.open_session(make_people.person(name="Naïma Oubella", at=belfaa).id))


def upload(officer: Walker, belfaa: Organisation, content: bytes, name: str, language: str = "en") -> TestResponse:
    said = officer.form(kind="people", commune=str(belfaa.id), file=(io.BytesIO(content), name))
    with under_three_seconds():
        return officer.knock("POST", f"/people/import?lang={language}", data=said)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "Ce fichier est trop grand"),
        ("ar", "هذا الملف كبير جدا"),
        ("nl", "Dit bestand is te groot"),
        ("en", "This file is too large"),
    ],
)
def test_a_body_beyond_the_limit_is_refused_on_a_page_in_the_persons_language(
    officer: Walker, belfaa: Organisation, language: str, said: str
) -> None:
    answer = upload(officer, belfaa, b"x" * LARGE, "liste.csv", language)

    assert answer.status_code == 413
    assert said in answer.text
    assert f'lang="{language}"' in answer.text


def test_a_body_that_says_nothing_of_its_length_is_not_read(officer: Walker) -> None:
    with under_three_seconds():
        answer = officer.knock(
            "POST",
            "/needs/new",
            input_stream=io.BytesIO(b"problem=" + b"x" * LARGE),
            headers={"Transfer-Encoding": "chunked", "Content-Type": "application/x-www-form-urlencoded"},
            environ_overrides={"wsgi.input_terminated": True},
        )

    assert answer.status_code == 411


def book(rows: int, columns: int) -> bytes:
    made, out = Workbook(write_only=True), io.BytesIO()
    sheet = made.create_sheet()
    for number in range(rows):
        sheet.append([f"Nom {number}"] * columns)
    made.save(out)
    return out.getvalue()


def bomb() -> bytes:
    """A workbook of a few kB that unpacks to a gigabyte."""
    out = io.BytesIO(book(3, 3))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media/x.bin", "w") as part:
        for _ in range(64):
            part.write(bytes(1024 * 1024))
    return out.getvalue()


def entities() -> bytes:
    """A workbook whose sheet is a billion laughs."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    sheet = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><worksheet>&l9;</worksheet>'
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book(3, 3))) as good, zipfile.ZipFile(out, "w") as archive:
        for part in good.infolist():
            text = sheet.encode() if part.filename.endswith("sheet1.xml") else good.read(part)
            archive.writestr(part.filename, text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"Nom;Tel\n" + b"Amina;1\n" * 1_000_000, "lines.csv"),
        (b"Nom;Tel\n" + b";" * 5_000_000 + b"\n", "columns.csv"),
        (b'Nom;Tel\n"' + b"x" * 9_000_000, "cell.csv"),
        (b'"' * 9_000_000, "quotes.csv"),
        (b"\xff\xfe" + b"\xd8\x01" * 1000, "bytes.csv"),
        (b"Nom;Tel\nAmina;\x00", "nul.csv"),
    ],
)
def test_a_huge_or_broken_csv_is_refused_in_words(
    officer: Walker, belfaa: Organisation, content: bytes, name: str
) -> None:
    answer = upload(officer, belfaa, content, name)

    assert answer.status_code == 422
    assert any(said in answer.text for said in ("table is too large", "be read as a table", "no line", "a CSV file"))
    assert officer.found == []


@pytest.mark.parametrize("make", [bomb, entities, lambda: book(2, 300)], ids=["bomb", "entities", "columns"])
def test_a_workbook_that_grows_when_it_is_unpacked_is_refused(
    officer: Walker,
    belfaa: Organisation,
    make,  # type: ignore[no-untyped-def]
) -> None:
    answer = upload(officer, belfaa, make(), "liste.xlsx")

    assert answer.status_code == 422
    assert "This table is too large" in answer.text or "cannot be read as a table" in answer.text
    assert officer.found == []


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "application/x-www-form-urlencoded"])
def test_deep_json_is_not_even_read(officer: Walker, content_type: str) -> None:
    with under_three_seconds():
        for path in ("/needs/new", "/sign-in", "/people/new", "/sessions/new"):
            answer = officer.knock("POST", path, data=b"[" * 1_000_000, headers={"Content-Type": content_type})
            assert answer.status_code < 500

    assert officer.found == []


@pytest.mark.parametrize("path", ["/needs/new", "/sessions/new", "/people/new", "/account"])
def test_ten_thousand_fields_are_refused_or_passed_over(officer: Walker, path: str) -> None:
    many = {f"parts-{n}-day": "2026-11-11" for n in range(5_000)} | {f"x{n}": "y" for n in range(5_000)}

    with under_three_seconds():
        answer = officer.knock("POST", path, data=officer.form(**many))

    assert answer.status_code in (413, 422)
    assert officer.found == []


def test_a_name_of_ten_thousand_letters_is_refused_at_its_field(officer: Walker, belfaa: Organisation) -> None:
    for letters in ("x" * 10_000, "ﷺ" * 10_000, "é" * 10_000):
        said = officer.form(name_latin=letters, name_ar=letters, email=f"{letters}@x.test", commune=str(belfaa.id))
        with under_three_seconds():
            answer = officer.knock("POST", "/people/new", data=said)
        assert answer.status_code == 422

    assert officer.found == []


def test_a_visitor_with_a_name_of_ten_thousand_letters_is_not_registered(browser: Browser, db: None) -> None:
    programme.load_framework(by=SYSTEM)
    planned = make_events.session()
    visitor = Walker(browser.flask)

    said = visitor.form(name="x" * 10_000, commune=str(planned.owner_id), consent="y", email="a@b.test")
    with under_three_seconds():
        answer = visitor.knock("POST", f"/sessions/{planned.id}/register", data=said)

    assert answer.status_code == 422
    assert make_events.states(planned.id) == []
    assert visitor.found == []


def test_a_long_question_is_looked_for_quickly(officer: Walker) -> None:
    with under_three_seconds():
        for path in ("/people/", "/sessions/", "/needs/", "/search", "/plans/"):
            answer = officer.knock("GET", path, query_string={"q": "%_ " * 5_000})
            assert answer.status_code < 500

    assert officer.found == []
