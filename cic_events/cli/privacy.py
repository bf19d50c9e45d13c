"""Erasing people."""

import click

from cic_events.cli.group import cic, settings, sqlite_file
from cic_events.kernel import backup
from cic_events.kernel.db import reading
from cic_events.kernel.errors import DomainError
from cic_events.kernel.reach import SYSTEM_REACH, acting_as
from cic_events.messages.mailbox import Mailbox
from cic_events.people import erasing
from cic_events.people.queries import addresses_of


@cic.command("erase-person")
@click.argument("person_id", type=int)
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase_person(person_id: int, yes: bool) -> None:
    """Erase PERSON_ID and its doubles: names, addresses, account, mails. Counts and the audit trail stay, by number."""
    if not yes:
        click.confirm(f"Erase person {person_id}? This cannot be undone.", abort=True)
    with acting_as(SYSTEM_REACH):
        try:
            with reading():
                addresses = addresses_of(person_id)
            done = erasing.erase(person_id)
        except DomainError as refused:
            raise click.ClickException(f"there is no person {person_id}") from refused
    _after(addresses)
    click.echo(f"erased: {', '.join(map(str, done.person_ids))}; {done.mails} mails emptied")
    for table, rows in done.rows.items():
        click.echo(f"  {rows} rows of {table} named the person")


@cic.command("erase-again")
def erase_again() -> None:
    """After a restore of PostgreSQL: erase everybody whom the erasure log of this instance names."""
    with acting_as(SYSTEM_REACH):
        again = erasing.erase_again(erasing.read_log(settings().instance))
    _after([])
    click.echo(f"erased again: {', '.join(map(str, again)) or 'nobody'}")


def _after(addresses: list[str]) -> None:
    """The log apart, the mails that the development catcher took, the freed pages of the file."""
    with acting_as(SYSTEM_REACH), reading():
        erasing.write_log(settings().instance)
    Mailbox(settings().instance / "mailbox").forget(addresses)
    if (file := sqlite_file()) is None:
        click.echo("run VACUUM FULL at a quiet hour: PostgreSQL keeps freed rows on its pages until then")
    else:
        backup.clear_free_pages(file)
    click.echo("backups made before today still hold the person; restoring one erases again")
