"""The number of a certificate, its check letter, and the code that keeps numbers from being walked through."""

import re
from dataclasses import dataclass

from cic_events.kernel import secrets

LETTERS = "ABCDEFGHJKLMNPQRSTVWXYZ"  # 23, a prime: one wrong or two swapped digits change the letter
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that is read for something else
CODE_LENGTH = 10
_NUMBER = re.compile(r"CIC-?(\d{4})-?(\d{6,9})-?([A-Z])")
_ADDRESS = re.compile(rf"({_NUMBER.pattern})-?([{ALPHABET}]{{{CODE_LENGTH}}})")


def number(year: int, running: int) -> str:
    """CIC-2026-000123-K."""
    return f"CIC-{year}-{running:06d}-{check_letter(year, running)}"


def check_letter(year: int, running: int) -> str:
    return LETTERS[int(f"{year}{running:06d}") % len(LETTERS)]


def code(number: str) -> str:
    """The ten characters beside the number: who does not hold the paper cannot know them."""
    bits = int(secrets.mac("certificate code", number), 16)
    return "".join(ALPHABET[(bits >> (5 * place)) & 31] for place in range(CODE_LENGTH))


def link_token(number: str) -> str:
    """The secret part of the address that only the person is mailed: it opens the paper itself."""
    return secrets.mac("certificate link", number)[:40]


@dataclass(frozen=True)
class Typed:
    """What somebody typed or a camera read, as far as it has the shape of a number."""

    number: str = ""
    code: str = ""

    @property
    def holds(self) -> bool:
        """Whether the code belongs to the number."""
        return bool(self.number and self.code) and secrets.same(self.code, code(self.number))


def address(number: str) -> str:
    """What stands behind /check/: the number and its code."""
    return f"{number}-{code(number)}"


def read(typed: str) -> Typed:
    """Find the number, and the code when it is there, whatever the case, spaces and dashes; empty for anything else."""
    text = re.sub(r"[\s\u2010-\u2015]+", lambda m: "" if m[0].isspace() else "-", typed).upper()
    if found := _ADDRESS.fullmatch(text):
        _, year, running, letter, code = found.groups()
        return _typed(year, running, letter, code)
    if found := _NUMBER.fullmatch(text):
        year, running, letter = found.groups()
        return _typed(year, running, letter, "")
    return Typed()


def _typed(year: str, running: str, letter: str, code: str) -> Typed:
    known = number(int(year), int(running))
    return Typed(known, code) if known.endswith(f"-{letter}") else Typed()


def read_code(typed: str) -> str:
    """The code as typed by hand, without spaces and dashes."""
    return re.sub(r"[\s-]+", "", typed).upper()
