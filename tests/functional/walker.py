"""Knocks at every route of the application with what nobody should send."""

import itertools
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

from flask import Flask, Request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from cic_events.kernel import secrets

VISITOR = "hostile-visitor"
INTERNALS = re.compile(r"Traceback|sqlalchemy|sqlite3|psycopg|werkzeug|site-packages|\bat 0x[0-9a-f]{6}", re.IGNORECASE)
TEXTS = (
    "",
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "{{ 7*7 }}${7*7}%(x)s%s{0}",
    "a\x00b\r\nSet-Cookie: x=1",
    "9" * 40,
    "-1",
    "é́‮ﷺ\U0001f9d1‍🔬",
    "../../../../etc/passwd",
    "x" * 10_000,
    "2027-02-30",
    "9999-12-31",
    "0001-01-01",
    "2026-13",
    "NaN",
    "[]",
    "//evil.test",
    "1e309",
)
ELSEWHERE = (
    "//evil.test/x",
    "https://evil.test/",
    "/\\evil.test",
    "\\\\evil.test",
    "javascript:alert(1)",
    "/\t/evil.test",
    " https://evil.test",
    "http:evil.test",
    "///evil.test",
    "/%2f%2fevil.test",
    "https://localhost@evil.test/",
    "/x\r\nLocation: https://evil.test",
)
HEADERS = (
    {"Accept-Language": "xx;q=a,,,;;q=9" * 20, "If-None-Match": '"', "Range": "bytes=9-1"},
    {"Cookie": "cic=\xff; cic_language=../..; =; cic_visitor", "HX-Request": "true", "HX-Request-Type": "x"},
    {"Origin": "null", "Sec-Fetch-Site": "cross-site", "Referer": "https://evil.test/"},
    {"Content-Type": "multipart/form-data", "X-Forwarded-For": "1.1.1.1, x", "Authorization": "Basic %%%"},
    {"Content-Type": "application/json", "If-Modified-Since": "yesterday", "Accept": "*/*;q=z"},
    {
        "Content-Type": "application/x-www-form-urlencoded; charset=x",
        "Accept-Encoding": "gzip;q=x",
        "Host": "evil.test",
    },
)


class Asked(ImmutableMultiDict[str, Any]):
    """Remembers which names a view looks for."""

    names: set[str] = set()

    def __contains__(self, key: object) -> bool:
        Asked.names.add(str(key))
        return super().__contains__(key)

    def get(self, key: str, *rest: Any, **more: Any) -> Any:
        Asked.names.add(key)
        return super().get(key, *rest, **more)

    def getlist(self, key: str, *rest: Any) -> list[Any]:
        Asked.names.add(key)
        return super().getlist(key, *rest)


class Listening(Request):
    parameter_storage_class = Asked


@dataclass
class Walker:
    """One actor that knocks everywhere; `found` holds what should not have been answered."""

    app: Flask
    token: str = ""
    found: list[str] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)

    def knock(self, method: str, address: str, **more: Any) -> TestResponse:
        """One request; notes a 5xx, internals, a way off the host, and more than three seconds of work."""
        client = self.app.test_client()
        client.set_cookie("cic_visitor", VISITOR)
        if self.token:
            client.set_cookie("cic", self.token)
        began = time.process_time()
        with self.app.app_context():  # of its own, so that nothing of the last request is left
            answer = client.open(address, method=method, **more)
            body, spent = answer.get_data(), time.process_time() - began
        self.statuses[answer.status_code] = self.statuses.get(answer.status_code, 0) + 1
        said = f"{method} {address[:150]!r} {str(more)[:300]}"
        if answer.status_code >= 500:
            self.found.append(f"{answer.status_code}: {said}")
        if INTERNALS.search(body.decode("utf-8", "replace")):
            self.found.append(f"internals: {said}")
        if leaves(answer.headers.get("Location", "")):
            self.found.append(f"leaves for {answer.headers['Location']!r}: {said}")
        if spent > 3:
            self.found.append(f"{spent:.1f} s: {said}")
        if "Content-Security-Policy" not in answer.headers and answer.status_code != 304:
            self.found.append(f"no policy: {said}")
        return answer

    def form(self, **fields: Any) -> dict[str, Any]:
        """A form that passes the door: its token is right."""
        nonce = "a" * 16
        return {"_token": f"{nonce}.{secrets.mac('form', VISITOR, self.token, nonce)}", **fields}


def leaves(location: str) -> bool:
    """Whether a browser that follows it would be on another host."""
    browsers_see = re.sub(r"[\t\r\n]", "", location.strip()).replace("\\", "/")
    parts = urlsplit(browsers_see)
    return bool(parts.scheme and parts.scheme not in ("http", "https")) or parts.netloc not in ("", "localhost")


def addresses(rule: Rule, ids: tuple[str, ...] = ("1", "0", "9" * 30, "2147483648")) -> Iterator[str]:
    """The rule with good and with hostile values in its places."""
    places = re.findall(r"<(?:([^:<>]+):)?(\w+)>", rule.rule)
    rounds = len(ids) if all(kind == "int" for kind, _ in places) else len(TEXTS)
    for number in range(rounds if places else 1):
        address = rule.rule
        for kind, name in places:
            address = address.replace(f"<{kind}:{name}>" if kind else f"<{name}>", _value(kind, ids, number))
        yield address


def _value(kind: str, ids: tuple[str, ...], number: int) -> str:
    if kind == "int":
        return ids[number % len(ids)]
    if kind.startswith("any("):
        choices = [choice.strip(" '\"") for choice in kind[4:-1].split(",")]
        return choices[number % len(choices)]
    return quote(TEXTS[number % len(TEXTS)] or "x", safe="" if kind != "path" else "/")


def hostile(names: set[str], turn: int) -> dict[str, str]:
    """Each name with another text, another one in each turn."""
    texts = itertools.islice(itertools.cycle(TEXTS), turn * 5, None)
    return dict(zip(sorted(names - {"_token", "_language", "lang"}), texts, strict=False))
