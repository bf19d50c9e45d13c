"""One zone table: PyPI's tzdata, whatever the host's own files say. Morocco's clock changes at short notice."""

import logging
import zoneinfo
from datetime import UTC, datetime, timedelta
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
    if too_old():
        log.warning("tzdata %s is older than %s: Morocco's hours are wrong; upgrade tzdata", tz_version(), OLDEST)


def tz_version() -> str:
    """The release of the table in use, such as 2026f."""
    return str(tzdata.IANA_VERSION)


def too_old() -> bool:
    """Whether the table in use does not know Morocco's present hour."""
    return tz_version() < OLDEST


def host_disagrees(probe: datetime | None = None, host: Path = HOST) -> bool:
    """Whether the host's own files, which other programs read, give another hour than ours in the coming two years."""
    at = probe or datetime.now(UTC)
    instants = [at + timedelta(days=3 * step) for step in range(244)]
    return any(_differs(host / name, name, instants) for name in WATCHED)


def _differs(file: Path, name: str, instants: list[datetime]) -> bool:
    try:
        with file.open("rb") as data:
            theirs = zoneinfo.ZoneInfo.from_file(data, key=name)
    except FileNotFoundError:
        return False
    except (OSError, ValueError):
        return True
    own = zoneinfo.ZoneInfo(name)
    return any(instant.astimezone(theirs).utcoffset() != instant.astimezone(own).utcoffset() for instant in instants)
