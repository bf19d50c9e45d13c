"""Folding names and e-mails for search and matching: Latin, Arabic, Tifinagh."""

import re
import unicodedata
from dataclasses import dataclass

_ARABIC = str.maketrans(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ي",
        "ة": "ه",
        "ؤ": "و",
        "ئ": "ي",
        "ڭ": "ك",
        "ݣ": "ك",
        "گ": "ك",
        "ـ": "",
    }
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
_APART = re.compile(r"[\s'’‘ʼ`´.,_/-]+")


@dataclass(frozen=True)
class Named:
    """Somebody's name in Latin and in Arabic letters; one of the two may be empty."""

    name_latin: str
    name_ar: str

    @property
    def name(self) -> str:
        return self.name_latin or self.name_ar


def fold(text: str) -> str:
    """A search key: no marks, no case, one form per Arabic letter, Latin digits, single spaces."""
    text = text.translate(_ARABIC)
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_ARABIC).casefold()
    digits = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in bare)
    return _APART.sub(" ", digits).strip()


def fold_email(address: str) -> str:
    return unicodedata.normalize("NFKC", address).strip().casefold()


def clean(text: str, *, lines: bool = False) -> str:
    """What a person typed without control characters; one line unless `lines`."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _CONTROL.sub("", text)
    if lines:
        return "\n".join(" ".join(line.split(" ")).rstrip() for line in text.split("\n")).strip()
    return " ".join(text.split())
