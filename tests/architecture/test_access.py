import pytest
from flask import Flask

from cic_events.people.permissions import POLICY, Action
from cic_events.web import access


def test_every_endpoint_says_who_may_use_it(app: Flask) -> None:
    said = access.declared(app)

    assert {action for action in said.values() if action} <= set(Action)


def test_an_endpoint_that_says_nothing_stops_the_start() -> None:
    silent = Flask("silent")
    silent.add_url_rule("/x", "x", lambda: "x")

    with pytest.raises(access.Undeclared, match="x"):
        access.declared(silent)


def test_every_action_is_in_the_policy() -> None:
    assert set(POLICY) == set(Action)
