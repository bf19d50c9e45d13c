"""Rules and states: plain values in, plain values out."""

import ast
from pathlib import Path

import pytest

import cic_events

ROOT = Path(cic_events.__file__).parent
PURE = sorted(p for name in ("rules.py", "states.py") for p in ROOT.rglob(name))
BANNED = ("flask", "sqlalchemy", "cic_events.kernel.db", "flask_login", "wtforms")


@pytest.mark.parametrize("module", PURE, ids=lambda p: str(p.relative_to(ROOT)))
def test_rules_and_states_import_no_database_and_no_web(module: Path) -> None:
    imported = set()
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(node.module or "")

    assert not {name for name in imported if name.startswith(BANNED)}


def test_raw_sql_stays_in_the_kernel() -> None:
    """The scope of the actor covers ORM queries; text() would slip past it."""
    found = [
        str(path.relative_to(ROOT))
        for path in ROOT.rglob("*.py")
        if "kernel" not in path.parts
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("sqlalchemy")
        and {"text"} & {alias.name for alias in node.names}
    ]

    assert found == []
