"""Who there is: persons with their roles and their sign-in, organisations, lists that come in."""

from flask import Blueprint

bp = Blueprint("people", __name__, url_prefix="/people")

from cic_events.blueprints.people import errands, imports, organisations, views  # noqa: E402, F401
