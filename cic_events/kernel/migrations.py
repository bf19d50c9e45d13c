"""Which migrations there are, and at which the database stands. Read without Alembic, which takes long to load."""

import re
from pathlib import Path

from sqlalchemy import column, inspect, select, table

from cic_events.kernel.db import session

FOLDER = Path(__file__).parents[2] / "migrations" / "versions"
_REVISION = re.compile(r'^revision = "(\w+)"$', re.MULTILINE)
_BEFORE = re.compile(r'^down_revision = (?:None|"(\w+)")$', re.MULTILINE)


def chain() -> list[str]:
    """Every migration of this version of the product, oldest first; they form one line."""
    after: dict[str | None, str] = {}
    for file in FOLDER.glob("*.py"):
        text = file.read_text(encoding="utf-8")
        if (name := _REVISION.search(text)) is None or (before := _BEFORE.search(text)) is None:
            raise RuntimeError(f"{file.name} does not say which migration it is")
        if before[1] in after:
            raise RuntimeError(f"{file.name} and another migration follow {before[1]}")
        after[before[1]] = name[1]
    line, last = [], None
    while (last := after.pop(last, None)) is not None:
        line.append(last)
    if after:
        raise RuntimeError(f"migrations that follow nothing: {', '.join(after.values())}")
    return line


def known() -> set[str]:
    return set(chain())


def pending() -> list[str]:
    """The migrations that the open unit's database lacks, oldest first."""
    done = _version()
    line = chain()
    return line[line.index(done) + 1 :] if done in line else line


def _version() -> str | None:
    if not inspect(session().connection()).has_table("alembic_version"):
        return None
    return session().scalar(select(column("version_num")).select_from(table("alembic_version")))
