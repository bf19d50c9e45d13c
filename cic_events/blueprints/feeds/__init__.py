"""Calendar subscriptions: public feeds at stable addresses, personal ones by token, one session as a file."""

from flask import Blueprint

bp = Blueprint("feeds", __name__, url_prefix="/feeds")

from cic_events.blueprints.feeds import views  # noqa: E402, F401
