"""A consistent copy of the SQLite database, checked before it counts, and the way back."""

import hashlib
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

SIDE_FILES = ("-wal", "-shm")


class BackupFailed(RuntimeError):
    """The copy did not pass its checks; nothing was kept."""


class RestoreRefused(RuntimeError):
    """The copy is not to be trusted; nothing was changed."""


def copy(database: Path, folder: Path, *, at: datetime) -> Path:
    """VACUUM INTO a temporary name, check, rename, write the digest beside it. Raises BackupFailed."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{database.stem}-{at:%Y%m%d-%H%M%S}.db"
    unfinished = target.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    with closing(sqlite3.connect(database, timeout=30)) as source:
        source.execute("VACUUM INTO ?", (str(unfinished),))
    unfinished.chmod(0o600)
    if (wrong := _wrong_with(unfinished)) is not None:
        unfinished.unlink()
        raise BackupFailed(f"{unfinished} is not a sound copy: {wrong}")
    unfinished.replace(target)
    _digest_file(target).write_text(f"{_digest(target)}  {target.name}\n")
    return target


def keep(database: Path, folder: Path, *, at: datetime) -> Path:
    """A copy of what is about to be replaced, as it is when it is damaged."""
    try:
        return copy(database, folder, at=at)
    except (BackupFailed, sqlite3.DatabaseError):
        for part in database.parent.glob(f"{database.name}*"):
            if part.name.removeprefix(database.name) in ("", *SIDE_FILES):
                shutil.copyfile(part, folder / f"damaged-{at:%Y%m%d-%H%M%S}-{part.name}")
        return folder / f"damaged-{at:%Y%m%d-%H%M%S}-{database.name}"


def _digest_file(copied: Path) -> Path:
    return copied.with_name(f"{copied.name}.sha256")


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _wrong_with(file: Path) -> str | None:
    try:
        with closing(sqlite3.connect(file)) as made:
            if made.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                return "its pages are damaged"
            if made.execute("PRAGMA foreign_key_check").fetchone() is not None:
                return "rows name rows that are not there"
    except sqlite3.DatabaseError as broken:
        return f"it is no database: {broken}"
    return None


def version_of(file: Path) -> str | None:
    """The migration that this database stands at; None for one that has none."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as made:
        try:
            found = made.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.DatabaseError:
            return None
    return str(found[0]) if found else None


def put_back(copied: Path, database: Path) -> None:
    """Make the copy the database again; the one that was there is not touched unless every check held.

    Nothing else may use the database. Raises RestoreRefused.
    """
    if not copied.is_file():
        raise RestoreRefused(f"there is no file {copied}")
    if not _digest_file(copied).exists():
        raise RestoreRefused(f"its digest {_digest_file(copied).name} is missing: it cannot be trusted")
    if _digest_file(copied).read_text().split()[:1] != [_digest(copied)]:
        raise RestoreRefused("it is not the file that was written: its sha256 differs")
    unfinished = database.with_name(f"{database.name}.restoring")
    shutil.copyfile(copied, unfinished)
    unfinished.chmod(0o600)
    if (wrong := _wrong_with(unfinished)) is None and version_of(unfinished) is None:
        wrong = "it is no database of this product"
    if wrong is not None:
        unfinished.unlink()
        raise RestoreRefused(wrong)
    for suffix in SIDE_FILES:
        database.with_name(database.name + suffix).unlink(missing_ok=True)
        unfinished.with_name(unfinished.name + suffix).unlink(missing_ok=True)
    unfinished.replace(database)


def clear_free_pages(database: Path) -> None:
    """What was deleted stands in no page of the file, nor in the write-ahead log."""
    with closing(sqlite3.connect(database, timeout=30)) as made:
        made.execute("PRAGMA secure_delete=ON")
        made.execute("VACUUM")
        made.execute("PRAGMA wal_checkpoint(TRUNCATE)")
