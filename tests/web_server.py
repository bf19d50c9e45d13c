"""The product's own server, started as people start it, for what only real processes can show."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

STARTS_WITHIN = 30.0
ROOT = Path(__file__).parent.parent


def free_port() -> int:
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def serving(database_url: str, instance: Path, *, processes: int, **settings: str) -> Iterator[tuple[str, int]]:
    """`python -m cic_events.serve` over this database: its host with port, and the id of its first process.

    The rate limit is far away, as two hundred people come from one address; `settings` are further CIC_… variables.
    """
    port = free_port()
    given = {
        "database_url": database_url,
        "instance": str(instance),
        "secret_key": "t" * 40,
        "catcher_port": str(free_port()),
        "rate_limit": "1000000 per minute",
        "demo": "no",
        **settings,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "cic_events.serve", "--port", str(port), "--processes", str(processes)],
        env={**os.environ, **{f"CIC_{name.upper()}": value for name, value in given.items()}},
        cwd=ROOT,
        stdout=sys.__stderr__,
    )
    try:
        _wait_for(f"127.0.0.1:{port}", process)
        yield f"127.0.0.1:{port}", process.pid
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(host: str, process: subprocess.Popen[bytes]) -> None:
    late = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < late:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        if answers(host):
            return
        time.sleep(0.02)
    raise RuntimeError(f"no answer from {host} within {STARTS_WITHIN} s")


def answers(host: str) -> bool:
    """Whether a page is answered there."""
    with closing(HTTPConnection(host, timeout=STARTS_WITHIN)) as connection:
        try:
            connection.request("GET", "/sessions/")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
