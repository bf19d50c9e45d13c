"""One command on one machine: migrate, web server and worker, the address and how to begin."""

import argparse
import os
import secrets
from datetime import datetime
from pathlib import Path

from flask_migrate import upgrade
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from sqlalchemy import make_url

from cic_events import create_app
from cic_events.demo import command as demonstration
from cic_events.demo import loading
from cic_events.kernel import backup, migrations, running
from cic_events.kernel.db import reading
from cic_events.kernel.reach import SYSTEM_REACH, acting_as
from cic_events.messages.catcher import Catcher
from cic_events.messages.mailbox import Mailbox
from cic_events.people import setup


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
    app = create_app()
    settings = app.extensions["cic_settings"]
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    sqlite = url.drivername.startswith("sqlite")
    running.hold(settings.instance)
    with app.app_context():
        if sqlite:
            keep_before_migrating(Path(url.database or ""), settings.instance / "before-upgrade")
        upgrade()
        if settings.demo and settings.env == "development" and loading.is_empty():
            demonstration.load(loading.Size.DEMO)
        greet(settings.base_url)
    if settings.catches_mail:
        Catcher(Mailbox(settings.instance / "mailbox"), settings.catcher_port).start()
    os.environ["CIC_SERVING"] = "1"
    Granian(
        "wsgi:application",
        address=asked.address,
        port=asked.port,
        interface=Interfaces.WSGI,
        workers=asked.processes,
        blocking_threads=1 if sqlite else 2,
        log_access=False,
        log_level=LogLevels.warning,
    ).serve()


def keep_before_migrating(file: Path, folder: Path) -> Path | None:
    """A checked copy of a database that is about to be migrated; None for a new one, or when nothing is to be done."""
    if not file.exists() or backup.version_of(file) is None:
        return None
    with acting_as(SYSTEM_REACH), reading():
        lacking = migrations.pending()
    return backup.copy(file, folder, at=datetime.now().astimezone()) if lacking else None


def greet(address: str) -> None:
    """Say where the product is and how to begin."""
    print(f"\n  cic_events is at {address}")  # noqa: T201
    if (code := setup.pending_code()) is not None:
        print(f"  First start: open {address}/setup and give the code {code}\n")  # noqa: T201
    elif loading.is_loaded():
        print(f"{demonstration.welcome()}\n")  # noqa: T201


if __name__ == "__main__":
    main()
