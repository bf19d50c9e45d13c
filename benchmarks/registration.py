"""A whole registration: the session's page, the form, the form sent; at 1, 8 and 32 clients."""

import re
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from flask import Flask

from benchmarks import floor
from benchmarks.measuring import Line, at_most, cpu_of_clients, ratio
from benchmarks.world import World
from tests.statements import statements

CLIENTS, EACH = (1, 8, 32), 96
_HIDDEN = re.compile(r'name="(_token|_key)" value="([^"]+)"')
_numbers = count()


def measured(world: World, bare: Flask, session_id: int) -> Iterator[Line]:
    """One session with room for all."""
    for _ in range(10):
        _registering(world, session_id)()
        floor.registering(bare, 0)()
    for clients in CLIENTS:
        mine = cpu_of_clients([_registering(world, session_id) for _ in range(EACH)], clients=clients)
        theirs = cpu_of_clients([floor.registering(bare, n) for n in range(EACH)], clients=clients)
        yield ratio(f"registration, 3 requests, {clients} client{'s' * (clients > 1)}", mine, theirs, most=3)
    with world.app.app_context(), statements() as said:
        _registering(world, session_id)()
    yield at_most("registration: statements of the 3 requests", len(said), 20)


def _registering(world: World, id: int) -> Callable[[], Any]:
    number = next(_numbers)

    def register() -> None:
        client = world.app.test_client()
        assert client.get(f"/sessions/{id}").status_code == 200
        body = client.get(f"/sessions/{id}/register").text
        typed = {
            "name": f"Person {number}",
            "commune": str(world.host.id),
            "email": f"p{number}@example.org",
            "language": "fr",
            "consent": "y",
            **dict(_HIDDEN.findall(body)),
        }
        assert client.post(f"/sessions/{id}/register", data=typed).status_code == 303

    return register
