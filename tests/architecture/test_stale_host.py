"""The calendar and every rule on a host whose own zone files are old: nothing may look at them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.kernel.test_zones import stale_zone_file

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
SUITE = (
    "tests/unit",
    "tests/functional/feeds",
    "tests/service/events/test_notices.py",
    "tests/service/events/test_zones.py",
)


@pytest.fixture
def stale(tmp_path: Path) -> Path:
    """Zone files that say +01:00 for ever, in both countries."""
    for name in ("Africa/Casablanca", "Europe/Brussels", "Africa/El_Aaiun"):
        file = tmp_path / "zoneinfo" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(stale_zone_file())
    return tmp_path / "zoneinfo"


def run(stale: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_") and k != "TEST_DATABASE_URL"}
    environment = {**kept, "PYTHONTZPATH": str(stale)}
    return subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_the_host_really_is_wrong(stale: Path) -> None:
    asked = (
        "from zoneinfo import ZoneInfo as Z; from datetime import datetime as D;"
        "print(D(2026, 11, 9, 9, tzinfo=Z('Africa/Casablanca')).utcoffset())"
    )

    assert run(stale, "-c", asked).stdout == "1:00:00\n"


@pytest.mark.skipif("TEST_DATABASE_URL" in os.environ, reason="held with the SQLite half of the suite: it is the same")
def test_the_rules_and_the_calendar_hold_under_a_stale_zone_file(stale: Path) -> None:
    """Against a SQLite database of its own, whatever the outer suite runs on."""
    said = run(stale, "-m", "pytest", "-q", "-x", "-p", "no:playwright", "-p", "no:cacheprovider", *SUITE)

    assert said.returncode == 0, said.stdout[-3000:]
