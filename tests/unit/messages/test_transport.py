"""Flask-Mail made fit, against a real server."""

import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cic_events.messages import config
from cic_events.messages.transport import Answer, Dropped, Mail, Message, Postman
from tests.smtp import MailServer, serving

AMINA, YOUSSEF = "amina@belfaa.test", "youssef@belfaa.test"


@pytest.fixture
def server(house: config.MailConfig) -> Iterator[MailServer]:
    with serving() as (taking, port):
        config.use(replace(house, port=port, timeout=2, batch=3))
        yield taking


def message(to: str = AMINA, number: int = 1) -> bytes:
    made = Message(
        subject="Budget",
        recipient=("Amina", to),
        sender=("CIC", "cic@cic.test"),
        body="Hello",
        html="<p>Hello</p>",
        message_id=f"<{number}@cic.test>",
        date=datetime(2026, 9, 28, tzinfo=UTC),
    )
    return made.as_bytes()


def test_the_bytes_arrive_as_they_were_written(server: MailServer) -> None:
    answer = Postman(config.current()).deliver(message(), AMINA)

    assert answer == Answer(250, "OK queued as 1")
    assert [(m.sender, m.recipient, m.raw) for m in server.received] == [("cic@cic.test", AMINA, message())]


def test_flask_mail_sends_our_message(server: MailServer) -> None:
    connection = Mail(config.current()).connect()
    connection.open()
    made = Message(
        subject="Budget",
        recipient=("Amina", AMINA),
        sender=("CIC", "cic@cic.test"),
        body="Hello",
        html="<p>Hello</p>",
        message_id="<1@cic.test>",
        date=datetime(2026, 9, 28, tzinfo=UTC),
    )
    assert connection.send(made) == {AMINA: Answer(250, "OK queued as 1")}
    connection.quit()

    assert server.received[0].raw == made.as_bytes()


def test_every_recipient_has_an_answer(server: MailServer) -> None:
    server.behaviour.refuse = {YOUSSEF}
    connection = Mail(config.current()).connect()
    connection.open()

    answers = connection.deliver(message(), "cic@cic.test", [AMINA, YOUSSEF])

    assert answers == {
        AMINA: Answer(250, "OK queued as 1"),
        YOUSSEF: Answer(550, f"5.1.1 <{YOUSSEF}> user unknown"),
    }
    assert (answers[YOUSSEF].refused, answers[AMINA].accepted) == (True, True)


def test_a_batch_shares_a_connection_and_the_next_opens_another(server: MailServer) -> None:
    postman = Postman(config.current())
    for number in range(7):
        postman.deliver(message(number=number), AMINA)
    postman.hang_up()

    assert (len(server.received), server.connections) == (7, 3)


def test_a_connection_that_the_server_closed_is_renewed(server: MailServer) -> None:
    postman = Postman(config.current())
    postman.deliver(message(), AMINA)
    server.behaviour.cut = 1

    assert postman.deliver(message(number=2), AMINA).accepted
    assert [m.message_id for m in server.received] == ["<1@cic.test>", "<2@cic.test>"]


def test_421_asks_for_a_new_connection(server: MailServer) -> None:
    postman = Postman(config.current())
    server.behaviour.busy = 1

    assert postman.deliver(message(), AMINA) == Answer(421, "4.3.2 Shutting down")
    assert postman.deliver(message(), AMINA).accepted
    assert server.connections == 2


def test_a_break_after_the_data_is_told_apart_and_not_sent_again_at_once(server: MailServer) -> None:
    postman = Postman(config.current())
    server.behaviour.drop = 1

    with pytest.raises(Dropped) as dropped:
        postman.deliver(message(), AMINA)

    assert dropped.value.after_data
    assert len(server.received) == 1


def test_a_server_that_hangs_costs_the_timeout_and_no_more(server: MailServer) -> None:
    config.use(replace(config.current(), timeout=0.5))
    server.behaviour.hang = 1
    began = time.monotonic()

    with pytest.raises(Dropped):
        Postman(config.current()).deliver(message(), AMINA)

    assert time.monotonic() - began < 5


def test_no_server_is_a_reason_in_words(house: config.MailConfig) -> None:
    with pytest.raises(Dropped, match="refused"):
        Postman(replace(house, port=1)).deliver(message(), AMINA)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    file = tmp_path / "server.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(file), "-out", str(tmp_path / "ca.pem")],
        check=True, capture_output=True,
    )  # fmt: skip
    file.write_text(file.read_text() + (tmp_path / "ca.pem").read_text())
    return file


def test_a_certificate_that_nobody_vouches_for_is_refused(house: config.MailConfig, certificate: Path) -> None:
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate)
    with serving(tls=tls, require_starttls=True) as (taking, port):
        with pytest.raises(Dropped, match="CERTIFICATE_VERIFY_FAILED"):
            Postman(replace(house, port=port, security="starttls")).deliver(message(), AMINA)
        assert taking.received == []

        trusted = replace(house, port=port, security="starttls", ca_file=str(certificate.with_name("ca.pem")))
        postman = Postman(trusted)
        assert postman.deliver(message(), AMINA).accepted
        postman.hang_up()
