"""Papers of a session in one press, and the messages that are sent by hand."""

from flask import Blueprint

bp = Blueprint("papers", __name__)

from cic_events.blueprints.papers import messages, missions, views  # noqa: E402, F401
