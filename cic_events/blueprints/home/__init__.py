"""The first page: what to do now, then what is next; and the service's own state."""

from flask import Blueprint

bp = Blueprint("home", __name__)

from cic_events.blueprints.home import views  # noqa: E402, F401
