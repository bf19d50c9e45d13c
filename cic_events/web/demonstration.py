"""Whether this house holds invented people: its pages say so. Looked at when the server starts, then remembered."""

from cic_events.kernel.reach import SYSTEM_REACH, acting_as
from cic_events.people import queries as people

_held = False


def look() -> bool:
    """Look again: at the start of a server, and after a demonstration was loaded."""
    global _held
    with acting_as(SYSTEM_REACH):
        _held = people.any_invented()
    return _held


def forget() -> None:
    """Say no more that it holds some."""
    global _held
    _held = False


def held() -> bool:
    return _held
