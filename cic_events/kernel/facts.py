"""A lower package tells upward: a fact is a job of the same commit; higher packages register handlers."""

from collections.abc import Callable
from typing import Any

from cic_events.kernel import jobs

Listener = Callable[..., None]
_listeners: dict[str, list[Listener]] = {}


def on(fact: str) -> Callable[[Listener], Listener]:
    """Register a listener; it gets the fact's plain values as keywords, as the system, after the commit."""

    def register(listener: Listener) -> Listener:
        known = _listeners.setdefault(fact, [])
        if listener not in known:
            known.append(listener)
        jobs.handles(f"fact.{fact}")(lambda payload: _hear(fact, payload))
        return listener

    return register


def tell(fact: str, *, key: str | None = None, **values: Any) -> None:
    """Tell a fact once per key, in the caller's transaction. Nobody listening: nothing is stored."""
    if fact in _listeners:
        jobs.enqueue(f"fact.{fact}", values, dedupe_key=key and f"fact:{fact}:{key}")


def _hear(fact: str, values: dict[str, Any]) -> None:
    for listener in _listeners[fact]:
        listener(**values)
