"""flask cic demo: invented people and events for an empty house."""

import time

import click
from flask import current_app

from cic_events.demo import loading
from cic_events.demo.logins import PASSWORD, logins
from cic_events.kernel.errors import DomainError

EVERY = 50  # steps between two words


@click.command("demo")
@click.option("--size", type=click.Choice([size.value for size in loading.Size]), default=loading.Size.DEMO.value)
def demo(size: str) -> None:
    """Load the demonstration into an empty database; a second time nothing is done.

    SIZE `programme`: 20 communes, 1 200 people, 300 sessions.
    """
    if current_app.extensions["cic_settings"].production:
        raise click.ClickException("not in production: everybody knows the password of the demonstration")
    load(loading.Size(size))
    click.echo(welcome())


def load(size: loading.Size) -> None:
    """Load, and say how far it is."""
    began = time.monotonic()
    try:
        loaded = loading.load(size, said=_say)
    except DomainError as refused:
        raise click.ClickException(str(refused)) from refused
    if loaded.before:
        click.echo("The demonstration is loaded already.")
    else:
        click.echo(f"\r  Demonstration loaded: {loaded.steps} steps in {time.monotonic() - began:.0f} s.")


def _say(done: int, of: int) -> None:
    if done % EVERY == 0:
        click.echo(f"\r  Loading the demonstration: {100 * done // of} %", nl=False)


def welcome() -> str:
    """Who can sign in, and with what."""
    known = logins()
    wide = max(len(login.email) for login in known)
    lines = [f"    {login.email:<{wide}}  {login.name}, {login.role}" for login in known]
    lines.append(f"    password of all: {PASSWORD}")
    return "\n".join(["  Demonstration: all people and events are invented. Sign in as", *lines])
