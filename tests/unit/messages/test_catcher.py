"""The development catcher: mail comes in by SMTP and is read as a page shows it."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cic_events.messages import config, render
from cic_events.messages.catcher import Catcher
from cic_events.messages.mailbox import Mailbox
from cic_events.messages.transport import Postman
from tests.unit.messages.test_message import INVITATION


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def mailbox(tmp_path: Path, port: int) -> Iterator[Mailbox]:
    made = Mailbox(tmp_path / "mailbox", most=2)
    catcher = Catcher(made, port)
    assert catcher.start()
    yield made
    catcher.stop()


def send(house: config.MailConfig, port: int) -> bytes:
    raw = render.message(INVITATION).as_bytes()
    postman = Postman(replace(house, port=port))
    assert postman.deliver(raw, "amina@belfaa.test").accepted
    postman.hang_up()
    return raw


def test_what_is_sent_is_read_in_the_mailbox(house: config.MailConfig, mailbox: Mailbox, port: int) -> None:
    raw = send(house, port)

    [caught] = mailbox.latest()

    assert (caught.recipient, caught.subject) == (
        "Amina Bennani <amina@belfaa.test>",
        "fr: Your sign-in link for CIC",
    )
    assert "https://cic.test/s/abc" in caught.text
    assert "<h1>" in caught.html
    assert caught.calendar == (("METHOD", "REQUEST"), ("SUMMARY", "Gestion prévisionnelle – تدبير"))
    assert caught.attachments == ("invite.ics",)
    assert mailbox.raw(caught.name) == raw


def test_the_oldest_give_way(house: config.MailConfig, mailbox: Mailbox, port: int) -> None:
    for _ in range(3):
        send(house, port)

    assert len(mailbox.latest()) == 2


@pytest.mark.parametrize("name", ["../secret-key", "20260928T120000000000-1/../x", "", "x", "20260928T120000000000-9"])
def test_only_a_mail_of_the_box_is_read(mailbox: Mailbox, name: str) -> None:
    assert mailbox.read(name) is None


def test_a_taken_port_is_no_error(mailbox: Mailbox, port: int) -> None:
    assert Catcher(mailbox, port).start() is False
