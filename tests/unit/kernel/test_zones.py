import subprocess
import sys
from pathlib import Path

from cic_events.kernel import zones

ASK = (
    "import zoneinfo, datetime as d;"
    "stale = zoneinfo.ZoneInfo('Africa/Casablanca').utcoffset(d.datetime(2026, 11, 3));"
    "import cic_events;"
    "own = zoneinfo.ZoneInfo('Africa/Casablanca').utcoffset(d.datetime(2026, 11, 3));"
    "print(stale, own)"
)


def stale_zone_file() -> bytes:
    """A version 2 TZif that says +01:00 for ever, as tables before 2026c do for these dates."""
    header = b"TZif2" + bytes(15)
    empty = header + b"".join(n.to_bytes(4, "big") for n in (0, 0, 0, 0, 1, 4))
    body = (3600).to_bytes(4, "big") + b"\x00\x00" + b"+01\x00"
    return empty + body + empty + body + b"\n<+01>-1\n"


def test_a_stale_system_zone_file_is_not_believed(tmp_path: Path) -> None:
    (tmp_path / "Africa").mkdir()
    (tmp_path / "Africa" / "Casablanca").write_bytes(stale_zone_file())

    said = subprocess.run(
        [sys.executable, "-c", ASK],
        env={"PYTHONTZPATH": str(tmp_path), "PATH": "/usr/bin"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert said.stdout == "1:00:00 0:00:00\n"


def test_our_table_knows_that_morocco_left_plus_one() -> None:
    assert zones.tz_version() >= "2026c"
