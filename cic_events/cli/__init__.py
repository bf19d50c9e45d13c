"""flask cic …: first start, demonstration, work, people, checks, care of the database."""

from cic_events.cli import checks, database, privacy, users, work
from cic_events.cli.group import cic
from cic_events.demo.command import demo

cic.add_command(demo)

__all__ = ["checks", "cic", "database", "privacy", "users", "work"]
