"""Signing in by a mailed link or by password, signing out, one's own account."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)

from cic_events.blueprints.accounts import views  # noqa: E402, F401
