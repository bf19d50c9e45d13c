"""Languages: catalogues, lazy sentences, and explicit formats (short ones are wrong for Morocco)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal
from babel.support import LazyProxy, NullTranslations, Translations
from flask import Response, g, has_request_context, request
from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from cic_events.kernel.errors import DomainError
from cic_events.kernel.texts import LANGUAGES as LANGUAGES
from cic_events.kernel.texts import Texts
from cic_events.web import compiled, session

FOLDER = Path(__file__).parent.parent / "translations"
LOCALES = {"fr": "fr_BE", "ar": "ar_MA", "nl": "nl_BE", "en": "en_GB"}
NAMES = {"fr": "Français", "ar": "العربية", "nl": "Nederlands", "en": "English"}
LONG_DAY = {"fr": "EEEE d MMMM y", "ar": "EEEE، d MMMM y", "nl": "EEEE d MMMM y", "en": "EEEE d MMMM y"}
DAY = {"fr": "d MMMM y", "ar": "d MMMM y", "nl": "d MMMM y", "en": "d MMMM y"}
COOKIE = "cic_language"


def current_language() -> str:
    """The language of this answer: asked for, kept, the person's, the browser's, French."""
    if not has_request_context():
        return "fr"
    if "language" not in g:
        g.language = _choose()
    return str(g.language)


def _asked() -> str | None:
    """The language that this request asks for; a body that is too large to be read asks for nothing."""
    try:
        return request.form.get("_language") or request.args.get("lang")
    except HTTPException:
        return request.args.get("lang")


def _choose() -> str:
    asked = _asked() or request.cookies.get(COOKIE)
    if asked in LANGUAGES:
        return str(asked)
    own = session.actor().language
    if own in LANGUAGES:
        return str(own)
    return request.accept_languages.best_match(LANGUAGES, "fr")


def keep_language(response: Response) -> Response:
    """Keep the language that was asked for."""
    asked = _asked()
    if asked in LANGUAGES and asked != request.cookies.get(COOKIE):
        response.set_cookie(COOKIE, str(asked), max_age=31_536_000, samesite="Lax", httponly=True)
    return response


def direction(language: str | None = None) -> str:
    return "rtl" if (language or current_language()) == "ar" else "ltr"


def locale(language: str | None = None) -> Locale:
    return _locale(language or current_language())


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(LOCALES[language])


@cache
def translations(language: str) -> NullTranslations:
    """The catalogue, compiled when it is first asked for."""
    source = FOLDER / language / "LC_MESSAGES" / "messages.po"
    if not source.exists():
        return NullTranslations()
    binary = compiled.kept(f"catalogue-{language}", source.read_bytes(), partial(_compiled, language))
    return Translations(BytesIO(binary))


def _compiled(language: str, source: bytes) -> bytes:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    binary = BytesIO()
    write_mo(binary, read_po(BytesIO(source), locale=language))
    return binary.getvalue()


def gettext(message: str, **values: Any) -> str:
    said = translations(current_language()).ugettext(message) if message else ""  # "" names the catalogue's head
    return said % values if values else said


def ngettext(one: str, many: str, num: int, **values: Any) -> str:
    said = translations(current_language()).ungettext(one, many, num)
    return said % {"num": num, **values}


def lazy_gettext(message: str, **values: Any) -> Any:
    return LazyProxy(gettext, message, enable_cache=False, **values)


_ = gettext
_n = ngettext
_l = lazy_gettext


def sentence_of(refusal: DomainError) -> str:
    """The refusal in the reader's language."""
    said = gettext(refusal.sentence)
    values = {name: gettext(v) if isinstance(v, str) and v else v for name, v in refusal.params.items()}
    return said % values if refusal.params else said


def day(value: date, pattern: str = "", *, long: bool = False) -> str:
    """A date by an explicit pattern; "6 August 2018", or with its weekday when `long`."""
    return format_date(value, pattern or (LONG_DAY if long else DAY)[current_language()], locale=locale())


def day_range(first: date, last: date) -> str:
    """One day, or from-to without repeating what is the same."""
    if first == last:
        return day(first, long=True)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last, 'd MMMM y')}"
    start = day(first, "d MMMM" if first.year == last.year else "d MMMM y")
    return f"{start} – {day(last)}"


def hours(start: time, end: time | None = None) -> str:
    """9 h 30 - 16 h in French, 09:30-16:00 elsewhere."""
    said = [_hour(t) for t in (start, end) if t is not None]
    return " – ".join(said)


def _hour(value: time) -> str:
    if current_language() == "fr":
        return f"{value.hour} h {value.minute:02}" if value.minute else f"{value.hour} h"
    return f"{value.hour:02}:{value.minute:02}"


def moment(value: datetime) -> str:
    """An instant, in the reader's own words, in UTC when nothing better is known."""
    return str(beside(day(value.date()), hours(value.time())))


def money(amount: Decimal | int, currency: str) -> str:
    return str(format_currency(amount, currency, "#,##0 ¤", locale=locale(), currency_digits=False))


def number(value: Decimal | float) -> str:
    return str(format_decimal(value, locale=locale()))


def listed(words: Iterable[str]) -> str:
    return str(format_list(list(words), locale=locale())) if (words := list(words)) else ""


def beside(*words: Markup | str) -> Markup:
    """What stands beside each other, with the comma of the reader's script: “Council room, Belfaa”."""
    return Markup("{}").format("، " if current_language() == "ar" else ", ").join(word for word in words if word)


def text(texts: Texts | Mapping[str, str] | None) -> Markup:
    """The best text for this reader, marked with its language when it is not the page's."""
    found = texts if isinstance(texts, Texts) else Texts(texts)
    language = current_language()
    spoken = found.lang_of(language)
    if spoken == language or not found:
        return Markup("{}").format(found.best(language))
    return Markup('<span lang="{}" dir="{}">{}</span>').format(spoken, direction(spoken), found.best(language))


def plain(texts: Texts | Mapping[str, str] | None) -> str:
    """The best text without marks, for titles and attributes."""
    return (texts if isinstance(texts, Texts) else Texts(texts)).best(current_language())


class Called(Protocol):
    """Anything that has a person's names, in Latin and in Arabic letters."""

    @property
    def name_latin(self) -> str: ...

    @property
    def name_ar(self) -> str: ...


def called(person: Called) -> str:
    """The name in the letters of this page where it is known in them."""
    if current_language() == "ar":
        return person.name_ar or person.name_latin
    return person.name_latin or person.name_ar


def also_called(person: Called) -> str:
    """The name in the other letters, where both are known."""
    both = person.name_latin and person.name_ar
    return (person.name_latin if current_language() == "ar" else person.name_ar) if both else ""


def choices(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Translate the words of a choice."""
    return [(value, gettext(word) if word else "") for value, word in pairs]
