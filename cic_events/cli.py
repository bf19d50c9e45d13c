"""flask cic …: first start, work, checks, care of the database."""

import sys
import threading
from datetime import datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import make_url

from cic_events import worker
from cic_events.demo.command import demo
from cic_events.events import places, zones
from cic_events.kernel import audit, backup, jobs
from cic_events.kernel.db import reading
from cic_events.kernel.reach import SYSTEM_REACH, acting_as
from cic_events.people import setup

cic = AppGroup("cic", help="Care for the cic_events service.")
cic.add_command(demo)


@cic.command()
def work() -> None:
    """Do the work that is due: mail, reminders, nightly jobs. Stop with Ctrl-C."""
    worker.work(current_app._get_current_object(), stop=threading.Event())  # type: ignore[attr-defined]


@cic.command("work-once")
def work_once() -> None:
    """Do what is due now, then stop."""
    click.echo(f"{jobs.run_all()} jobs done")


@cic.command("audit-verify")
def audit_verify() -> None:
    """Check the chain of the audit trail; exits 2 when a link was edited, removed or cut off."""
    with acting_as(SYSTEM_REACH), reading():
        found = audit.breaks()
    for line in found:
        click.echo(line)
    sys.exit(2 if found else 0)


@cic.command("backup")
@click.argument("folder", type=click.Path(path_type=Path))
def back_up(folder: Path) -> None:
    """Write a checked copy of the SQLite database into FOLDER."""
    url = make_url(current_app.config["SQLALCHEMY_DATABASE_URI"])
    if not url.drivername.startswith("sqlite"):
        raise click.ClickException("on PostgreSQL use pg_dump -Fc")
    click.echo(backup.copy(Path(url.database or ""), folder, at=datetime.now().astimezone()))


@cic.command("audit-invariants")
def audit_invariants() -> None:
    """Places taken and waiting agree with the registrations; exits 2 and names the sessions otherwise."""
    with acting_as(SYSTEM_REACH), reading():
        found = places.differences()
    for line in found:
        click.echo(str(line))
    sys.exit(2 if found else 0)


@cic.command("tz-refresh")
@click.option("--apply", is_flag=True, help="Move the instants and tell those who are registered.")
def tz_refresh(apply: bool) -> None:
    """List the future sessions whose instant moved with the newest zone table; --apply moves them."""
    with acting_as(SYSTEM_REACH):
        with reading():
            moved = zones.shifted()
        for line in moved:
            click.echo(str(line))
        if apply and moved:
            zones.refresh()


@cic.command("setup-code")
def setup_code() -> None:
    """Show the code of the first start, while nobody can sign in."""
    click.echo(setup.pending_code() or "the first start is done")
