"""Nothing that is sent gives a 500, shows internals, or leads a browser to another host."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from cic_events.people import accounts
from cic_events.people.models import Role
from tests import make_cycle, make_events
from tests.functional.walker import ELSEWHERE, HEADERS, Asked, Listening, Walker, addresses, hostile

TURNS = 3
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("now")]


@pytest.fixture
def listening(app: Flask) -> Iterator[None]:
    before, app.request_class = app.request_class, Listening
    yield
    app.request_class = before


@pytest.fixture(params=["public", "officer", "administrator"])
def walker(request: pytest.FixtureRequest, app: Flask, db: None, listening: None) -> Walker:
    """Who knocks: nobody known, an officer of the commune, or one who may do nearly everything."""
    make_cycle.framework()
    host = make_events.commune()
    planned = make_events.session(host, days=2)
    make_events.registered(planned, "Amina Aït")
    need = make_cycle.need(host, qualified=True)
    make_cycle.plan(host, items=[make_cycle.item_draft(needs=[make_cycle.answering(need, 4)])])
    if request.param == "public":
        return Walker(app)
    role = Role.SAS_OFFICER if request.param == "officer" else Role.ADMINISTRATOR
    return Walker(app, _session(make_events.account(host, role=role)))


def _session(person: Any) -> str:
    return accounts.open_session(person.id)


def rules(app: Flask, method: str) -> list[Rule]:
    kept = [rule for rule in app.url_map.iter_rules() if method in (rule.methods or ())]
    return [rule for rule in kept if not rule.endpoint.startswith("accounts.sign_out")]


def test_every_page_stands_hostile_addresses_and_queries(app: Flask, walker: Walker) -> None:
    for rule in rules(app, "GET"):
        Asked.names = set()
        for address in addresses(rule):
            walker.knock("GET", address)
        for turn, address in zip(range(TURNS), [*addresses(rule)] * TURNS, strict=False):
            walker.knock("GET", address, query_string=hostile(set(Asked.names), turn))

    assert walker.found == []
    assert 200 in walker.statuses


def test_every_form_stands_hostile_answers(app: Flask, walker: Walker) -> None:
    for rule in rules(app, "POST"):
        Asked.names = set()
        [first, *_] = known = [*addresses(rule)]
        walker.knock("POST", first, data={})
        for address in known:
            walker.knock("POST", address, data=walker.form())
        rows = {f"parts-{n}-{name}" for n in (0, 1, 99) for name in ("day", "start", "end")}
        for turn in range(TURNS):
            said = hostile(Asked.names | rows, turn)
            walker.knock("POST", known[turn % len(known)] if turn else first, data=walker.form(**said))

    assert walker.found == []
    assert {403, 404} & set(walker.statuses)


@pytest.mark.parametrize("walker", ["public", "officer"], indirect=True)
def test_every_route_stands_hostile_headers_and_bodies(app: Flask, walker: Walker) -> None:
    for method in ("GET", "POST"):
        for number, rule in enumerate(rules(app, method)):
            [first, *_] = addresses(rule)
            for headers in (HEADERS[number % len(HEADERS)], HEADERS[(number + 1) % len(HEADERS)]):
                body = {"data": b'{"a":' * 50_000} if method == "POST" else {}
                walker.knock(method, first, headers=headers, **body)
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "FOO"):
        walker.knock(method, "/sessions/1")

    assert walker.found == []


@pytest.mark.parametrize("walker", ["public", "officer"], indirect=True)
def test_no_redirect_leaves_the_host(app: Flask, walker: Walker) -> None:
    """Whatever a page takes as "where to go next" stays here; so do addresses that look like another host."""
    takers = 0
    for rule in rules(app, "GET"):
        Asked.names = set()
        [first, *_] = addresses(rule)
        walker.knock("GET", first)
        asked = Asked.names & {"next", "from", "back", "url", "return", "to"}
        takers += bool(asked)
        for elsewhere in ELSEWHERE if asked else ELSEWHERE[:1]:
            where = dict.fromkeys(asked or {"next"}, elsewhere)
            walker.knock("GET", first, query_string=where, headers={"Referer": "https://evil.test/x"})
    for elsewhere in ELSEWHERE:
        walker.knock("GET", "/", environ_overrides={"PATH_INFO": f"/{elsewhere}"})
        walker.knock("GET", "/", environ_overrides={"PATH_INFO": elsewhere})

    assert walker.found == []
    assert takers


def test_who_signs_in_lands_on_our_host_whatever_the_address_asked(app: Flask, db: None, listening: None) -> None:
    who = make_events.account(make_events.commune())
    accounts.set_password(who.id, "une longue phrase de passe")
    walker = Walker(app)

    for elsewhere in ELSEWHERE:
        fields = {"email": who.email, "password": "une longue phrase de passe", "next": elsewhere}
        answer = walker.knock("POST", "/sign-in", query_string={"next": elsewhere}, data=walker.form(**fields))
        assert answer.status_code == 303, answer.text

    assert walker.found == []
