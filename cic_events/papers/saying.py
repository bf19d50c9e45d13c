"""What is written on paper, each text with its language, so that a template can set it in its own direction."""

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from babel.dates import format_date

from cic_events.kernel.texts import Texts

DATA = Path(__file__).parent.parent / "data"
LOCALES = {"fr": "fr_BE", "ar": "ar_MA", "nl": "nl_BE", "en": "en_GB"}
TWO, FOUR = ("fr", "ar"), ("fr", "ar", "nl", "en")

Said = dict[str, str]


@cache
def words(file: str) -> dict[str, dict[str, Any]]:
    """The words of a kind of papers, by language: a paper is bilingual whoever reads it."""
    found: dict[str, dict[str, Any]] = yaml.safe_load((DATA / file).read_text(encoding="utf-8"))
    return found


def of_host(country: str) -> tuple[str, ...]:
    """French and Arabic; Dutch and English too when a Belgian commune hosts."""
    return FOUR if country == "BE" else TWO


def said(language: str, text: str) -> Said:
    return {"lang": language, "text": text}


def best(texts: Mapping[str, str], language: str) -> Said:
    """The text in this language or the next best, with the language that it is in."""
    found = Texts(texts)
    return said(found.lang_of(language), found.best(language))


def as_typed(text: str) -> Said:
    """Words that somebody typed, in the direction of their letters."""
    return said("ar" if is_arabic(text) else "fr", text)


def is_arabic(text: str) -> bool:
    """Whether the first letter that has a direction is read from the right."""
    strong = (unicodedata.bidirectional(c) for c in text)
    return next((kind != "L" for kind in strong if kind in ("L", "R", "AL")), False)


def day(value: date | None, language: str, *, weekday: bool = False) -> str:
    """The date in words; the first of a French month is its 1er."""
    if value is None:
        return ""
    pattern = "d'er' MMMM y" if language == "fr" and value.day == 1 else "d MMMM y"
    if weekday:
        pattern = f"EEEE، {pattern}" if language == "ar" else f"EEEE {pattern}"
    return format_date(value, pattern, locale=LOCALES[language])


def names(latin: str, arabic: str) -> list[Said]:
    """A name in each script that there is."""
    return [as_typed(text) for text in dict.fromkeys((latin, arabic)) if text]


def distinct(found: Iterable[Said]) -> list[Said]:
    """Each text once, however many languages lack their own."""
    kept: dict[str, Said] = {}
    for one in found:
        kept.setdefault(one["text"], one)
    return [one for text, one in kept.items() if text]
