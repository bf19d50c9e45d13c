"""flask cic …: first start, work, people, checks, care of the database."""

from cic_events.cli import checks, database, privacy, users, work
from cic_events.cli.group import cic

__all__ = ["checks", "cic", "database", "privacy", "users", "work"]
