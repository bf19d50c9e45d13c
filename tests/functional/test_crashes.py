"""Killed in the middle, with a mail server that hangs: what was acknowledged stays, mails arrive, the web answers."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests import databases
from tests.serving import Service, Visitor
from tests.smtp import MailServer, serving

pytestmark = pytest.mark.slow

BACK_WITHIN = 10.0


@pytest.fixture
def mail_server() -> Iterator[tuple[MailServer, int]]:
    with serving() as found:
        yield found


@pytest.fixture
def service(tmp_path: Path, worker_id: str, mail_server: tuple[MailServer, int]) -> Iterator[Service]:
    """An installation with an open session, whose mail goes to the server of the test."""
    _, port = mail_server
    settings = {"smtp_host": "127.0.0.1", "smtp_port": str(port), "smtp_timeout": "2"}
    made = Service(tmp_path, databases.fresh(tmp_path, f"{worker_id}_served"), settings)
    yield made
    made.kill()
    databases.drop(f"{worker_id}_served")


def wait_until(holds: Callable[[], bool], *, seconds: float, doing: Callable[[], Any] | None = None) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.1)
        if doing is not None:
            doing()


class Crowd:
    """Visitors who register one after the other in several threads, until told to stop."""

    def __init__(self, service: Service, at: dict[str, int], threads: int = 3) -> None:
        self.service, self.at = service, at
        self.acknowledged: list[str] = []
        self.seconds: list[float] = []
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._arrive, args=(n,)) for n in range(threads)]

    def _arrive(self, thread: int) -> None:
        number = 0
        while not self._stop.is_set():
            number += 1
            name = f"Amina {'abc'[thread]}{number:03}"
            try:
                taken = Visitor(self.service).register(self.at["session"], name, self.at["commune"])
            except OSError:
                time.sleep(0.2)  # nobody answers: this one was not acknowledged
                continue
            self.acknowledged.append(name)
            self.seconds.append(taken)

    def __enter__(self) -> "Crowd":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()


def came(server: MailServer) -> Counter[str]:
    return Counter(mail.recipient for mail in server.received)


def addresses(names: list[str]) -> set[str]:
    return {f"{name.replace(' ', '.').lower()}@example.org" for name in names}


def test_killed_web_keeps_what_it_acknowledged_and_is_back_at_once(
    service: Service, mail_server: tuple[MailServer, int]
) -> None:
    server, _ = mail_server
    at = service.ask("prepare")
    usual = service.serve()

    with Crowd(service, at) as crowd:
        for more in (10, 25):
            wait_until(lambda more=more: len(crowd.acknowledged) >= more, seconds=120)  # type: ignore[misc]
            service.kill()
            assert service.serve() < max(BACK_WITHIN, 2 * usual)  # a busy machine is slow, a crash adds nothing
        wait_until(lambda: len(crowd.acknowledged) >= 35, seconds=120)

    seen = service.ask("look")
    assert set(crowd.acknowledged) <= set(seen["names"])
    assert len(seen["names"]) == len(set(seen["names"]))
    assert seen["wrong"] == []
    everybody = addresses(seen["names"])
    service.ask("later")
    wait_until(lambda: set(came(server)) == everybody, seconds=60)
    assert {state for _, state in service.ask("look")["mails"]} <= {"sent", "queued"}
    assert len({mail.message_id for mail in server.received}) == len(everybody)


def test_a_killed_worker_stops_nobody_and_the_next_one_sends_the_rest(
    service: Service, mail_server: tuple[MailServer, int]
) -> None:
    server, _ = mail_server
    service.settings["embedded_worker"] = "false"
    at = service.ask("prepare")
    service.serve()
    worker = service.work()

    with Crowd(service, at) as crowd:
        wait_until(lambda: len(server.received) >= 5, seconds=90)
        service.kill(worker)
        done = len(crowd.acknowledged)
        wait_until(lambda: len(crowd.acknowledged) >= done + 5, seconds=60)
    service.ask("later")
    service.work()

    everybody = addresses(crowd.acknowledged)
    wait_until(lambda: set(came(server)) >= everybody, seconds=60)
    seen = service.ask("look")
    assert set(crowd.acknowledged) <= set(seen["names"])
    assert seen["wrong"] == []
    assert len({mail.message_id for mail in server.received}) == len(came(server))


def test_a_mail_server_that_hangs_slows_nobody_and_each_mail_arrives_once_it_answers(
    service: Service, mail_server: tuple[MailServer, int]
) -> None:
    server, _ = mail_server
    server.behaviour = replace(server.behaviour, hang=-1)
    at = service.ask("prepare")
    service.serve()
    visitor_seconds = []

    for number in range(12):
        visitor_seconds.append(Visitor(service).register(at["session"], f"Amina {number:02}", at["commune"]))
    wait_until(lambda: server.tries > 0, seconds=30)
    while_it_hangs = Visitor(service).register(at["session"], "Brahim 99", at["commune"])

    assert sorted(visitor_seconds)[len(visitor_seconds) // 2] < 1
    assert max(*visitor_seconds, while_it_hangs) < 3
    assert server.received == []
    server.behaviour = replace(server.behaviour, hang=0)
    everybody = addresses(service.ask("look")["names"])
    wait_until(lambda: set(came(server)) == everybody, seconds=60, doing=lambda: service.ask("later"))
    assert set(came(server).values()) == {1}
