"""The results of the programme by their codes, as headings of a plan."""

from sqlalchemy import select

from cic_events.kernel.db import session
from cic_events.kernel.texts import Texts
from cic_events.programme.models import Result


def labels() -> dict[str, Texts]:
    """Code -> label of every result. One statement."""
    return {row.code: row.labels for row in session().execute(select(Result.code, Result.labels))}
