"""Trainers and attendance: the trainer's desk by a mailed link, the officer's sheets, the asking of a trainer."""

from flask import Blueprint

bp = Blueprint("attendance", __name__)

from cic_events.blueprints.attendance import asking, corrections, desk, officer, paper  # noqa: E402, F401
