"""The mailbox of the development catcher."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from webtest import TestApp  # type: ignore[import-untyped]

from cic_events.messages import render
from cic_events.messages.mailbox import Mailbox
from tests.browser import Browser
from tests.unit.messages.test_message import INVITATION


@pytest.fixture
def mailbox(app: Flask) -> Iterator[Mailbox]:
    made = Mailbox(app.extensions["cic_settings"].instance / "mailbox")
    yield made
    made.empty()


def kept(app: Flask, mailbox: Mailbox) -> str:
    base = app.extensions["cic_settings"].base_url
    letter = replace(INVITATION, locale="en", facts={"link": f"{base}/sign-in/link/abc"})
    return mailbox.keep(render.message(letter).as_bytes())


def test_a_caught_mail_is_read_and_its_link_followed(app: Flask, browser: Browser, mailbox: Mailbox) -> None:
    kept(app, mailbox)
    page = browser.in_language("en").get("/outbox/caught").click("Your sign-in link for CIC")

    link = page.html.find("section", id="text").find("a")
    assert link["href"].endswith("/sign-in/link/abc")
    assert "REQUEST" in page.html.find("section", id="calendar").text


def test_its_html_is_shown_in_a_sandbox(app: Flask, db: None, mailbox: Mailbox) -> None:
    answer = TestApp(app).get(f"/outbox/caught/{kept(app, mailbox)}/html")

    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_it_can_be_downloaded(app: Flask, browser: Browser, mailbox: Mailbox) -> None:
    name = kept(app, mailbox)

    assert browser.get(f"/outbox/caught/{name}/raw").body == mailbox.raw(name)


def test_what_is_not_there_is_not_found(browser: Browser) -> None:
    for path in ("x", "20260928T120000000000-1", "x/html", "x/raw", "..%2fsecret-key/raw"):
        browser.get(f"/outbox/caught/{path}", status=404)


def test_in_production_there_is_no_such_place() -> None:
    from flask import Blueprint, Flask

    from cic_events.blueprints.outbox import caught
    from cic_events.settings import Settings

    bare, bp = Flask("bare"), Blueprint("outbox", "outbox")
    bare.extensions["cic_settings"] = Settings(env="production", smtp_host="mail.cic.test")
    bp.record_once(caught.open_in_development)
    bare.register_blueprint(bp)

    assert [rule.endpoint for rule in bare.url_map.iter_rules()] == ["static"]
