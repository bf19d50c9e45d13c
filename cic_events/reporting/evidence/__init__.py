"""Gathers the rows of evidence from where the facts live. A kind that has no place in the system yet gives no row."""

from collections.abc import Callable, Mapping
from typing import Any

from cic_events.kernel.db import elevated
from cic_events.programme.evidence import Evidence
from cic_events.programme.rows import Row
from cic_events.reporting.evidence.learning import lists
from cic_events.reporting.evidence.people import appointments
from cic_events.reporting.evidence.plans import plan_items, plan_needs
from cic_events.reporting.evidence.trained import trained

Gatherer = Callable[[], tuple[Row, ...]]
GATHERERS: Mapping[str, Gatherer] = {
    "appointments": appointments,
    "lists": lists,
    "plan_items": plan_items,
    "plan_needs": plan_needs,
    "trained": trained,
}


def gather() -> Evidence:
    """All evidence known to the system; it looks past the reader's reach, because figures are counts."""
    with elevated():
        found: dict[str, Any] = {kind: gatherer() for kind, gatherer in GATHERERS.items()}
    return Evidence(**found)
