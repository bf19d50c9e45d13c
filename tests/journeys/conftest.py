"""A real server on an empty database, a real browser, real mail into the catcher."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

ROOT = Path(__file__).parent.parent.parent
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    raise RuntimeError("the journeys need a Chromium on this machine")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": chromium(), "args": FLAGS, "headless": True}


@pytest.fixture(scope="session")
def browser(launch_browser: Callable[[], Browser]) -> Iterator[Browser]:
    """A Chromium; elsewhere in these tests `browser` means the one without a screen."""
    opened = launch_browser()
    yield opened
    opened.close()


@dataclass
class House:
    """A running product: its address, its setup code, the mails it sent. It can go on at a later day."""

    folder: Path
    demo: bool = False
    port: int = field(default_factory=lambda: free_port())
    code: str = ""
    server: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def instance(self) -> Path:
        return self.folder / "instance"

    def start(self, *, ahead: timedelta = timedelta()) -> None:
        """Start the server; its clock runs ahead of the real one."""
        env = {
            **os.environ,
            "CIC_INSTANCE": str(self.instance),
            "CIC_CATCHER_PORT": str(free_port()),
            "CIC_WORKER_PAUSE": "0.2",
            "CIC_DEMO": "yes" if self.demo else "no",
            "CIC_CLOCK_AHEAD": str(int(ahead.total_seconds() // 60)),
        }
        env.pop("TEST_DATABASE_URL", None)
        with self.log.open("a") as log:
            self.server = subprocess.Popen(
                [sys.executable, "-u", "-m", "cic_events.serve", "--port", str(self.port)],
                cwd=ROOT,
                env=env,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        wait_until_up(f"{self.url}/health", self.server)
        if "give the code" in (said := self.log.read_text()):
            self.code = said.split("give the code ")[1].split()[0]

    def stop(self) -> None:
        assert self.server is not None
        self.server.terminate()
        self.server.wait(15)

    def go_on_at(self, moment: datetime) -> None:
        """Stop, and start again as if it were that moment."""
        self.stop()
        self.start(ahead=moment - datetime.now(UTC))

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    def mails(self) -> list[EmailMessage]:
        found = sorted((self.instance / "mailbox").glob("*.eml"))
        return [message_from_bytes(f.read_bytes(), policy=policy.default) for f in found]  # type: ignore[misc]

    def wait_for_mail(self, recipient: str, *, about: str = "", seconds: float = 20) -> EmailMessage:
        """The newest mail to this person, whose text holds `about`. Fails when none comes in time."""
        return self.wait_for_mails(recipient, 1, about=about, seconds=seconds)[-1]

    def wait_for_mails(self, recipient: str, count: int, *, about: str = "", seconds: float = 20) -> list[EmailMessage]:
        """The mails to this person, as soon as there are so many."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            to = [m for m in self.mails() if recipient in str(m["To"]) and about in text_of(m)]
            if len(to) >= count:
                return to
            time.sleep(0.1)
        raise AssertionError(f"not {count} to {recipient}; mails to {[str(m['To']) for m in self.mails()]}")


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    return str(body.get_content()) if body is not None else ""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with running(tmp_path) as house:
        yield house


Enter = Callable[..., Any]


@pytest.fixture
def enter(browser: Browser, house: House) -> Iterator[Enter]:
    """Somebody comes with a browser of their own. Whatever their console complains of fails the test."""
    from tests.journeys import walk

    opened: list[tuple[BrowserContext, walk.Walker]] = []

    def come(who: str, words: walk.Words, size: tuple[int, int]) -> walk.Walker:
        context = walk.context_of(browser, words, size)
        context.set_default_timeout(10_000)
        opened.append((context, walk.Walker(house, context.new_page(), words, who)))
        return opened[-1][1]

    yield come
    for context, _walker in opened:
        context.close()
    assert [said for _context, walker in opened for said in walker.complaints] == []


@contextmanager
def running(folder: Path, *, demo: bool = False) -> Iterator[House]:
    """A house of its own in this folder, empty or with the demonstration, until the end of the block."""
    house = House(folder, demo=demo)
    try:
        house.start()
        yield house
    finally:
        house.stop()
        sys.stdout.write(house.log.read_text()[-4000:])


def wait_until_up(url: str, server: "subprocess.Popen[bytes]", *, seconds: float = 180) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert server.poll() is None, "the server stopped"
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"{url} did not answer in {seconds} s")
