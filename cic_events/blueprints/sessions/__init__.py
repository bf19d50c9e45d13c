"""Sessions: the public list and month, a session's page, and the officer's errands with it."""

from flask import Blueprint

bp = Blueprint("sessions", __name__, url_prefix="/sessions")

from cic_events.blueprints.sessions import errands, hours, views  # noqa: E402, F401
