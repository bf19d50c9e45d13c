"""Whether the service runs on this machine, and when its worker last looked: what care of the files must know."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK, BEAT = "running.lock", "worker.beat"
BEAT_EVERY = 10.0
_held: list[int] = []
_last_beat = 0.0


class ServiceRuns(RuntimeError):
    """The database is in use: stop the service first."""


def hold(instance: Path) -> None:
    """Say for the whole life of this process that the service uses the instance; raises ServiceRuns in a restore."""
    handle = os.open(instance / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError as busy:
        os.close(handle)
        raise ServiceRuns("the database is being restored: start again in a moment") from busy
    _held.append(handle)


@contextmanager
def alone(instance: Path) -> Iterator[None]:
    """Nothing serves from this instance, and nothing starts to. Raises ServiceRuns."""
    handle = os.open(instance / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as busy:
        raise ServiceRuns("the service runs: stop it first") from busy
    finally:
        os.close(handle)


def beat(instance: Path) -> None:
    """The worker looked; noted now and then."""
    global _last_beat
    if time.monotonic() - _last_beat >= BEAT_EVERY:
        (instance / BEAT).touch()
        _last_beat = time.monotonic()


def since_beat(instance: Path) -> float | None:
    """Seconds since a worker of this machine last looked; None when none ever did."""
    file = instance / BEAT
    return max(0.0, time.time() - file.stat().st_mtime) if file.exists() else None
