"""A real SMTP server for tests: it takes mail, makes senders wait, refuses, breaks off after the data, or hangs."""

import asyncio
import email
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email import policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope, Session


@dataclass(frozen=True)
class Received:
    """A mail as it came in."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes

    @property
    def mail(self) -> EmailMessage:
        parsed: Any = email.message_from_bytes(self.raw, policy=policy.default)
        return parsed  # type: ignore[no-any-return]

    @property
    def recipient(self) -> str:
        return self.recipients[0]

    @property
    def subject(self) -> str:
        return str(self.mail["Subject"])

    @property
    def message_id(self) -> str:
        return str(self.mail["Message-ID"])

    @property
    def text(self) -> str:
        return self._part("text/plain")

    @property
    def html(self) -> str:
        return self._part("text/html")

    @property
    def calendar(self) -> str | None:
        return self._part("text/calendar") or None

    def _part(self, kind: str) -> str:
        for part in self.mail.walk():
            if part.get_content_type() == kind:
                return bytes(part.get_payload(decode=True)).decode()  # type: ignore[arg-type]
        return ""


@dataclass
class Behaviour:
    """How the server behaves; each counter is used up by one mail (-1: for ever)."""

    greylist: int = 0  # 451 to RCPT
    busy: int = 0  # 421 to RCPT, then the server hangs up
    refuse: set[str] = field(default_factory=set)  # 550 to these recipients
    refuse_data: int = 0  # 554 after the data
    drop: int = 0  # takes the mail and breaks the connection off
    cut: int = 0  # breaks the connection off at MAIL FROM
    hang: int = 0  # never answers the data


class MailServer:
    """`received` holds what was taken, `connections` how many there were."""

    def __init__(self) -> None:
        self.behaviour = Behaviour()
        self.received: list[Received] = []
        self.connections = 0
        self.tries = 0

    def _due(self, name: str) -> bool:
        left = getattr(self.behaviour, name)
        if left > 0:
            setattr(self.behaviour, name, left - 1)
        return bool(left)

    async def handle_EHLO(  # noqa: N802
        self, server: Any, session: Session, envelope: Envelope, hostname: str, said: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return said

    async def handle_MAIL(self, server: Any, session: Session, envelope: Envelope, address: str, options: Any) -> str:  # noqa: N802
        self.tries += 1
        if self._due("cut"):
            server.transport.abort()
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Session, envelope: Envelope, address: str, options: Any) -> str:  # noqa: N802
        if address in self.behaviour.refuse:
            return f"550 5.1.1 <{address}> user unknown"
        if self._due("greylist"):
            return "451 4.7.1 Greylisted, come back later"
        if self._due("busy"):
            return "421 4.3.2 Shutting down"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self._due("hang"):
            await asyncio.sleep(60)
        if self._due("refuse_data"):
            return "554 5.7.1 Looks like spam"
        raw = envelope.content if isinstance(envelope.content, bytes) else b""
        self.received.append(Received(envelope.mail_from or "", tuple(envelope.rcpt_tos), raw))
        if self._due("drop"):
            server.transport.abort()
        return f"250 OK queued as {len(self.received)}"


class OnAFreePort(Controller):  # type: ignore[misc]
    """aiosmtpd's controller, where port 0 works."""

    def _trigger_server(self) -> None:
        server: Any = self.server
        self.port = server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@contextmanager
def serving(*, tls: ssl.SSLContext | None = None, require_starttls: bool = False) -> Iterator[tuple[MailServer, int]]:
    """A server on a free port of this machine."""
    handler = MailServer()
    options: dict[str, Any] = {"tls_context": tls, "require_starttls": require_starttls, "data_size_limit": 2**25}
    controller = OnAFreePort(handler, hostname="127.0.0.1", port=0, **options)
    controller.start()  # type: ignore[no-untyped-call]
    try:
        yield handler, controller.port
    finally:
        controller.stop()  # type: ignore[no-untyped-call]


def delivered() -> list[Received]:
    """Do all the work that is due with a server of this moment; the mails that arrived."""
    from cic_events.kernel import jobs
    from cic_events.messages import config, delivery

    before = config.current()
    with serving() as (taking, port):
        config.use(replace(before, host="127.0.0.1", port=port, security="none", user="", password=""))
        try:
            jobs.run_all()
        finally:
            delivery.hang_up()
            config.use(before)
    return taking.received
