import logging
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo

import pytest
import tzdata

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


def test_no_file_of_the_host_is_looked_at() -> None:
    assert TZPATH == ()


def test_a_wall_time_under_a_stale_host_is_the_right_instant(tmp_path: Path) -> None:
    """The whole way: the host's table was read and cached before the package came."""
    (tmp_path / "Africa").mkdir()
    (tmp_path / "Africa" / "Casablanca").write_bytes(stale_zone_file())
    ask = (
        "import zoneinfo; stale = zoneinfo.ZoneInfo('Africa/Casablanca');"
        "from datetime import date, time;"
        "from cic_events.kernel.clock import WallTime;"
        "wall = WallTime(date(2026, 11, 3), time(9), 'Africa/Casablanca');"
        "print(stale.key, wall.instant.isoformat(), wall.offset)"
    )

    said = subprocess.run(
        [sys.executable, "-c", ask],
        env={"PYTHONTZPATH": str(tmp_path), "TZ": "Africa/Casablanca", "PATH": "/usr/bin"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert said.stdout == "Africa/Casablanca 2026-11-03T09:00:00+00:00 UTC+0\n"


def test_time_and_calendar_need_neither_flask_nor_a_database() -> None:
    ask = (
        "import sys, pkgutil, importlib, cic_events.calendar as c;"
        "[importlib.import_module(f'{c.__name__}.{m.name}') for m in pkgutil.iter_modules(c.__path__)];"
        "print(sorted({'flask', 'sqlalchemy', 'pytz'} & set(sys.modules)))"
    )

    assert subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True).stdout == "[]\n"


def own_table() -> Path:
    return Path(tzdata.__file__).parent / "zoneinfo"


def test_a_host_with_our_own_table_agrees() -> None:
    assert not zones.host_disagrees(host=own_table())


def test_a_host_that_did_not_hear_of_morocco_s_decision_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "Africa").mkdir()
    (tmp_path / "Africa" / "Casablanca").write_bytes(stale_zone_file())

    assert zones.host_disagrees(datetime(2026, 7, 1, tzinfo=UTC), host=tmp_path)
    assert zones.host_disagrees(datetime(2027, 7, 1, tzinfo=UTC), host=tmp_path)


def test_a_broken_zone_file_is_a_disagreement_and_an_absent_one_is_not(tmp_path: Path) -> None:
    assert not zones.host_disagrees(host=tmp_path)
    (tmp_path / "Europe").mkdir()
    (tmp_path / "Europe" / "Brussels").write_bytes(b"")

    assert zones.host_disagrees(host=tmp_path)


def test_a_table_that_is_too_old_is_told(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(tzdata, "IANA_VERSION", "2025b")
    with caplog.at_level(logging.WARNING):
        zones.use_own_table()

    assert zones.too_old()
    [record] = caplog.records
    assert record.getMessage() == "tzdata 2025b is older than 2026c: Morocco's hours are wrong; upgrade tzdata"


def test_our_table_is_young_enough() -> None:
    assert not zones.too_old()
    assert ZoneInfo("Africa/Casablanca").utcoffset(datetime(2026, 11, 3)) == ZoneInfo("UTC").utcoffset(None)
