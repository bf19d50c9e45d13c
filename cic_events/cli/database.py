"""Copies of the database, the way back, and all that is stored as lines."""

from datetime import datetime
from pathlib import Path

import click
from flask_migrate import upgrade

from cic_events.app import database
from cic_events.cli.group import cic, require_sqlite, settings
from cic_events.kernel import backup, dump, running
from cic_events.kernel.db import reading
from cic_events.kernel.migrations import known
from cic_events.kernel.reach import SYSTEM_REACH, acting_as
from cic_events.people import erasing

PATH = click.Path(path_type=Path)


@cic.command("backup")
@click.argument("folder", type=PATH)
def back_up(folder: Path) -> None:
    """Write a checked copy of the SQLite database into FOLDER."""
    click.echo(backup.copy(require_sqlite("pg_dump -Fc"), folder, at=datetime.now().astimezone()))


@cic.command()
@click.argument("copied", type=PATH)
def restore(copied: Path) -> None:
    """Make the backup COPIED the database again. Stop the service first.

    Its digest, its pages and its references are checked before anything is touched; what was there is kept beside it;
    it is migrated to this version, and people who were erased since are erased again.
    """
    file, instance = require_sqlite("pg_restore, then flask cic erase-again"), settings().instance
    try:
        with running.alone(instance):
            _restore(copied, file, instance)
    except (running.ServiceRuns, backup.RestoreRefused, backup.BackupFailed) as refused:
        raise click.ClickException(str(refused)) from refused


def _restore(copied: Path, file: Path, instance: Path) -> None:
    if copied.is_file() and (version := backup.version_of(copied)) is not None and version not in known():
        raise backup.RestoreRefused(f"it was made by a newer version of this product (migration {version})")
    log = _log_of(instance)
    database.engine.dispose()
    if file.exists():
        kept = backup.keep(file, instance / "before-restore", at=datetime.now().astimezone())
        click.echo(f"what was there is kept as {kept}")
    backup.put_back(copied, file)
    upgrade()
    with acting_as(SYSTEM_REACH):
        again = erasing.erase_again(log)
        with reading():
            erasing.write_log(instance)
    database.engine.dispose()
    backup.clear_free_pages(file)
    click.echo(f"restored from {copied}; {len(again)} erased people were erased again")


def _log_of(instance: Path) -> list[tuple[int, datetime]]:
    """From the file apart, completed by the database that is there, if it can still be read."""
    try:
        with acting_as(SYSTEM_REACH), reading():
            erasing.write_log(instance)
    except Exception as broken:  # a damaged database is a reason to restore
        click.echo(f"the erasure log of the present database cannot be read ({type(broken).__name__})", err=True)
    return erasing.read_log(instance)


@cic.command("dump")
@click.argument("folder", type=PATH)
def dump_all(folder: Path) -> None:
    """Write every table as JSON lines into FOLDER, with a list of what is personal. Secrets are left out."""
    with acting_as(SYSTEM_REACH), reading():
        counts = dump.write(folder)
    for table, rows in counts.items():
        click.echo(f"{rows:>8} {table}")
