"""Whose papers these are: nobody else learns that there are any."""

from flask import url_for

from cic_events.cycle.sessions import queries
from cic_events.cycle.sessions.listing import SessionRow
from cic_events.kernel.errors import NotFound
from cic_events.people.permissions import Action, may
from cic_events.web.locale import _, plain
from cic_events.web.session import actor


def seen(id: int, action: Action = Action.PAPERS_PRINT) -> SessionRow:
    """The session, for its host's officers. Raises NotFound for everybody else."""
    row = queries.row(id)
    if not may(actor(), action, row.owner_id):
        raise NotFound
    return row


def trail(row: SessionRow) -> list[tuple[str, str]]:
    return [(_("Sessions"), url_for("sessions.index")), (plain(row.title), url_for("sessions.show", id=row.id))]
