"""Who sees how much of a session's results."""

from cic_events.cycle.acquis.rules import Sight
from cic_events.cycle.sessions.trainer_access import check_trainer
from cic_events.kernel.errors import Forbidden
from cic_events.people.permissions import Action, Actor, may


def sight_of(session_id: int, owner_id: int, by: Actor) -> Sight:
    """Tests: the trainer and the referent. Verdicts: who works with them. Elected people: aggregates."""
    if tests_seen(session_id, by):
        return Sight.TESTS
    if may(by, Action.ACQUIS_SEE, owner_id):
        return Sight.VERDICTS
    return Sight.AGGREGATES if may(by, Action.ACQUIS_AGGREGATES, owner_id) else Sight.NOTHING


def tests_seen(session_id: int, by: Actor) -> bool:
    """Whether this is the session's trainer, or who validates on the trainer's behalf."""
    try:
        check_trainer(session_id, by, Action.ACQUIS_VALIDATE)
    except Forbidden:
        return False
    return True
