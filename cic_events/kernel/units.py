"""The doors of the web to the database: it opens a unit and knows nothing else of it."""

from cic_events.kernel.db import reading, transaction
from cic_events.kernel.reach import acting_as

__all__ = ["acting_as", "reading", "transaction"]
