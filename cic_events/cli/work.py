"""Work that is due, and the first start."""

import threading

import click
from flask import current_app

from cic_events import worker
from cic_events.cli.group import cic, settings
from cic_events.events import zones
from cic_events.kernel import jobs, running
from cic_events.kernel.db import reading
from cic_events.kernel.reach import SYSTEM_REACH, acting_as
from cic_events.people import setup


@cic.command()
def work() -> None:
    """Do the work that is due: mail, reminders, nightly jobs. Stop with Ctrl-C."""
    running.hold(settings().instance)
    worker.work(current_app._get_current_object(), stop=threading.Event())  # type: ignore[attr-defined]


@cic.command("work-once")
def work_once() -> None:
    """Do what is due now, then stop."""
    click.echo(f"{jobs.run_all()} jobs done")


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
