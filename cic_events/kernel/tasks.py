"""A dated thing to do, as the first page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Task:
    """`title` is an English sentence with placeholders; it is translated where it is shown."""

    title: str
    url_endpoint: str
    url_args: Mapping[str, Any]
    due: date | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    icon: str = "circle-dot"
