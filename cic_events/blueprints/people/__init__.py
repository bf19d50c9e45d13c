"""Who there is: persons with their roles, and their invitation to sign in."""

from flask import Blueprint

bp = Blueprint("people", __name__, url_prefix="/people")

from cic_events.blueprints.people import views  # noqa: E402, F401
