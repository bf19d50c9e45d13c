"""All that is stored, as JSON lines per table, for outside checks; secrets are left out, personal data is marked."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Column, LargeBinary, Table, select

from cic_events.kernel.db import Base, session

SECRET = ("password_hash", "token_hash", "token", "link_seed", "link_hash", "code_hash")
SECRET_TABLES = ("setup_code", "form_key")
MARKS = "personal.json"


def write(folder: Path) -> dict[str, int]:
    """One file per table, readable by the owner only; how many rows of each. The caller's unit is one view of all."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    counts = {table.name: _write(folder / f"{table.name}.jsonl", table) for table in _tables()}
    _private(folder / MARKS).write_text(json.dumps(personal(), indent=1, sort_keys=True))
    return counts


def _tables() -> Iterator[Table]:
    return (table for table in Base.metadata.sorted_tables if table.name not in SECRET_TABLES)


def personal() -> dict[str, dict[str, str]]:
    """table -> column -> what the personal column is for."""
    marked = {t.name: {c.name: str(c.info["purpose"]) for c in t.columns if "purpose" in c.info} for t in _tables()}
    return {table: columns for table, columns in marked.items() if columns}


def _private(file: Path) -> Path:
    file.touch(mode=0o600)
    file.chmod(0o600)
    return file


def _write(file: Path, table: Table) -> int:
    columns = [c for c in table.columns if c.name not in SECRET and not isinstance(c.type, LargeBinary)]
    number = 0
    with _private(file).open("w", encoding="utf-8") as opened:
        statement = select(*columns).order_by(*table.primary_key).execution_options(yield_per=1_000)
        for row in session().execute(statement):
            opened.write(json.dumps(_plain(columns, tuple(row)), ensure_ascii=False, default=str) + "\n")
            number += 1
    return number


def _plain(columns: list[Column[Any]], values: tuple[Any, ...]) -> dict[str, Any]:
    return {c.name: v.isoformat() if hasattr(v, "isoformat") else v for c, v in zip(columns, values, strict=True)}
