"""The mail queue, for officers; and the mailbox of the development catcher."""

from flask import Blueprint

bp = Blueprint("outbox", __name__, url_prefix="/outbox")

from cic_events.blueprints.outbox import caught, views  # noqa: E402

bp.record_once(caught.open_in_development)

__all__ = ["bp", "views"]
