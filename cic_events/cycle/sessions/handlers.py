"""Work for later that belongs to sessions."""

from typing import Any

from cic_events.cycle.sessions import trainers
from cic_events.kernel import jobs


@jobs.handles(trainers.UNANSWERED)
def note_unanswered(payload: dict[str, Any]) -> None:
    """The day to answer has passed: the asking expires, unless an answer came."""
    trainers.expire(payload["assignment_id"])
