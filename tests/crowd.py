"""People who register over real HTTP: each opens the form for its key and cookie, then all send it at once."""

import re
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlencode

PATIENCE = 60.0
_HIDDEN = re.compile(r'name="(_token|_key)" value="([^"]+)"')


@dataclass(frozen=True)
class Answer:
    """What the server said to the form."""

    status: int
    location: str


@dataclass(frozen=True)
class Rush:
    """The answers, and the seconds from the first form sent to the last answer."""

    answers: list[Answer]
    seconds: float


class Visitor:
    """One browser with its cookie."""

    def __init__(self, host: str, session_id: int, commune_id: int, number: int) -> None:
        self.host, self.path = host, f"/sessions/{session_id}/register"
        self.typed = {
            "name": f"Person {number}",
            "commune": str(commune_id),
            "email": f"p{number}@example.org",
            "function": "Agente SAS",
            "language": "fr",
            "consent": "y",
        }
        self.cookie = ""

    def open_form(self) -> None:
        response, body = self._ask("GET", {})
        assert response.status == 200, (response.status, response.getheaders(), body[:300])
        self.cookie = (response.getheader("Set-Cookie") or "").partition(";")[0]
        self.typed |= dict(_HIDDEN.findall(body))

    def send_form(self) -> Answer:
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": self.cookie,
            "Origin": f"http://{self.host}",
            "Sec-Fetch-Site": "same-origin",
        }
        response, _ = self._ask("POST", headers, urlencode(self.typed))
        return Answer(response.status, response.getheader("Location") or "")

    def _ask(self, method: str, headers: dict[str, str], body: str | None = None) -> tuple[HTTPResponse, str]:
        with closing(HTTPConnection(self.host, timeout=PATIENCE)) as connection:
            connection.request(method, self.path, body, headers)
            response = connection.getresponse()
            return response, response.read().decode()


def rush(visitors: Sequence[Visitor]) -> Rush:
    """Everybody opens the form; when the last one has it, all send it in the same moment."""
    ready = threading.Barrier(len(visitors) + 1, timeout=PATIENCE)

    def come(visitor: Visitor) -> Answer:
        try:
            visitor.open_form()
        except BaseException:
            ready.abort()
            raise
        ready.wait()
        return visitor.send_form()

    with ThreadPoolExecutor(len(visitors)) as crowd:
        coming = [crowd.submit(come, visitor) for visitor in visitors]
        with suppress(threading.BrokenBarrierError):  # what broke it comes with the results
            ready.wait()
        began = time.perf_counter()
        answers = [one.result() for one in coming]
        return Rush(answers, time.perf_counter() - began)
