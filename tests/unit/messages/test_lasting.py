"""How long a link lives, in the words of a reader."""

from dataclasses import replace

import pytest

from cic_events.messages import render
from tests.unit.messages.test_message import LETTER

LINK = "https://cic.test/sign-in/link/abc"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [("10", "for 10 minutes:"), ("1", "for 1 minute:"), ("120", "for 2 hours:"), ("1440", "for 1 day:")]
    + [("10080", "for 7 days:"), ("90", "for 90 minutes:")],
)
def test_a_sign_in_link_says_how_long_it_lives(minutes: str, words: str) -> None:
    facts = {"name": "Amina", "link": LINK, "minutes": minutes}

    said = render.rendered(replace(LETTER, locale="en", template="sign_in_link", facts=facts))

    assert words in said.text
    assert words in said.html


@pytest.mark.parametrize("locale", ["fr", "ar", "nl", "unknown"])
def test_it_is_said_in_every_language(locale: str) -> None:
    facts = {"name": "Amina", "link": LINK, "minutes": "10080"}

    said = render.rendered(replace(LETTER, locale=locale, template="sign_in_link", facts=facts))

    assert "10080" not in said.text
    assert LINK in said.text
