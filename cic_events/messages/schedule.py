"""When a mail is tried again, and for how long."""

import random
from collections import deque
from datetime import datetime, timedelta

PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720, 1440))
LONGEST = timedelta(days=3)


def pause_after(tries: int, *, waited: timedelta, jitter: float | None = None) -> timedelta | None:
    """How long to wait after the nth try; None once three days are over."""
    factor = random.uniform(0.9, 1.2) if jitter is None else jitter  # noqa: S311 (spreads the load, guards nothing)
    pause = PAUSES[min(max(tries, 1), len(PAUSES)) - 1] * factor
    return pause if waited + pause <= LONGEST else None


class Pace:
    """At most `rate` mails a minute to one domain; 0 is no limit."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self._left: dict[str, deque[datetime]] = {}

    def wait(self, domain: str, now: datetime) -> timedelta | None:
        """How long this domain must wait; None: go, and it is counted."""
        if not self.rate:
            return None
        left = self._left.setdefault(domain, deque())
        while left and now - left[0] >= timedelta(minutes=1):
            left.popleft()
        if len(left) >= self.rate:
            return left[0] + timedelta(minutes=1) - now
        left.append(now)
        return None
