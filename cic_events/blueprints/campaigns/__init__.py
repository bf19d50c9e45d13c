"""Needs collections: list, page, and what an officer does with one."""

from flask import Blueprint

bp = Blueprint("campaigns", __name__, url_prefix="/needs/collections")

from cic_events.blueprints.campaigns import views  # noqa: E402, F401
