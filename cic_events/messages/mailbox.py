"""Mail kept as files, one each: what the development catcher took."""

import email
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from cic_events.kernel import clock

_NAME = re.compile(r"[0-9]{8}T[0-9]{12}-[0-9]{1,6}")
_TOLD = ("METHOD", "SUMMARY", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "LOCATION")


@dataclass(frozen=True)
class Caught:
    """A mail of the catcher, as a page shows it."""

    name: str
    at: datetime | None
    sender: str
    recipient: str
    subject: str
    headers: tuple[tuple[str, str], ...]
    text: str
    html: str
    calendar: tuple[tuple[str, str], ...]  # the calendar object, line by line, the telling ones
    attachments: tuple[str, ...]


class Mailbox:
    """A folder of mails; the newest `most` are kept."""

    def __init__(self, folder: Path, *, most: int = 500) -> None:
        self.folder = folder
        self.most = most
        self._number = 0

    def keep(self, raw: bytes) -> str:
        """Store a mail; its name here."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._number += 1
        name = f"{clock.now():%Y%m%dT%H%M%S%f}-{self._number % 1_000_000}"
        new = self.folder / f"{name}.new"
        new.write_bytes(raw)
        new.rename(self.folder / f"{name}.eml")
        for old in self._names()[self.most :]:
            (self.folder / f"{old}.eml").unlink(missing_ok=True)
        return name

    def latest(self, most: int = 100) -> list[Caught]:
        """The newest first."""
        found = (self.read(name) for name in self._names()[:most])
        return [caught for caught in found if caught is not None]

    def read(self, name: str) -> Caught | None:
        """The mail of this name; None when there is none."""
        raw = self.raw(name)
        return None if raw is None else _parsed(name, raw)

    def raw(self, name: str) -> bytes | None:
        file = self.folder / f"{name}.eml"
        return file.read_bytes() if _NAME.fullmatch(name) and file.exists() else None

    def empty(self) -> None:
        for name in self._names():
            (self.folder / f"{name}.eml").unlink(missing_ok=True)

    def forget(self, addresses: Iterable[str]) -> None:
        """Take away what was sent to these addresses."""
        gone = {address.casefold() for address in addresses}
        for name in self._names() if gone else ():
            if (mail := self.read(name)) is not None and any(one in mail.recipient.casefold() for one in gone):
                (self.folder / f"{name}.eml").unlink(missing_ok=True)

    def _names(self) -> list[str]:
        return sorted((file.stem for file in self.folder.glob("*.eml")), reverse=True)


def _parsed(name: str, raw: bytes) -> Caught:
    mail: Any = email.message_from_bytes(raw, policy=policy.default)
    date = mail["Date"]
    return Caught(
        name=name,
        at=getattr(date, "datetime", None),
        sender=str(mail["From"] or ""),
        recipient=str(mail["To"] or ""),
        subject=str(mail["Subject"] or ""),
        headers=tuple((key, str(value)) for key, value in mail.items()),
        text=_part(mail, "text/plain"),
        html=_part(mail, "text/html"),
        calendar=_told(_part(mail, "text/calendar")),
        attachments=tuple(part.get_filename("") for part in mail.iter_attachments() if part.get_filename()),
    )


def _part(mail: EmailMessage, kind: str) -> str:
    for part in mail.walk():
        if part.get_content_type() == kind and not part.is_attachment():
            payload = part.get_payload(decode=True)
            return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    return ""


def _told(calendar: str) -> tuple[tuple[str, str], ...]:
    unfolded = re.sub(r"\r?\n[ \t]", "", calendar)
    lines = (line.partition(":") for line in unfolded.splitlines())
    return tuple((name, value) for name, _, value in lines if name.partition(";")[0] in _TOLD)
