"""Content in several languages, with what lacks."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import JSON, Dialect
from sqlalchemy.types import TypeDecorator

LANGUAGES = ("fr", "ar", "nl", "en")


class Texts(dict[str, str]):
    """One text in some of the languages fr, ar, nl, en. A value: replace it, never change it in place."""

    def __init__(self, texts: Mapping[str, str] | None = None, /, **by_language: str) -> None:
        given = {**(texts or {}), **by_language}
        if unknown := set(given) - set(LANGUAGES):
            raise ValueError(f"not a language of the product: {sorted(unknown)}")
        super().__init__({code: given[code].strip() for code in LANGUAGES if (given.get(code) or "").strip()})

    def lang_of(self, language: str) -> str:
        """The language that `best` answers in: the one asked for, or the first that there is."""
        return language if language in self else next(iter(self), language)

    def best(self, language: str) -> str:
        return self.get(self.lang_of(language), "")

    def missing(self, languages: Iterable[str] = LANGUAGES) -> list[str]:
        return [code for code in languages if code not in self]


class TextsType(TypeDecorator[Texts]):
    """Texts in a JSON column."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> dict[str, str] | None:
        return None if value is None else dict(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Texts | None:
        return None if value is None else Texts(value)
