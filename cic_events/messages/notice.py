"""What a person is told: one fact, under one key."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cic_events.kernel.texts import Texts

LANGUAGES_OF_UNKNOWN = ("fr", "nl")


@dataclass(frozen=True)
class Itip:
    """A calendar object and its method, as the calendar package built it."""

    method: str  # REQUEST | CANCEL | PUBLISH
    ics: bytes


@dataclass(frozen=True)
class Notice:
    """One thing told to one person.

    `key` names the fact, so it is told once. `facts` are plain strings; "title:nl" is the Dutch of "title"; a fact
    named `link` or `…_link` is an address of ours; from `path` or `…_path` the template gets the `link`. `supersedes`
    is a prefix of keys: unsent mails under it give way to this one. `secret`: nobody but the recipient may read it,
    and its text is wiped once it has left.
    """

    key: str
    to: str | None
    to_name: str
    locale: str  # fr | nl | ar | en | unknown
    template: str
    owner_id: int
    why: str  # an English sentence marked with N_, shown to the recipient and to officers
    facts: Mapping[str, str] = field(default_factory=dict)
    person_id: int | None = None
    registration_id: int | None = None
    calendar: Itip | None = None
    channel: str = "letter"  # how to tell a person without an address: letter | phone | whatsapp | referent
    send_at: datetime | None = None
    expires_at: datetime | None = None
    supersedes: str | None = None
    unsubscribe_link: str | None = None  # digests and reminders only
    secret: bool = False


def languages(locale: str) -> tuple[str, ...]:
    """The languages a mail is written in: the recipient's own, French and Dutch when it is not known."""
    return LANGUAGES_OF_UNKNOWN if locale == "unknown" else (locale,)


def spoken(name: str, texts: Mapping[str, str], locale: str) -> dict[str, str]:
    """The facts of a text in several languages, for a reader of this locale: **spoken("title", event.title, locale)."""
    found = Texts(texts)
    return {f"{name}:{language}": found.best(language) for language in languages(locale)}
