"""A table out of an uploaded file. Formulas stay inert, unpacking is bounded, what cannot be read is refused."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from cic_events.kernel.errors import N_, FieldRefused
from cic_events.kernel.names import clean

MOST_LINES = 5_000
MOST_COLUMNS = 40
LONGEST_CELL = 300
MOST_UNPACKED = 25 * 1024 * 1024
MOST_PARTS = 300
DELIMITERS = (";", ",", "\t")


class Unreadable(FieldRefused):
    sentence = N_("This file cannot be read as a table. Save it as CSV or as an Excel workbook (.xlsx).")


class TooLarge(FieldRefused):
    sentence = N_("This table is too large: at most %(lines)s lines and %(columns)s columns are taken at a time.")

    def __init__(self) -> None:
        super().__init__("file", lines=MOST_LINES, columns=MOST_COLUMNS)


class NothingInIt(FieldRefused):
    sentence = N_("There is no line under the headings of this table.")


@dataclass(frozen=True)
class Line:
    """A line with its number in the file, as a spreadsheet shows it."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    headings: tuple[str, ...]
    lines: tuple[Line, ...]


def read(content: bytes, name: str) -> Table:
    """The first sheet, its first full line as headings. Raises Unreadable, TooLarge, NothingInIt."""
    rows = _xlsx(content) if Path(name).suffix.lower() == ".xlsx" else _csv(content)
    lines = []
    for number, cells in rows:
        if any(cells):
            lines.append(Line(number, cells))
        if len(lines) > MOST_LINES + 1:
            raise TooLarge
    if len(lines) < 2:
        raise NothingInIt("file")
    headings, *rest = lines
    width = max((i + 1 for line in lines for i, cell in enumerate(line.cells) if cell), default=0)
    if width > MOST_COLUMNS:
        raise TooLarge
    return Table(_wide(headings.cells, width), tuple(Line(line.number, _wide(line.cells, width)) for line in rest))


def _wide(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    return (cells + ("",) * width)[:width]


def _csv(content: bytes) -> Iterator[tuple[int, tuple[str, ...]]]:
    text = _text(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    reader, begins = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1
    try:
        for row in reader:
            if len(row) > MOST_COLUMNS * 2:
                raise TooLarge
            yield begins, _cells(row)
            begins = reader.line_num + 1
    except csv.Error as broken:
        raise Unreadable("file") from broken


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _xlsx(content: bytes) -> Iterator[tuple[int, tuple[str, ...]]]:
    _refuse_bombs(content)
    from openpyxl import load_workbook  # a third of a second at every start, for a rare errand

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(values_only=True, max_row=MOST_LINES * 2, max_col=MOST_COLUMNS + 1)
        for number, row in enumerate(rows, start=1):
            yield number, _cells(_said(value) for value in row)
        book.close()
    except Exception as broken:  # a hostile workbook fails in a hundred ways inside the library
        raise Unreadable("file") from broken


def _refuse_bombs(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise TooLarge
            for part in parts:
                with archive.open(part) as opened:
                    if b"<!DOCTYPE" in opened.read(4096).upper():
                        raise Unreadable("file")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as broken:
        raise Unreadable("file") from broken


def _said(value: Any) -> str:
    """What a cell shows; a formula gives the value that was last computed, never itself."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def _cells(row: Iterable[str]) -> tuple[str, ...]:
    return tuple(clean(cell)[:LONGEST_CELL] for cell in row)
