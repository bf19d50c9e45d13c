"""Lines of the table, and the CPU time of requests."""

import io
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import median
from typing import Any

from werkzeug.test import create_environ

ROUNDS, EACH, WARM = 7, 20, 10


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    what: str
    wanted: str
    got: str
    holds: bool


def ratio(what: str, mine: float, floor: float, *, most: float) -> Line:
    """How many times the floor's CPU time."""
    times = mine / floor
    got = f"{times:.1f} times ({mine * 1000:.1f} ms to {floor * 1000:.1f} ms)"
    return Line(what, f"≤ {most:g} times the floor's CPU", got, times <= most)


def at_most(what: str, got: float, most: float, unit: str = "") -> Line:
    return Line(what, f"≤ {most:g}{unit}", f"{got:.4g}{unit}", got <= most)


def cpu(act: Callable[[], Any], *, each: int = EACH, warm: int = WARM) -> float:
    """CPU seconds of one act: the median of rounds, after a warm-up."""
    for _ in range(warm):
        act()
    return median(_round(act, each) for _ in range(ROUNDS))


def _round(act: Callable[[], Any], each: int) -> float:
    began = time.process_time()
    for _ in range(each):
        act()
    return (time.process_time() - began) / each


def cpu_of_clients(acts: Sequence[Callable[[], Any]], *, clients: int) -> float:
    """CPU seconds of one act when so many clients share them; each act is done once."""
    with ThreadPoolExecutor(clients) as crowd:
        began = time.process_time()
        for done in [crowd.submit(act) for act in acts]:
            done.result()
        return (time.process_time() - began) / len(acts)


def getting(app: Any, path: str, **headers: str) -> Callable[[], bytes]:
    """An act: this GET through the WSGI callable, without a client's own work."""

    def get() -> bytes:
        environ = create_environ(path, headers=headers, input_stream=io.BytesIO())
        answered: list[str] = []
        chunks = app(environ, lambda status, _headers, _error=None: answered.append(status))
        try:
            body = b"".join(chunks)
        finally:
            if hasattr(chunks, "close"):
                chunks.close()
        assert answered[0][:3] in ("200", "304"), (path, answered)
        return body

    return get
