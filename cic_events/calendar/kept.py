"""The religious days of Morocco, as the package's table holds them."""

from functools import cache
from pathlib import Path

import yaml

from cic_events.calendar.holidays import ReligiousDay, religious_days

FILE = Path(__file__).parent.parent / "data" / "religious_days_ma.yaml"


@cache
def of_morocco() -> tuple[ReligiousDay, ...]:
    """Feasts and Ramadan, kept or estimated."""
    return tuple(religious_days(yaml.safe_load(FILE.read_text("utf-8"))))
