"""One zone table: PyPI's tzdata, whatever the host's own files say. Morocco's clock changes at short notice."""

import logging
import zoneinfo
from datetime import UTC, datetime
from pathlib import Path

import tzdata

log = logging.getLogger(__name__)
HOST = Path("/usr/share/zoneinfo")
OLDEST = "2026c"  # knows that Morocco left +01:00 on 20 September 2026
WATCHED = ("Africa/Casablanca", "Europe/Brussels")


def use_own_table() -> None:
    """Read zones from tzdata only; zones that were already built from other files are dropped."""
    zoneinfo.reset_tzpath(to=[])
    zoneinfo.ZoneInfo.clear_cache()
    if tz_version() < OLDEST:
        log.warning("tzdata %s is older than %s: Morocco's hours are wrong; upgrade tzdata", tz_version(), OLDEST)


def tz_version() -> str:
    """The release of the table in use, such as 2026f."""
    return str(tzdata.IANA_VERSION)


def host_disagrees(probe: datetime | None = None) -> bool:
    """Whether the host's own files give another hour than ours in some month of this year."""
    at = probe or datetime.now(UTC)
    for name in WATCHED:
        file = HOST / name
        if not file.exists():
            continue
        with file.open("rb") as data:
            host = zoneinfo.ZoneInfo.from_file(data, key=name)
        own = zoneinfo.ZoneInfo(name)
        for month in range(12):
            instant = at.replace(day=1, month=month + 1)
            if instant.astimezone(host).utcoffset() != instant.astimezone(own).utcoffset():
                return True
    return False
