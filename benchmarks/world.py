"""The product over a fresh SQLite database, and sessions in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from cic_events import create_app
from cic_events.cycle.sessions.models import TrainingSession
from cic_events.kernel.reach import SYSTEM_REACH, acting_as
from cic_events.kernel.texts import Texts
from cic_events.people.models import Organisation
from tests import databases
from tests import make_events as make


@dataclass(frozen=True)
class World:
    """The application, its folder and a commune that hosts."""

    app: Flask
    folder: Path
    host: Organisation

    @property
    def database_url(self) -> str:
        return str(self.app.config["SQLALCHEMY_DATABASE_URI"])


@contextmanager
def made(folder: Path) -> Iterator[World]:
    """The product, its rate limit off."""
    app = create_app(
        env="test",
        database_url=f"sqlite:///{folder / 'cic.db'}",
        instance=folder,
        embedded_worker=False,
        secret_key="t" * 40,
        catcher_port=1,
    )
    with app.app_context():
        databases.migrate(app)
        with acting_as(SYSTEM_REACH):
            host = make.commune()
    yield World(app, folder, host)


def sessions(world: World, count: int, *, capacity: int = 20) -> list[TrainingSession]:
    """So many open sessions."""
    with world.app.app_context():
        return [
            make.session(world.host, capacity=capacity, title=Texts(fr=f"Gestion {n}", ar=f"تدبير {n}"))
            for n in range(count)
        ]
