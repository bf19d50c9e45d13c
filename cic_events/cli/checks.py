"""Is everything right? The audit trail, the counts, and one page on the whole house."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass

import click

from cic_events.cli.group import cic, settings, sqlite_file
from cic_events.events import invariants
from cic_events.kernel import audit, engines, health, migrations, running, zones
from cic_events.kernel.db import reading
from cic_events.kernel.reach import SYSTEM_REACH, acting_as
from cic_events.messages import config, transport
from cic_events.settings import DEVELOPMENT_KEY

SHORTEST_KEY = 32
SILENT = 120.0
MARKS = {"ok": "green", "warn": "yellow", "RED": "red"}


@cic.command("audit-verify")
def audit_verify() -> None:
    """Check the chain of the audit trail; exits 2 when a link was edited, removed or cut off."""
    with acting_as(SYSTEM_REACH), reading():
        found = audit.breaks()
    for line in found:
        click.echo(line)
    sys.exit(2 if found else 0)


@cic.command("audit-invariants")
def audit_invariants() -> None:
    """Places taken and waiting agree with the registrations; exits 2 and names the sessions otherwise."""
    with acting_as(SYSTEM_REACH), reading():
        found = invariants.differences()
    for line in found:
        click.echo(str(line))
    sys.exit(2 if found else 0)


@dataclass(frozen=True)
class Check:
    """`state`: ok, warn, or RED for what must be done at once."""

    name: str
    state: str
    said: str


@cic.command()
def doctor() -> None:
    """One page of checks; exits 2 when something must be done at once."""
    found = list(_checks())
    for check in found:
        click.echo(f"{click.style(f'{check.state:<4}', fg=MARKS[check.state])}  {check.name:<12} {check.said}")
    sys.exit(2 if any(check.state == "RED" for check in found) else 0)


def _checks() -> Iterator[Check]:
    yield _zones()
    yield _key()
    yield _smtp()
    yield from _disk()
    with acting_as(SYSTEM_REACH), reading():
        lacking = migrations.pending()
        yield Check("migrations", "RED" if lacking else "ok", _said_of(lacking))
        if lacking:
            return
        yield from _work()


def _said_of(lacking: list[str]) -> str:
    return f"not done yet: {', '.join(lacking)} (flask db upgrade)" if lacking else "all done"


def _zones() -> Check:
    if zones.too_old():
        return Check(
            "zones", "RED", f"tzdata {zones.tz_version()} does not know Morocco's present hour: upgrade tzdata"
        )
    if zones.host_disagrees():
        return Check("zones", "warn", f"tzdata {zones.tz_version()}; the host's own files give other hours to others")
    return Check("zones", "ok", f"tzdata {zones.tz_version()}")


def _key() -> Check:
    key, bad = settings().secret_key, "RED" if settings().production else "warn"
    if key == DEVELOPMENT_KEY:
        return Check("key", bad, "the development key: set CIC_SECRET_KEY")
    if len(key) < SHORTEST_KEY:
        return Check("key", bad, f"{len(key)} characters, {SHORTEST_KEY} are needed")
    return Check("key", "ok", f"{len(key)} characters")


def _smtp() -> Check:
    """Opens a conversation with the mail server and ends it; no mail is sent."""
    house = config.current()
    where = f"{house.host}:{house.port}"
    if settings().catches_mail:
        return Check("mail", "warn", "no server is set: mail is caught on this machine (development)")
    connection = transport.Mail(house).connect()
    try:
        connection.open()
    except transport.Dropped as failed:
        return Check("mail", "RED", f"{where} does not answer: {failed}")
    connection.quit()
    return Check("mail", "ok", f"{where} answers, {house.security}")


def _disk() -> Iterator[Check]:
    file = sqlite_file()
    room = engines.free_bytes(file or settings().instance / "x")
    state = "RED" if room < health.LOW_DISK // 10 else "warn" if room < health.LOW_DISK else "ok"
    yield Check("disk", state, f"{room // 2**20} MB free")
    if file is not None:
        kind = engines.file_system_of(file)
        locks = kind not in engines.NETWORK_FILE_SYSTEMS
        yield Check("file system", "ok" if locks else "RED", kind if locks else f"{kind}: SQLite cannot lock there")


def _work() -> Iterator[Check]:
    """A worker of this machine that is silent matters when something waits."""
    seen = health.look(settings().database)
    late, silent = seen["jobs_late"], running.since_beat(settings().instance)
    said = "never looked on this machine" if silent is None else f"looked {silent:.0f} seconds ago"
    state = "RED" if late else "ok" if silent is not None and silent < SILENT else "warn"
    yield Check("worker", state, said + (f"; {late} jobs wait for more than five minutes" if late else ""))
    failed = seen["jobs_failed"]
    yield Check("jobs", "warn" if failed else "ok", f"{seen['jobs_waiting']} due, {failed} failed")
