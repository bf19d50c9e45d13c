"""The search of the top bar: one page for codes, persons, sessions, needs, items of plans and organisations."""

from flask import Blueprint

bp = Blueprint("search", __name__)

from cic_events.blueprints.search import views  # noqa: E402, F401
