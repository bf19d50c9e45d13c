"""Codes of the plan are text: R3.10 is not 3.1, `bis` belongs to the code, a missing number is legal."""

import re
import unicodedata
from enum import StrEnum

from cic_events.kernel.errors import N_, DomainError

SUFFIXES = ("", "bis", "ter", "quater")
_CODE = re.compile(r"OS|RA[1-9][0-9]?|R[1-9][0-9]?\.[1-9][0-9]?(?:bis|ter|quater)?")
_LOOSE = re.compile(r"(OS|RA|R)(?:(\d{1,2})(?:[.,](\d{1,2}))?)?(BIS|TER|QUATER)?")
_PARTS = re.compile(r"(\d+)(?:\.(\d+))?(bis|ter|quater)?$")


class NotACode(DomainError):
    sentence = N_("“%(text)s” is not a code of the plan; codes look like R3.10, R2.5 bis or RA1.")


class Level(StrEnum):
    """What a code stands for."""

    OBJECTIVE = "objective"
    RESULT = "result"
    ACTIVITY = "activity"


def normalise(text: object) -> str:
    """The canonical code that a person means: "R 2.5 bis" is R2.5bis. Raises NotACode; a number is never a code."""
    if not isinstance(text, str):
        raise NotACode(text=text)
    plain = "".join(str(unicodedata.digit(c, c)) for c in unicodedata.normalize("NFKC", text))
    squeezed = re.sub(r"[\s_\u2010-\u2015\u2212-]+", "", plain).upper()
    if (loose := _LOOSE.fullmatch(squeezed)) is None:
        raise NotACode(text=text)
    head, number, minor, suffix = loose.groups()
    code = head + (number or "") + (f".{minor}" if minor else "") + (suffix or "").lower()
    if not is_code(code):
        raise NotACode(text=text)
    return code


def meant(text: str | None) -> str:
    """The canonical code that a person means, or nothing."""
    try:
        return normalise(text)
    except NotACode:
        return ""


def is_code(text: str) -> bool:
    """True for a code in its canonical writing."""
    return _CODE.fullmatch(text) is not None


def level(code: str) -> Level:
    if code == "OS":
        return Level.OBJECTIVE
    return Level.RESULT if code.startswith("RA") else Level.ACTIVITY


def sort_key(code: str) -> tuple[int, int, int, int]:
    """Natural order: R3.2 before R3.10, R2.5 before R2.5bis, a result before its activities."""
    if (parts := _PARTS.search(code)) is None:
        return (0, 0, 0, 0)
    major, minor, suffix = parts.groups()
    return (int(major), 0 if minor is None else 1, int(minor or 0), SUFFIXES.index(suffix or ""))


def display(code: str) -> str:
    """The code as people print it, with an unbreakable space before bis."""
    return re.sub(r"(bis|ter|quater)$", "\N{NO-BREAK SPACE}\\1", code)


def parent(code: str) -> str | None:
    """The result of an activity, the objective of a result."""
    match level(code):
        case Level.OBJECTIVE:
            return None
        case Level.RESULT:
            return "OS"
        case Level.ACTIVITY:
            return "RA" + code[1:].split(".")[0]
