"""Workers are killed in the middle: nothing is lost, and what comes twice is the same mail."""

import subprocess
import sys
import time
from collections import Counter

import pytest
from sqlalchemy import func, select

from cic_events.kernel.db import reading, session, transaction
from cic_events.messages import config, outbox
from cic_events.messages.models import Mail, MailState
from tests.make_messages import notice, organisation
from tests.smtp import MailServer

pytestmark = pytest.mark.slow

MAILS, KILLS = 60, 4


def start(url: str, minutes: int) -> "subprocess.Popen[bytes]":
    port = config.current().port
    return subprocess.Popen([sys.executable, "-m", "tests.service.messages.worker", url, str(port), str(minutes)])


def address_of_the_database() -> str:
    with reading():
        return session().connection().engine.url.render_as_string(hide_password=False)


def test_killed_workers_lose_no_mail(server: MailServer) -> None:
    owner = organisation()
    with transaction():
        for number in range(MAILS):
            outbox.post(notice(owner_id=owner.id, to=f"person{number}@belfaa.test"))
    url = address_of_the_database()

    for kill in range(KILLS):
        before, worker = len(server.received), start(url, minutes=2 * kill)
        deadline = time.monotonic() + 30
        while len(server.received) < before + 7 and time.monotonic() < deadline:
            time.sleep(0.002)
        worker.kill()
        worker.wait()
    assert start(url, minutes=2 * KILLS).wait(60) == 0

    told = Counter(m.message_id for m in server.received)
    assert len(told) == MAILS
    assert len({m.recipient for m in server.received}) == MAILS
    assert sum(told.values()) <= MAILS + KILLS
    assert len({m.raw for m in server.received}) == MAILS
    with reading() as db:
        assert db.scalar(select(func.count()).where(Mail.state == MailState.SENT)) == MAILS
