"""The first start: an empty house is opened once."""

from flask import Blueprint

bp = Blueprint("setup", __name__)

from cic_events.blueprints.setup import views  # noqa: E402, F401
