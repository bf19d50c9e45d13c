"""The demonstration, loaded once for all tests that look at it; it stands on Monday 28 September 2026."""

import fcntl
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from cic_events.demo import loading
from cic_events.kernel.db import reading
from cic_events.kernel.reach import SYSTEM_REACH, acting_as
from cic_events.people.models import Person
from cic_events.web import demonstration
from tests import databases
from tests.browser import Browser


@pytest.fixture
def house(app: Flask, now: datetime, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[None]:
    """A house with the demonstration; the test acts as the system."""
    base = tmp_path_factory.getbasetemp()
    _put(app, (base if worker_id == "master" else base.parent) / "demonstration.db")
    demonstration.look()
    with acting_as(SYSTEM_REACH):
        yield
    demonstration.forget()


def _put(app: Flask, kept: Path) -> None:
    """Load it, or put back the copy that the first process to come here has kept; a server keeps its own."""
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if kept.exists():
            databases.put_back(app, kept)
        elif not loading.is_loaded():
            databases.clean(app)
            loading.load()
            databases.keep(app, kept)


def person(name: str) -> Person:
    with acting_as(SYSTEM_REACH), reading() as db:
        return db.scalars(select(Person).where(Person.name_latin == name)).one()


@pytest.fixture
def visitor(app: Flask, house: None) -> Browser:
    return Browser(app).in_language("en")


def signed_in(visitor: Browser, name: str) -> Browser:
    return visitor.signed_in_as(person(name)).in_language("en")
