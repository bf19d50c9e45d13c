"""The plan: the board of results, an activity's page, and what a manager changes in it."""

from flask import Blueprint

bp = Blueprint("programme", __name__, url_prefix="/programme")

from cic_events.blueprints.programme import actions, activity, errands, records, views  # noqa: E402, F401
