"""Stored files: scans, annexes, imports. Their kind is read from the content, never from the name."""

import hashlib
import os
from datetime import datetime
from pathlib import Path

import puremagic
from sqlalchemy.orm import Mapped, mapped_column

from cic_events.kernel import clock
from cic_events.kernel.db import Base, Owned, session
from cic_events.kernel.errors import N_, DomainError
from cic_events.kernel.names import clean

LARGEST = 10 * 1024 * 1024
KINDS = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".csv": "text/csv",
    ".txt": "text/plain",
}
_root: Path | None = None


class FileRefused(DomainError):
    sentence = N_("This file cannot be taken: a PDF, picture, Word, Excel or CSV file of at most 10 MB is needed.")


class StoredFile(Owned, Base):
    __tablename__ = "stored_file"

    name: Mapped[str]
    content_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(index=True)
    created_at: Mapped[datetime]

    @property
    def path(self) -> Path:
        return folder() / self.sha256[:2] / self.sha256


def keep_in(root: Path) -> None:
    """Name the folder that holds the files; the assembly calls it once."""
    global _root
    _root = root


def folder() -> Path:
    if _root is None:
        raise LookupError("kernel.files.keep_in() was not called")
    return _root


def content_type(content: bytes, name: str) -> str:
    """The type that the content shows. Raises FileRefused for what is not taken."""
    suffix = Path(name).suffix.lower()
    if suffix not in KINDS or not content or len(content) > LARGEST:
        raise FileRefused
    if suffix in (".csv", ".txt"):
        if b"\x00" in content:
            raise FileRefused
        return KINDS[suffix]
    seen = {match.extension for match in puremagic.magic_string(content)}
    if suffix not in seen and not (suffix in (".jpg", ".jpeg") and seen & {".jpg", ".jpeg", ".jfif"}):
        raise FileRefused
    return KINDS[suffix]


def store(content: bytes, name: str, *, owner_id: int) -> StoredFile:
    """Keep a file; the row joins the caller's transaction. The same content is on disk once."""
    kind = content_type(content, name)
    stored = StoredFile(
        name=clean(Path(name).name)[:200],
        content_type=kind,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        owner_id=owner_id,
        created_at=clock.now(),
    )
    _write(stored.path, content)
    session().add(stored)
    return stored


def _write(path: Path, content: bytes) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}.part")
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
