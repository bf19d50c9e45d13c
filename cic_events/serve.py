"""One command on one machine: migrate, web server and worker, the address and how to begin."""

import argparse
import gc
import multiprocessing
import os
import secrets
from datetime import datetime
from functools import partial
from pathlib import Path

from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from sqlalchemy import make_url

from cic_events import create_app
from cic_events.app import database
from cic_events.kernel import backup, migrations, running
from cic_events.kernel.db import reading
from cic_events.kernel.reach import SYSTEM_REACH, acting_as
from cic_events.people import queries, setup
from cic_events.web import demonstration
from cic_events.worker import start_embedded


def _secret(instance: Path) -> str:
    """A key of this machine, made once."""
    file = instance / "secret-key"
    if not file.exists():
        instance.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48))
    return file.read_text().strip()


def main() -> None:
    parser = argparse.ArgumentParser(description="Run cic_events on this machine.")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--address", default="127.0.0.1")
    parser.add_argument("--processes", type=int, default=1)
    asked = parser.parse_args()
    instance = Path(os.environ.setdefault("CIC_INSTANCE", "instance"))
    os.environ.setdefault("CIC_SECRET_KEY", _secret(instance))
    os.environ.setdefault("CIC_BASE_URL", f"http://{asked.address}:{asked.port}")
    gc.disable()  # nothing made at the start is garbage
    app = create_app()
    settings = app.extensions["cic_settings"]
    sqlite = database_file(app) is not None
    running.hold(settings.instance)
    with app.app_context():
        bring_up_to_date(app)
        greet(settings.base_url)
        database.engine.dispose()  # a connection must not be shared with the web processes
    if settings.catches_mail:
        _catch_mail(settings.instance / "mailbox", settings.catcher_port)
    gc.freeze()
    multiprocessing.set_start_method("fork")
    Granian(
        "wsgi:application",
        address=asked.address,
        port=asked.port,
        interface=Interfaces.WSGI,
        workers=asked.processes,
        blocking_threads=1 if sqlite else 2,
        log_access=False,
        log_level=LogLevels.warning,
    ).serve(target_loader=partial(_in_web_process, app), wrap_loader=False)


def _in_web_process(app: Flask) -> Flask:
    """The application as it was made before the fork: made once, and its memory shared."""
    gc.enable()
    if app.extensions["cic_settings"].embedded_worker:
        start_embedded(app)
    return app


def database_file(app: Flask) -> Path | None:
    """None on PostgreSQL."""
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    return Path(url.database or "") if url.drivername.startswith("sqlite") else None


def bring_up_to_date(app: Flask) -> None:
    """Migrate what needs it, after a copy; a development's empty house gets the demonstration."""
    settings = app.extensions["cic_settings"]
    if (file := database_file(app)) is not None:
        keep_before_migrating(file, settings.instance / "before-upgrade")
    if _lacking():
        from flask_migrate import upgrade

        upgrade()
    if settings.demo and settings.env == "development" and _empty():
        from cic_events.demo import command, loading

        command.load(loading.Size.DEMO)
    demonstration.look()


def _catch_mail(folder: Path, port: int) -> None:
    from cic_events.messages.catcher import Catcher
    from cic_events.messages.mailbox import Mailbox

    Catcher(Mailbox(folder), port).start()


def _lacking() -> list[str]:
    with acting_as(SYSTEM_REACH), reading():
        return migrations.pending()


def _empty() -> bool:
    with acting_as(SYSTEM_REACH):
        return queries.is_empty()


def keep_before_migrating(file: Path, folder: Path) -> Path | None:
    """A checked copy of a database that is about to be migrated; None for a new one, or when nothing is to be done."""
    if not file.exists() or backup.version_of(file) is None:
        return None
    return backup.copy(file, folder, at=datetime.now().astimezone()) if _lacking() else None


def greet(address: str) -> None:
    """Say where the product is and how to begin."""
    print(f"\n  cic_events is at {address}")  # noqa: T201
    if (code := setup.pending_code()) is not None:
        print(f"  First start: open {address}/setup and give the code {code}\n")  # noqa: T201
    elif demonstration.held():
        from cic_events.demo import command, loading

        if loading.is_loaded():
            print(f"{command.welcome()}\n")  # noqa: T201


if __name__ == "__main__":
    main()
