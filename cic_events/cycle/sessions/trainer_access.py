"""The trainer's mailed link, and who may act as the trainer of a session."""

from typing import NamedTuple

from sqlalchemy import select

from cic_events.cycle.sessions.models import TrainerAssignment, TrainingSession
from cic_events.cycle.sessions.states import GIVES, AssignmentState
from cic_events.kernel import audit, clock, secrets
from cic_events.kernel.db import elevated, one, reading, session, transaction
from cic_events.kernel.errors import NotFound
from cic_events.people.permissions import Action, Actor, require

LENGTH = 40  # hex digits: 160 bits


def token(seed: str) -> str:
    """The secret part of the link; the same seed gives the same link, so that it can be mailed again."""
    return secrets.mac("trainer link", seed)[:LENGTH]


def digest(link: str) -> str:
    return secrets.digest(link)


def link_of(assignment_id: int, *, by: Actor) -> str:
    """The secret of a trainer's link, for an officer to show or read out; it is noted who saw it."""
    with transaction():
        assignment = one(TrainerAssignment, assignment_id)
        require(by, Action.TRAINERS_ASK, assignment.owner_id)
        audit.record("trainer.link_shown", assignment)
        return token(assignment.link_seed)


class Opened(NamedTuple):
    """What a link opens: the assignment, and what its holder may see by it."""

    assignment_id: int
    grants: frozenset[tuple[str, int]]


def opened_by_link(link: str) -> Opened:
    """Raises NotFound for a link that is wrong, or whose asking expired without an answer."""
    with elevated(), reading():
        found = (
            session()
            .scalars(select(TrainerAssignment).where(TrainerAssignment.link_hash == digest(link)))
            .one_or_none()
        )
        if found is None or found.state is AssignmentState.EXPIRED or unanswered(found):
            raise NotFound
        return Opened(found.id, frozenset({("trainer_assignment", found.id), ("event", found.session_id)}))


def unanswered(assignment: TrainerAssignment) -> bool:
    """Whether the day to answer has passed, noted by the worker or not yet."""
    waits = assignment.state is AssignmentState.REQUESTED and assignment.answer_by is not None
    return waits and clock.now() >= assignment.answer_by  # type: ignore[operator]


def is_the_trainer(assignment: TrainerAssignment, by: Actor) -> bool:
    """Signed in as this person, or come by this assignment's link."""
    own = by.person_id is not None and by.person_id == assignment.person_id
    return own or assignment.id in by.reach.granted(TrainerAssignment.__tablename__)


def check_trainer(session_id: int, by: Actor, action: Action) -> TrainerAssignment | None:
    """Refuse who is neither the confirmed trainer of the session nor allowed the action by a role.

    The trainer's assignment, or None for who acts on behalf. Raises NotFound, Forbidden.
    """
    with reading():
        with elevated():
            gives = (TrainerAssignment.session_id == session_id, TrainerAssignment.state.in_(sorted(GIVES)))
            for assignment in session().scalars(select(TrainerAssignment).where(*gives).order_by(TrainerAssignment.id)):
                if is_the_trainer(assignment, by):
                    return assignment
        require(by, action, one(TrainingSession, session_id).owner_id)
        return None
