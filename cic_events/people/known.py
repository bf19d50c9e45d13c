"""The communes of the programme that are public facts, offered at the first start."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).parent.parent / "data" / "communes.yaml"


@dataclass(frozen=True)
class KnownCommune:
    key: str
    side: str
    country: str
    name: Mapping[str, str]
    languages: tuple[str, ...]
    region: str
    market_day: str | None


@cache
def communes() -> Mapping[str, KnownCommune]:
    """By key, in the order of the file."""
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {
        row["id"]: KnownCommune(
            row["id"],
            row["side"],
            row["country"],
            row["name"],
            tuple(row["languages"]),
            row.get("region", ""),
            row.get("market_day"),
        )
        for row in rows
    }
