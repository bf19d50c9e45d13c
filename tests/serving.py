"""The real thing in processes of its own: web server and worker, started, loaded and killed."""

import http.cookiejar
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Service:
    """An installation in a folder. `settings` are CIC_… names without the prefix."""

    instance: Path
    database: str
    settings: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    running: "list[subprocess.Popen[bytes]]" = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        said = {
            "instance": str(self.instance),
            "database_url": self.database,
            "secret_key": "t" * 40,
            "base_url": self.address,
            "rate_limit": "1000000 per minute",
            "worker_pause": "0.2",
            "demo": "no",
            **self.settings,
        }
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return {**kept, **{f"CIC_{name.upper()}": value for name, value in said.items()}}

    def _start(self, *words: str) -> "subprocess.Popen[bytes]":
        started = subprocess.Popen(
            [sys.executable, "-m", *words],
            cwd=ROOT,
            env=self.environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=(self.instance / "stderr").open("ab"),
        )
        self.running.append(started)
        return started

    def serve(self, within: float = 60) -> float:
        """Start as `make run` does; the seconds until the first answer."""
        began = time.monotonic()
        self._start("cic_events.serve", "--port", str(self.port))
        while time.monotonic() - began < within:
            try:
                with urllib.request.urlopen(f"{self.address}/health", timeout=2) as answer:
                    if answer.status == 200:
                        return time.monotonic() - began
            except (OSError, urllib.error.URLError):
                time.sleep(0.05)
        raise AssertionError(f"no answer in {within} s: {(self.instance / 'stderr').read_text()[-2000:]}")

    def work(self) -> "subprocess.Popen[bytes]":
        """A worker in a process of its own."""
        return self._start("flask", "--app", "wsgi", "cic", "work")

    def kill(self, *which: "subprocess.Popen[bytes]") -> None:
        """kill -9, with every process that it started."""
        for started in which or tuple(self.running):
            os.killpg(started.pid, signal.SIGKILL)
            started.wait()
            self.running.remove(started)

    def ask(self, *words: str) -> Any:
        """What the helper beside answers (tests.serving_data), as values."""
        told = [sys.executable, "-m", "tests.serving_data", *words]
        said = subprocess.run(told, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=120)
        assert said.returncode == 0, said.stderr[-3000:]
        return json.loads(said.stdout)


class Visitor:
    """Somebody with a browser of the simplest kind."""

    def __init__(self, service: Service) -> None:
        self.service = service
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.open = urllib.request.build_opener(cookies).open

    def register(self, session_id: int, name: str, commune: int) -> float:
        """Register by the page; the seconds that the answer to the form took. Raises OSError when none came."""
        address = f"{self.service.address}/sessions/{session_id}/register"
        page = self.open(address, timeout=30).read().decode()
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
        email = f"{name.replace(' ', '.').lower()}@example.org"
        said = {"name": name, "commune": str(commune), "email": email, "language": "fr", "consent": "y"}
        began = time.monotonic()
        answer = self.open(address, urllib.parse.urlencode({**hidden, **said}).encode(), timeout=30)
        assert "/registered" in answer.geturl(), answer.geturl()
        return time.monotonic() - began
