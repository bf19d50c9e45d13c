"""The list of sessions and the page of one: CPU to the floor's, statements, bytes."""

from collections.abc import Iterator

from flask import Flask

from benchmarks.measuring import Line, at_most, cpu, getting, ratio
from benchmarks.world import World
from tests.statements import statements

ROWS = 20


def measured(world: World, floor: Flask, session_id: int) -> Iterator[Line]:
    """With 20 sessions in the list."""
    for what, path, times, most in (
        (f"session list, {ROWS} sessions", "/sessions/", 4, 3),
        ("session page", f"/sessions/{session_id}", 5, 4),
    ):
        mine = getting(world.app, path)
        yield ratio(what, cpu(mine), cpu(getting(floor, path)), most=times)
        with world.app.app_context(), statements() as said:
            body = mine()
        yield at_most(f"{what}: statements", len(said), most)
        if path == "/sessions/":
            yield at_most(f"{what}: HTML", len(body) / 1000, 30, " kB")
