"""Registrations: a visitor's own, those an officer makes, the list of a session, and what a mailed link opens."""

from flask import Blueprint

bp = Blueprint("registrations", __name__)

from cic_events.blueprints.registrations import mine, names, roster, views  # noqa: E402, F401
