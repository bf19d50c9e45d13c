"""Verdicts: validated by the trainer, contested by the person, settled by the referent. A verb is one transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from cic_events.cycle.acquis import notices, rules
from cic_events.cycle.acquis.models import Acquis
from cic_events.cycle.acquis.states import AcquisState, Verdict, check_move
from cic_events.cycle.acquis.waves import wave_of
from cic_events.cycle.sessions.models import TrainingSession
from cic_events.cycle.sessions.trainer_access import check_trainer
from cic_events.events.models import Registration
from cic_events.kernel import audit, clock, facts
from cic_events.kernel.db import elevated, one, session, transaction
from cic_events.kernel.errors import NotFound
from cic_events.kernel.names import clean
from cic_events.people.permissions import Action, Actor, require
from cic_events.questionnaires.states import Phase, WaveState


@dataclass(frozen=True)
class Judgement:
    """What the trainer says of one row."""

    verdict: Verdict
    rating: int | None = None


def validate(session_id: int, *, judgements: Mapping[int, Judgement] | None = None, by: Actor) -> int:
    """Validate everything at once; what is not judged otherwise stays as the rule proposes. How many rows.

    Raises StillAnswering, NothingToValidate, UnknownRating.
    """
    with transaction():
        planned = one(TrainingSession, session_id, lock=True)
        trainer = check_trainer(session_id, by, Action.ACQUIS_VALIDATE)
        judge_id = trainer.person_id if trainer is not None else by.person_id
        with elevated():
            if wave_of(session_id, Phase.POST).state is not WaveState.CLOSED:
                raise rules.StillAnswering
            drafts = _drafts(session_id)
            if not drafts:
                raise rules.NothingToValidate
            for row in drafts:
                _validate(row, (judgements or {}).get(row.id) or Judgement(row.proposed), judge_id)
            changed = [row.id for row in drafts if row.verdict is not row.proposed]
            audit.record(
                "acquis.validated",
                planned,
                detail={"rows": len(drafts), "changed": changed, "on_behalf": trainer is None},
            )
            facts.tell("acquis.validated", key=f"{session_id}:{drafts[0].id}", session_id=session_id)
            for registration in _registrations({row.registration_id for row in drafts}):
                notices.of_results(registration, planned)
        return len(drafts)


def _drafts(session_id: int) -> list[Acquis]:
    statement = select(Acquis).where(Acquis.session_id == session_id, Acquis.state == AcquisState.DRAFT)
    return list(session().scalars(statement.order_by(Acquis.id).with_for_update(of=Acquis)))


def _validate(row: Acquis, judgement: Judgement, judge_id: int | None) -> None:
    rules.check_rating(judgement.rating)
    check_move(row.state, AcquisState.VALIDATED)
    row.verdict, row.trainer_rating = judgement.verdict, judgement.rating
    row.state, row.validated_at, row.validated_by_id = AcquisState.VALIDATED, clock.now(), judge_id


def _registrations(ids: Iterable[int]) -> list[Registration]:
    statement = select(Registration).where(Registration.id.in_(sorted(ids))).order_by(Registration.id)
    return list(session().scalars(statement))


def contest(acquis_id: int, *, text: str, by: Actor) -> None:
    """The person does not agree, and says why. Raises TooLateToContest, SayWhy."""
    with transaction():
        with elevated():
            row = one(Acquis, acquis_id, lock=True)
        registration = one(Registration, row.registration_id)
        if not _own(registration, by):
            raise NotFound
        rules.check_contest(row.state, validated_at=row.validated_at, now=clock.now(), text=text)
        check_move(row.state, AcquisState.CONTESTED)
        row.state, row.contested_at = AcquisState.CONTESTED, clock.now()
        row.contest = clean(text, lines=True)[:1000]
        with elevated():
            audit.record("acquis.contested", row)


def _own(registration: Registration, by: Actor) -> bool:
    own = by.person_id is not None and by.person_id == registration.person_id
    return own or registration.id in by.reach.granted(Registration.__tablename__)


def settle(acquis_id: int, *, verdict: Verdict, because: str, by: Actor) -> None:
    """The referent decides on a contested row; it is final, with the reason that the person reads."""
    with transaction():
        row = one(Acquis, acquis_id, lock=True)
        require(by, Action.ACQUIS_SETTLE, row.owner_id)
        if len(because.strip()) < 3:
            raise rules.GiveReason("because")
        check_move(row.state, AcquisState.FINAL)
        before = row.verdict
        row.verdict, row.state = verdict, AcquisState.FINAL
        row.settled_at, row.settled_by_id, row.settled_because = (
            clock.now(),
            by.person_id,
            clean(because, lines=True)[:1000],
        )
        audit.record("acquis.settled", row, detail={"before": before, "after": verdict})
        facts.tell("acquis.settled", key=str(row.id), session_id=row.session_id, registration_id=row.registration_id)
