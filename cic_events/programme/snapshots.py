"""A figure on a day as plain values, with a digest: a later correction of the records behind it shows."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from cic_events.programme.assessment import Assessment


def figures_of(assessment: Assessment) -> Iterator[dict[str, Any]]:
    """One entry per unit and target, for the running window."""
    for unit in assessment.units:
        for measured in unit.measured:
            figure = measured.figure
            values: dict[str, Any] = {
                "code": assessment.spec.code,
                "unit": unit.unit.key,
                "figure": measured.target.figure,
                "as_of": assessment.as_of,
                "counted": len(figure.counted),
                "possible": None if figure.possible is None else len(figure.possible),
                "target": measured.target.min,
                "state": measured.state,
                "evidence": [str(ref) for ref in figure.refs],
            }
            yield {**values, "digest": digest(values)}


def digest(values: dict[str, Any]) -> str:
    said = json.dumps(values, sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()
