"""Learning: the objectives and the test of a session, answering, validating, results and what follows from them."""

from flask import Blueprint

bp = Blueprint("learning", __name__)

from cic_events.blueprints.learning import answering, editor, results, tests, validating  # noqa: E402, F401
