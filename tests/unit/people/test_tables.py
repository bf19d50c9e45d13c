import io
import zipfile

import pytest
from openpyxl import Workbook

from cic_events.people.imports import tables
from cic_events.people.imports.tables import NothingInIt, TooLarge, Unreadable


def workbook(*rows: tuple[object, ...]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_whatever_its_delimiter(delimiter: str) -> None:
    text = f"Nom{delimiter}Téléphone\nNaïma Oubella{delimiter}0612345678\n"

    table = tables.read(text.encode(), "liste.csv")

    assert table.headings == ("Nom", "Téléphone")
    assert [(line.number, line.cells) for line in table.lines] == [(2, ("Naïma Oubella", "0612345678"))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_accents_survive_what_spreadsheets_save(encoding: str) -> None:
    table = tables.read("Prénom;Nom\nAïcha;Tafraout\n".encode(encoding), "liste.csv")

    assert (table.headings[0], table.lines[0].cells[0]) == ("Prénom", "Aïcha")


def test_line_numbers_are_those_of_the_spreadsheet() -> None:
    text = 'Nom;Fonction\n\n"A";"deux\nlignes"\n"B";x\n'

    assert [(line.number, line.cells) for line in tables.read(text.encode(), "l.csv").lines] == [
        (3, ("A", "deux lignes")),
        (5, ("B", "x")),
    ]


def test_a_workbook_is_read_with_its_numbers_as_they_show() -> None:
    content = workbook(("Nom", "Téléphone"), ("Naïma", 612345678), (None, None), ("Rachid", 612345679.0))

    assert [(line.number, line.cells) for line in tables.read(content, "liste.xlsx").lines] == [
        (2, ("Naïma", "612345678")),
        (4, ("Rachid", "612345679")),
    ]


def test_a_formula_gives_nothing_of_itself() -> None:
    content = workbook(("Nom", "Lien"), ("Naïma", '=HYPERLINK("http://evil.test","x")'))

    assert tables.read(content, "liste.xlsx").lines[0].cells[0] == "Naïma"
    assert "HYPERLINK" not in repr(tables.read(content, "liste.xlsx"))


def test_control_characters_do_not_come_in() -> None:
    table = tables.read("Nom;x\nNa\x0bï\x1bma\u202e;y\n".encode(), "l.csv")

    assert table.lines[0].cells[0] == "Naïma"


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 not really a zip",
        packed(**{"a.xml": b"<x/>"}),
        packed(**{"[Content_Types].xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"}),
        workbook(("Nom",), ("A",))[:-200],
    ],
)
def test_a_broken_or_hostile_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable):
        tables.read(content, "liste.xlsx")


def test_a_zip_bomb_is_refused_before_it_unpacks() -> None:
    with pytest.raises(TooLarge):
        tables.read(packed(**{"xl/worksheets/sheet1.xml": b" " * (tables.MOST_UNPACKED + 1)}), "liste.xlsx")


def test_a_table_of_too_many_lines_is_refused() -> None:
    with pytest.raises(TooLarge):
        tables.read(b"Nom\n" + b"A\n" * (tables.MOST_LINES + 1), "liste.csv")


def test_a_table_of_too_many_columns_is_refused() -> None:
    with pytest.raises(TooLarge):
        tables.read(b"Nom;x\n" + b"a;" * 5000 + b"b\n", "liste.csv")


@pytest.mark.parametrize("content", [b"\n\n", b"Nom;Prenom\n", b";;;\n"])
def test_a_table_without_a_line_is_refused(content: bytes) -> None:
    with pytest.raises(NothingInIt):
        tables.read(content, "liste.csv")


def test_an_open_quote_swallows_the_file_without_harm() -> None:
    content = b'Nom;x\n"A;' + b"b;\n" * 80_000

    with pytest.raises((Unreadable, TooLarge)):
        tables.read(content, "liste.csv")
