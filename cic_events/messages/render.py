"""From facts to words: subject, text and HTML in the recipient's language, both French and Dutch when it is unknown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound, pass_context
from jinja2.environment import TemplateModule
from jinja2.runtime import Context

from cic_events.messages import config, words
from cic_events.messages.notice import Itip, languages
from cic_events.messages.transport import Message

FOLDER = Path(__file__).parent.parent / "templates"
LOCALES = {"fr": "fr_BE", "ar": "ar_MA", "nl": "nl_BE", "en": "en_GB"}
LONG_DAY = {"fr": "EEEE d MMMM y", "ar": "EEEE، d MMMM y", "nl": "EEEE d MMMM y", "en": "EEEE d MMMM y"}


@dataclass(frozen=True)
class Letter:
    """All that a mail says and is, in plain values."""

    recipient: str
    recipient_name: str
    locale: str
    template: str
    facts: Mapping[str, str]
    why: str
    message_id: str
    date: datetime
    calendar: Itip | None = None
    unsubscribe_link: str | None = None


@dataclass(frozen=True)
class Rendered:
    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Part:
    """The mail in one of its languages."""

    language: str
    direction: str
    body: TemplateModule
    foot: TemplateModule


@pass_context
def _gettext(context: Context, message: str, **values: Any) -> str:
    said = str(config.translations_for(context["language"]).ugettext(message))
    return said % values if values else said


@pass_context
def _ngettext(context: Context, one: str, many: str, num: int, **values: Any) -> str:
    said = str(config.translations_for(context["language"]).ungettext(one, many, num))
    return said % {"num": num, **values}


@pass_context
def _day(context: Context, value: str) -> str:
    """An ISO date in the words of the mail's language."""
    language = context["language"]
    plain = value.strip(words.ISOLATE + words.POP)
    return format_date(date.fromisoformat(plain[:10]), LONG_DAY[language], locale=LOCALES[language])


def _whole(value: str) -> int:
    """A whole number among the facts."""
    return int(value.strip(words.ISOLATE + words.POP))


@cache
def _environment(folder: Path, *, html: bool) -> Environment:
    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=html,  # noqa: S701 (the other environment writes plain text)
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.newstyle_gettext = True  # type: ignore[attr-defined]
    made.globals.update(_=_gettext, gettext=_gettext, ngettext=_ngettext)
    made.filters["day"] = _day
    made.filters["whole"] = _whole
    return made


def direction(language: str) -> str:
    return "rtl" if language == "ar" else "ltr"


def rendered(letter: Letter, *, folder: Path | None = None) -> Rendered:
    """Subject, text and HTML. Raises jinja2.TemplateError when a template or one of its facts is missing."""
    folder = folder or FOLDER
    spoken = languages(letter.locale)
    subjects = [_text(folder, letter, language, "subject.txt") for language in spoken]
    texts = [_text(folder, letter, language, "body.txt") for language in spoken]
    subject = words.one_line(" / ".join(subjects))
    plain = _environment(folder, html=False)
    feet = [plain.get_template("mail/layout.foot.txt").render(_values(letter, code)).strip() for code in spoken]
    sections = [f"{text}\n\n-- \n{foot}" for text, foot in zip(texts, feet, strict=True)]
    parts = [_part(folder, letter, code, text) for code, text in zip(spoken, texts, strict=True)]
    layout = _environment(folder, html=True).get_template("mail/layout.html")
    html = layout.render(language=spoken[0], subject=subject, parts=parts)
    text = plain.get_template("mail/layout.txt").render(language=spoken[0], sections=sections)
    return Rendered(subject, words.scrub(text).strip() + "\n", words.scrub(html))


def _values(letter: Letter, language: str) -> dict[str, Any]:
    """What a template sees: the facts by their names, and what belongs to every mail."""
    house = config.current()
    facts = words.told(letter.facts, language, house.base_url)
    return {
        **facts,
        "facts": facts,
        "language": language,
        "direction": direction(language),
        "recipient_name": words.isolated(words.inert(letter.recipient_name), language),
        "why": letter.why,
        "product": house.product,
        "base_url": house.base_url,
        "unsubscribe_link": letter.unsubscribe_link,
    }


def _text(folder: Path, letter: Letter, language: str, name: str) -> str:
    template = _environment(folder, html=False).get_template(f"mail/{letter.template}/{name}")
    return template.render(_values(letter, language)).strip()


def _part(folder: Path, letter: Letter, language: str, text: str) -> Part:
    """One language of the HTML: its own template, or the paragraphs of the text where there is none."""
    html, values = _environment(folder, html=True), _values(letter, language)
    try:
        body = html.get_template(f"mail/{letter.template}/body.html").make_module(values)
    except TemplateNotFound:
        paragraphs = [block.split("\n") for block in text.split("\n\n") if block.strip()]
        body = html.get_template("mail/layout.paragraphs.html").make_module({**values, "paragraphs": paragraphs})
    foot = html.get_template("mail/layout.foot.html").make_module(values)
    return Part(language, direction(language), body, foot)


def message(letter: Letter) -> Message:
    """The mail as it leaves; in a rehearsal it goes to the rehearsal's mailbox and says for whom it was."""
    house, said = config.current(), rendered(letter)
    to, subject = (letter.recipient_name, letter.recipient), said.subject
    if house.rehearsal_mailbox:
        to = (letter.recipient_name, house.rehearsal_mailbox)
        subject = f"[Rehearsal: {letter.recipient}] {subject}"
    return Message(
        subject=subject,
        recipient=to,
        sender=(house.sender_name, house.sender),
        body=said.text,
        html=said.html,
        message_id=letter.message_id,
        date=letter.date,
        calendar=letter.calendar,
        extra_headers=_headers(letter),
    )


def _headers(letter: Letter) -> dict[str, str]:
    found = {"Content-Language": ", ".join(languages(letter.locale))}
    if letter.calendar is None:
        found["Auto-Submitted"] = "auto-generated"
    if letter.unsubscribe_link:
        found["List-Unsubscribe"] = f"<{letter.unsubscribe_link}>"
        found["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return found
