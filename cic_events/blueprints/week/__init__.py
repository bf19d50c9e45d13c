"""The officer's week: what happens, what is to be done, who waits for an answer."""

from flask import Blueprint

bp = Blueprint("week", __name__, url_prefix="/week")

from cic_events.blueprints.week import views  # noqa: E402, F401
