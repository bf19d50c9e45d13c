"""A configured house without a server."""

from collections.abc import Iterator
from typing import Any

import pytest
from babel.support import NullTranslations

from cic_events.kernel import secrets
from cic_events.messages import config

HOUSE = config.MailConfig(
    host="127.0.0.1", sender="cic@cic.test", sender_name="CIC", base_url="https://cic.test", product="CIC"
)


@pytest.fixture(autouse=True)
def house() -> Iterator[config.MailConfig]:
    before = config._config, config._translations_for, secrets._key
    secrets.use_key("k" * 40)
    config.use(HOUSE, lambda language: Spoken(language))
    yield HOUSE
    config._config, config._translations_for, secrets._key = before


class Spoken(NullTranslations):
    """Every sentence marked with its language."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language

    def ugettext(self, message: Any) -> Any:
        return message if self.language == "en" else f"{self.language}: {message}"
