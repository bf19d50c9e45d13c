"""A consistent copy of the SQLite database, checked before it counts."""

import hashlib
import sqlite3
from datetime import datetime
from pathlib import Path


class BackupFailed(RuntimeError):
    """The copy did not pass its checks; nothing was kept."""


def copy(database: Path, folder: Path, *, at: datetime) -> Path:
    """VACUUM INTO a temporary name, check, rename, write the digest beside it. Raises BackupFailed."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{database.stem}-{at:%Y%m%d-%H%M%S}.db"
    unfinished = target.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    source = sqlite3.connect(database)
    try:
        source.execute("VACUUM INTO ?", (str(unfinished),))
    finally:
        source.close()
    _check(unfinished)
    unfinished.replace(target)
    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    target.with_suffix(".db.sha256").write_text(f"{digest}  {target.name}\n")
    return target


def _check(file: Path) -> None:
    made = sqlite3.connect(file)
    try:
        sound = made.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        tied = made.execute("PRAGMA foreign_key_check").fetchone() is None
    finally:
        made.close()
    if not (sound and tied):
        file.unlink()
        raise BackupFailed(f"{file} is not a sound copy")
