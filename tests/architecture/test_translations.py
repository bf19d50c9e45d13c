"""Four complete languages: a message that lacks a translation, or a fuzzy one, fails."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

import cic_events

ROOT = Path(cic_events.__file__).parent
KEYWORDS = {"_": None, "_l": None, "N_": None, "gettext": None, "ngettext": (1, 2), "_n": (1, 2)}


def messages() -> Iterator[str | tuple[str, ...]]:
    with (ROOT / "translations" / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    for _, _, message, _, _ in extract_from_dir(ROOT, methods, options, keywords=KEYWORDS):
        yield message


def catalogue(language: str) -> Catalog:
    with (ROOT / "translations" / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"%\(\w+\)[sd]", text))


@pytest.mark.parametrize("language", ["fr", "ar", "nl", "en"])
def test_every_message_is_translated(language: str) -> None:
    known = catalogue(language)
    lacking = []
    for message in set(messages()):
        found = known.get(message[0] if isinstance(message, tuple) else message)
        strings = () if found is None else found.string if isinstance(found.string, tuple) else (found.string,)
        if found is None or found.fuzzy or not strings or not all(strings):
            lacking.append(message)

    assert lacking == []


@pytest.mark.parametrize("language", ["fr", "ar", "nl", "en"])
def test_placeholders_survive_translation(language: str) -> None:
    for message in catalogue(language):
        if not message.id or not message.string:
            continue
        if isinstance(message.id, tuple):
            wanted = set(placeholders(" ".join(message.id)))
            assert all(set(placeholders(s)) <= wanted for s in message.string), message.id
        else:
            assert placeholders(message.id) == placeholders(message.string), message.id
