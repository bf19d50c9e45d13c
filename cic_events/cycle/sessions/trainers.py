"""Asking a trainer, the answer, the confirmation, the report. A verb is one transaction."""

from datetime import datetime

from sqlalchemy import select, update

from cic_events.cycle.directory.models import Trainer
from cic_events.cycle.directory.states import TrainerState
from cic_events.cycle.sessions import bookings, notices, service
from cic_events.cycle.sessions import trainer_rules as rules
from cic_events.cycle.sessions.models import TrainerAssignment, TrainingSession
from cic_events.cycle.sessions.states import (
    EDITABLE,
    ENDED_ASSIGNMENTS,
    GIVES,
    AssignmentState,
    IllegalMove,
    check_assignment,
)
from cic_events.cycle.sessions.trainer_access import (
    Opened,
    check_trainer,
    digest,
    is_the_trainer,
    link_of,
    opened_by_link,
    token,
    unanswered,
)
from cic_events.events import parts
from cic_events.events.models import Event
from cic_events.kernel import audit, clock, jobs, secrets
from cic_events.kernel.db import elevated, one, refusing_duplicates, session, transaction
from cic_events.kernel.errors import NotFound
from cic_events.kernel.names import clean
from cic_events.people import service as people
from cic_events.people.contacts import address_of
from cic_events.people.models import Language, Person
from cic_events.people.permissions import Action, Actor, require

__all__ = ["Opened", "check_trainer", "link_of", "opened_by_link"]

UNANSWERED = "sessions.trainer_unanswered"
_S = AssignmentState
_RANK = (_S.CONFIRMED, _S.DELIVERED, _S.REPORTED, _S.ACCEPTED, _S.REQUESTED, _S.PROPOSED, _S.DECLINED, _S.EXPIRED)


def ask(
    session_id: int,
    *,
    answer_by: datetime,
    by: Actor,
    person_id: int | None = None,
    name: str = "",
    email: str | None = None,
    phone: str | None = None,
    language: Language = Language.UNKNOWN,
) -> TrainerAssignment:
    """Ask somebody of the directory, or by name and address, to give the session; a mail with a link leaves.

    Raises Forbidden, NobodyNamed, AnswerDayPast, AnswerTooLateForSession, AlreadyAsked, IllegalMove, NotFound.
    """
    with transaction() as db:
        planned = one(TrainingSession, session_id, lock=True)
        require(by, Action.TRAINERS_ASK, planned.owner_id)
        if planned.state not in EDITABLE:
            raise IllegalMove(now=planned.state.value, then=planned.state.value)
        rules.check_answer_by(answer_by, now=clock.now(), starts_at=planned.starts_at)
        person = _somebody(planned, person_id, name, email, phone, language, by)
        seed = secrets.new_token()
        with elevated():
            asked = TrainerAssignment(
                owner_id=planned.owner_id,
                session_id=planned.id,
                person_id=person.id,
                state=_S.REQUESTED,
                link_seed=seed,
                link_hash=digest(token(seed)),
                asked_at=clock.now(),
                answer_by=answer_by,
            )
            with refusing_duplicates(rules.AlreadyAsked(name=person.name)):
                db.add(asked)
            audit.record("trainer.asked", asked)
            follow(planned)
            notices.of_asking(asked, planned)
        jobs.enqueue(
            UNANSWERED, {"assignment_id": asked.id}, dedupe_key=f"{UNANSWERED}:{asked.id}", run_after=answer_by
        )
        return asked


def _somebody(
    planned: TrainingSession,
    person_id: int | None,
    name: str,
    email: str | None,
    phone: str | None,
    language: Language,
    by: Actor,
) -> Person:
    if person_id is not None:
        listed = (Trainer.person_id == person_id, Trainer.state == TrainerState.PUBLISHED)
        if not by.system and session().scalar(select(Trainer.id).where(*listed)) is None:
            raise NotFound
        return one(Person, person_id)
    rules.check_named(name, email, phone)
    with elevated():
        person, _known = people.recognise(
            name=clean(name), commune_id=planned.owner_id, email=address_of(email), phone=phone, language=language
        )
    return person


def accept(assignment_id: int, *, by: Actor) -> None:
    """The trainer says yes by the link; or an officer notes what was said by telephone. Twice is the same."""
    with transaction():
        assignment, noted_by = _answering(assignment_id, by)
        if assignment.state is _S.ACCEPTED:
            return
        if noted_by is None and unanswered(assignment):
            raise rules.AnswerTooLate
        _answered(assignment, _S.ACCEPTED, noted_by)


def decline(assignment_id: int, *, reason: str, by: Actor) -> None:
    """The trainer cannot, or can no longer; the reason goes to the officer. Twice is the same."""
    with transaction():
        assignment, noted_by = _answering(assignment_id, by)
        if assignment.state is _S.DECLINED:
            return
        rules.check_refusal(reason)
        assignment.reason = clean(reason, lines=True)[:500]
        _answered(assignment, _S.DECLINED, noted_by)


def _answering(id: int, by: Actor) -> tuple[TrainerAssignment, int | None]:
    """The assignment locked, and the officer who notes the answer; None: the trainer answers."""
    assignment = one(TrainerAssignment, id, lock=True)
    if is_the_trainer(assignment, by):
        return assignment, None
    require(by, Action.TRAINERS_ASK, assignment.owner_id)
    return assignment, by.person_id


def _answered(assignment: TrainerAssignment, then: AssignmentState, noted_by: int | None) -> None:
    check_assignment(assignment.state, then)
    assignment.state, assignment.answered_at, assignment.noted_by_id = then, clock.now(), noted_by
    jobs.cancel(f"{UNANSWERED}:{assignment.id}")
    with elevated():
        session().flush()
        audit.record(f"trainer.{then.value}", assignment, detail={"noted_by": noted_by})
        follow(one(TrainingSession, assignment.session_id))


def confirm(assignment_id: int, *, by: Actor) -> None:
    """The officer confirms who said yes. Raises DoubleBooked when that person trains elsewhere at that time."""
    with transaction():
        assignment = one(TrainerAssignment, assignment_id, lock=True)
        require(by, Action.TRAINERS_ASK, assignment.owner_id)
        if assignment.state is _S.CONFIRMED:
            return
        check_assignment(assignment.state, _S.CONFIRMED)
        bookings.check_free(assignment.person, assignment.session_id)
        assignment.state = _S.CONFIRMED
        with elevated():
            session().flush()
            planned = one(TrainingSession, assignment.session_id)
            audit.record("trainer.confirmed", assignment)
            follow(planned)
            notices.of_confirmation(assignment, planned)


def expire(assignment_id: int) -> None:
    """Nobody answered in time; the officer asks somebody else. By the worker."""
    with transaction():
        assignment = one(TrainerAssignment, assignment_id, lock=True)
        if unanswered(assignment):
            assignment.state = _S.EXPIRED
            session().flush()
            audit.record("trainer.expired", assignment)
            follow(one(TrainingSession, assignment.session_id))


def send_link_again(assignment_id: int, *, by: Actor) -> None:
    """Mail the trainer the link once more."""
    with transaction():
        assignment = one(TrainerAssignment, assignment_id)
        require(by, Action.TRAINERS_ASK, assignment.owner_id)
        if assignment.state in ENDED_ASSIGNMENTS:
            raise NotFound
        with elevated():
            notices.link_again(assignment, one(TrainingSession, assignment.session_id))


def report(assignment_id: int, *, given: str, difficulties: str, advice: str, by: Actor) -> None:
    """What was given, what was hard, what to do next: three texts, after the sheets are signed."""
    with transaction():
        assignment, _noted = _answering(assignment_id, by)
        rules.check_report(given)
        check_assignment(assignment.state, _S.REPORTED)
        assignment.state, assignment.reported_at = _S.REPORTED, clock.now()
        for field, text in (("given", given), ("difficulties", difficulties), ("advice", advice)):
            setattr(assignment, field, clean(text, lines=True)[:2000])
        with elevated():
            session().flush()
            audit.record("trainer.reported", assignment)
            follow(one(TrainingSession, assignment.session_id))
            service.evaluate(assignment.session_id)


def follow(planned: TrainingSession) -> None:
    """Let the session say who gives it. Its version stands: an officer's open form is not made stale by an answer."""
    found = session().scalars(
        select(TrainerAssignment).where(TrainerAssignment.session_id == planned.id).order_by(TrainerAssignment.id)
    )
    ranked = sorted(found, key=lambda one_: (_RANK.index(one_.state), -one_.id))
    lead = ranked[0]
    ended = lead.state in ENDED_ASSIGNMENTS
    names = [one_.person.name for one_ in ranked if one_.state in GIVES] or [lead.person.name]
    gone = {one_.person.name for one_ in ranked if one_.state in ENDED_ASSIGNMENTS}
    planned_by = ("" if planned.led_by in gone else planned.led_by) if ended else ", ".join(names)[:200]
    _set(planned, led_by=planned_by, trainer_id=None if ended else lead.person_id, state=lead.state)


def _set(planned: TrainingSession, *, led_by: str, trainer_id: int | None, state: AssignmentState) -> None:
    session().flush()
    own = TrainingSession.__table__
    values = {"led_by": led_by, "search_key": parts.search_key_of(planned, led_by=led_by)}
    session().execute(update(Event.__table__).where(Event.__table__.c.id == planned.id).values(**values))  # type: ignore[arg-type]
    session().execute(
        update(own).where(own.c.id == planned.id).values(trainer_id=trainer_id, trainer_state=state)  # type: ignore[arg-type]
    )
    session().refresh(planned, ["led_by", "search_key", "trainer_id", "trainer_state"])
