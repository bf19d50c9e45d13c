"""Who can sign in: a list, a first officer or administrator, a link, an end."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask.cli import AppGroup

from cic_events.cli.group import cic
from cic_events.kernel import clock
from cic_events.kernel.db import reading, transaction
from cic_events.kernel.errors import DomainError
from cic_events.kernel.reach import SYSTEM_REACH, acting_as
from cic_events.people import accounts, appointing
from cic_events.people.models import Language, Role
from cic_events.people.permissions import SYSTEM

users = AppGroup("users", help="Who can sign in.")
cic.add_command(users)


@users.command("list")
def show() -> None:
    """Every account with its roles of today."""
    with acting_as(SYSTEM_REACH), reading():
        lines = appointing.accounts_on(clock.today())
    for line in lines:
        state = "" if line.active else "  CLOSED"
        click.echo(f"{line.person_id:>6}  {line.email}  {line.name}  {', '.join(line.roles) or 'no role'}{state}")
    click.echo(f"{len(lines)} accounts")


@users.command()
@click.option("--name", required=True)
@click.option("--email", required=True)
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--organisation", required=True, help="The short name of the address, such as belfaa.")
@click.option("--language", type=click.Choice([language.value for language in Language]), default="fr")
def add(name: str, email: str, role: str, organisation: str, language: str) -> None:
    """Give a role from today and mail a link of seven days to sign in; who signs in with the address is known."""
    with acting_as(SYSTEM_REACH), _refusals(), transaction():
        given = appointing.Appointment(name, email, Role(role), organisation, Language(language))
        person = appointing.appoint(given)
        accounts.invite(person.id, by=SYSTEM)
    click.echo(f"{person.id}: the invitation is in the outbox")


@users.command()
@click.argument("email")
def link(email: str) -> None:
    """Mail a link to sign in."""
    with acting_as(SYSTEM_REACH), _refusals():
        accounts.invite(_person_of(email), by=SYSTEM)
    click.echo("the link is in the outbox")


@users.command()
@click.argument("email")
def deactivate(email: str) -> None:
    """Close an account: every browser is signed out at once, no link works any more."""
    with acting_as(SYSTEM_REACH), _refusals():
        accounts.close(_person_of(email), by=SYSTEM)
    click.echo("closed")


@users.command()
@click.argument("email")
def reactivate(email: str) -> None:
    """Open a closed account again."""
    with acting_as(SYSTEM_REACH), _refusals():
        accounts.reopen(_person_of(email), by=SYSTEM)
    click.echo("open")


def _person_of(email: str) -> int:
    with reading():
        if (id := appointing.person_of_account(email)) is None:
            raise click.ClickException(f"nobody signs in with {email}")
    return id


@contextmanager
def _refusals() -> Iterator[None]:
    """A refusal of the domain is a sentence, not a traceback."""
    try:
        yield
    except DomainError as refused:
        raise click.ClickException(str(refused)) from refused
