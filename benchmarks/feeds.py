"""The public feed of 500 and of 1,000 sessions: first request, again, and when nothing changed."""

import time
from collections.abc import Callable, Iterator
from typing import Any

from werkzeug.test import Client

from benchmarks.measuring import Line, at_most, cpu, getting
from benchmarks.world import World, sessions

PATH = "/feeds/fr/sessions.ics"


def measured(world: World, *, there: int) -> Iterator[Line]:
    """`there`: the sessions that the world holds already."""
    for size in (500, 1000):
        sessions(world, size - there)
        there = size
        get = getting(world.app, PATH)
        cold = _once(get)
        warm = cpu(get, each=5, warm=2)
        yield Line(f"feed of {size} sessions", "reported", f"cold {cold:.0f} ms, warm {warm * 1000:.1f} ms", True)
        mark = Client(world.app).get(PATH).headers["ETag"]
        unchanged = cpu(getting(world.app, PATH, **{"If-None-Match": mark}))
        yield at_most(f"feed of {size} sessions: 304", unchanged * 1000, 1, " ms")


def _once(get: Callable[[], Any]) -> float:
    began = time.process_time()
    get()
    return (time.process_time() - began) * 1000
