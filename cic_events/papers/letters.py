"""Which letters the paper's fonts have: one that none of them has would stop the printing."""

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

INSTEAD = "?"
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # marks that would turn the rest of a line


def printable(value: Any, folders: tuple[Path, ...]) -> Any:
    """The same value, with every text in it in letters that can be printed; the others become question marks."""
    if isinstance(value, str):
        return _text(value, letters(folders))
    if isinstance(value, dict):
        return {name: printable(part, folders) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [printable(part, folders) for part in value]
    return value


def _text(text: str, known: frozenset[int]) -> str:
    return "".join(_letter(c, known) for c in unicodedata.normalize("NFC", text))


def _letter(c: str, known: frozenset[int]) -> str:
    if c == "\n" or ord(c) in known:
        return c
    if c in _TURNS or unicodedata.category(c) in ("Cc", "Cs", "Cf", "Mn"):
        return ""
    return " " if c.isspace() else INSTEAD


@cache
def letters(folders: tuple[Path, ...]) -> frozenset[int]:
    """Every code point for which one of the fonts has a shape, but those that turn a line."""
    found = {point for folder in folders for file in sorted(folder.glob("*.ttf")) for point in _points(file)}
    return frozenset(found - {ord(c) for c in _TURNS} - set(range(32)))


def _points(file: Path) -> Iterator[int]:
    """The code points of a TrueType file's Unicode map, formats 4 and 12."""
    font = file.read_bytes()
    (tables,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4sIII", font, 12 + 16 * n) for n in range(tables))
    start = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    (maps,) = struct.unpack_from(">H", font, start + 2)
    for n in range(maps):
        (offset,) = struct.unpack_from(">I", font, start + 4 + 8 * n + 4)
        (kind,) = struct.unpack_from(">H", font, start + offset)
        if kind in _RANGES:
            for first, last in _RANGES[kind](font, start + offset):
                yield from range(first, last + 1)


def _segments(font: bytes, at: int) -> Iterator[tuple[int, int]]:
    (twice,) = struct.unpack_from(">H", font, at + 6)
    ends = struct.unpack_from(f">{twice // 2}H", font, at + 14)
    starts = struct.unpack_from(f">{twice // 2}H", font, at + 16 + twice)
    return ((first, last) for first, last in zip(starts, ends, strict=True) if last != 0xFFFF)


def _groups(font: bytes, at: int) -> Iterator[tuple[int, int]]:
    (groups,) = struct.unpack_from(">I", font, at + 12)
    return (struct.unpack_from(">II", font, at + 16 + 12 * n) for n in range(groups))


_RANGES = {4: _segments, 12: _groups}
