"""A house that sends to a real server of the test."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from cic_events.messages import config, delivery
from tests.smtp import MailServer, serving


@pytest.fixture
def server(db: None, now: datetime) -> Iterator[MailServer]:
    before = config._config, config._translations_for
    with serving() as (taking, port):
        house = config.MailConfig(
            host="127.0.0.1", port=port, timeout=2, sender="cic@cic.test", base_url="https://cic.test"
        )
        config.use(house)
        yield taking
        delivery.hang_up()
    config._config, config._translations_for = before
