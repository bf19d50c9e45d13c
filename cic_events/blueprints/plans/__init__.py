"""Plans: the list, a plan's year with its money and history, writing it and deciding about it."""

from flask import Blueprint

bp = Blueprint("plans", __name__, url_prefix="/plans")

from cic_events.blueprints.plans import changing, decisions, items, views  # noqa: E402, F401
