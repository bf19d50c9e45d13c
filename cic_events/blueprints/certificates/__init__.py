"""Certificates: the public check, one's own, and a session's for those who organise it."""

from flask import Blueprint

bp = Blueprint("certificates", __name__)

from cic_events.blueprints.certificates import check, own, session  # noqa: E402, F401
