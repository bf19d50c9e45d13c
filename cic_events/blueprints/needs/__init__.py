"""Needs: the list, a need with what came of it, recording, qualifying and closing."""

from flask import Blueprint

bp = Blueprint("needs", __name__, url_prefix="/needs")

from cic_events.blueprints.needs import changing, errands, views  # noqa: E402, F401
