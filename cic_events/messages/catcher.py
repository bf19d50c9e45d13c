"""Development without a mail server: a real SMTP server on this machine that keeps what it takes in a mailbox."""

import logging
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope, Session

from cic_events.messages.mailbox import Mailbox
from cic_events.settings import Settings

log = logging.getLogger(__name__)


class _Keeps:
    def __init__(self, mailbox: Mailbox) -> None:
        self.mailbox = mailbox

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:  # noqa: N802
        raw = envelope.content if isinstance(envelope.content, bytes) else b""
        return f"250 OK kept as {self.mailbox.keep(raw)}"


class Catcher:
    """Takes mail on a port of this machine only."""

    def __init__(self, mailbox: Mailbox, port: int) -> None:
        self.port = port
        options: dict[str, Any] = {"hostname": "127.0.0.1", "port": port, "data_size_limit": 2**25}
        self._controller = Controller(_Keeps(mailbox), **options)

    def start(self) -> bool:
        """Whether it runs; False when the port is taken: another process of ours catches already."""
        try:
            self._controller.start()  # type: ignore[no-untyped-call]
        except OSError as taken:
            log.info("no mail catcher on port %s: %s", self.port, taken)
            return False
        return True

    def stop(self) -> None:
        self._controller.stop()  # type: ignore[no-untyped-call]


def catcher_for(settings: Settings) -> Catcher | None:
    """A running catcher where nothing real is sent; None where mail leaves, or another process catches."""
    if not settings.catches_mail:
        return None
    catcher = Catcher(Mailbox(settings.instance / "mailbox"), settings.catcher_port)
    return catcher if catcher.start() else None
