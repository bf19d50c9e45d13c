"""flask cic …: what an administrator of the machine does."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import make_url

from cic_events.settings import Settings

cic = AppGroup("cic", help="Care for the cic_events service.")


def settings() -> Settings:
    found: Settings = current_app.extensions["cic_settings"]
    return found


def sqlite_file() -> Path | None:
    """The database file; None on PostgreSQL."""
    url = make_url(current_app.config["SQLALCHEMY_DATABASE_URI"])
    return Path(url.database or "") if url.drivername.startswith("sqlite") else None


def require_sqlite(instead: str) -> Path:
    if (file := sqlite_file()) is None:
        raise click.ClickException(f"on PostgreSQL use {instead}")
    return file
