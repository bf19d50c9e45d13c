"""A browser for errands through HTTP that polices every page it sees."""

import re
from typing import Any

import html5lib
from bs4 import BeautifulSoup
from flask import Flask
from webtest import TestApp, TestResponse

from cic_events.people import accounts

VOID_LABELLED = ("submit", "hidden", "button", "image", "reset")


class Browser(TestApp):  # type: ignore[misc]
    """WebTest's application; every HTML answer must be a page one would be proud of."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app, extra_environ={"HTTP_HOST": "localhost", "REMOTE_ADDR": "127.0.0.1"})
        self.flask = app

    def signed_in_as(self, person: Any) -> "Browser":
        """A browser of its own with a live session of this person."""
        other = Browser(self.flask)
        token = accounts.open_session(person.id)
        other.set_cookie(self.flask.extensions["cic_settings"].cookie, token)
        return other

    def in_language(self, code: str) -> "Browser":
        self.set_cookie("cic_language", code)
        return self

    def do_request(self, req: Any, status: Any = None, expect_errors: bool | None = None) -> TestResponse:
        with self.flask.app_context():  # of its own, so that nothing of the last request is left
            answer = super().do_request(req, status=status, expect_errors=expect_errors)
        if answer.content_type == "text/html" and answer.text and not 300 <= answer.status_int < 400:
            police(answer.text, whole="HX-Request-Type" not in req.headers)
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        return answer


def police(text: str, *, whole: bool = True) -> None:
    """Valid HTML, one h1, unique ids, tied labels, nothing inline, language and direction right."""
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(text) if whole else parser.parseFragment(text)
    ignored = {"unexpected-char-in-attribute", "expected-doctype-but-got-start-tag"}
    assert not [e for e in parser.errors if e[1] not in ignored], parser.errors[:3]
    soup = BeautifulSoup(text, "html.parser")
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids)), f"ids twice: {sorted({i for i in ids if ids.count(i) > 1})}"
    for label in soup.find_all("label", attrs={"for": True}):
        assert label["for"] in ids, f"label for nothing: {label}"
    labelled = {label["for"] for label in soup.find_all("label", attrs={"for": True})}
    for control in soup.find_all(["input", "select", "textarea"]):
        if control.get("type") in VOID_LABELLED:
            continue
        named = control.get("id") in labelled or control.get("aria-label") or control.find_parent("label")
        assert named or control.get("aria-labelledby"), f"no label: {control}"
    for described in soup.find_all(attrs={"aria-describedby": True}):
        assert set(described["aria-describedby"].split()) <= set(ids), f"described by nothing: {described}"
    for tag in soup.find_all(True):
        assert not tag.has_attr("style"), f"style in {tag.name}"
        assert not [a for a in tag.attrs if a.startswith(("on", "hx-on"))], f"handler in {tag}"
    for script in soup.find_all("script"):
        assert script.get("src") or script.get("type") == "application/json", "inline script"
    assert not soup.find_all("style")
    if whole:
        assert len(soup.find_all("h1")) == 1, f"{len(soup.find_all('h1'))} h1"
        html = soup.find("html")
        assert html["dir"] == ("rtl" if html["lang"] == "ar" else "ltr")
        assert re.search(r"\S", soup.title.string or "")
