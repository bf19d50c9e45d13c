"""Recording and qualifying needs. A verb is one transaction."""

from dataclasses import dataclass
from datetime import date

from cic_events.cycle.needs import campaigns, history, rules
from cic_events.cycle.needs.models import TrainingNeed
from cic_events.cycle.needs.states import NeedOrigin, NeedState, NotTraining, check_move
from cic_events.events.states import Audience
from cic_events.kernel import clock
from cic_events.kernel.db import one, transaction
from cic_events.kernel.errors import Conflict
from cic_events.kernel.names import clean, fold
from cic_events.kernel.texts import Texts
from cic_events.people.permissions import Action, Actor, require


@dataclass(frozen=True)
class NeedDraft:
    """What somebody says about a problem met at work."""

    problem: Texts
    persons: int
    severity: int
    theme: str | None = None
    audience: Audience | None = None
    wanted_by: date | None = None
    origin: NeedOrigin = NeedOrigin.OFFICE
    campaign_id: int | None = None  # the collection in which it was found


def record(owner_id: int, *, draft: NeedDraft, by: Actor) -> TrainingNeed:
    """Write down a problem, in the words of who meets it."""
    require(by, Action.NEEDS_RECORD, owner_id)
    rules.check_said(problem=draft.problem, persons=draft.persons, severity=draft.severity)
    problem = Texts({code: clean(text, lines=True) for code, text in draft.problem.items()})
    with transaction() as db:
        if draft.campaign_id is not None:
            campaigns.check_takes(draft.campaign_id, owner_id=owner_id)
        need = TrainingNeed(
            owner_id=owner_id,
            problem=problem,
            persons=draft.persons,
            severity=draft.severity,
            theme=draft.theme or None,
            audience=draft.audience,
            origin=draft.origin,
            wanted_by=draft.wanted_by,
            campaign_id=draft.campaign_id,
            state=NeedState.CAPTURED,
            recorded_by_id=by.person_id,
            recorded_on=clock.today(),
            search_key=" | ".join(fold(text) for text in problem.values())[:1000],
        )
        db.add(need)
        db.flush()
        history.note("need.recorded", need)
        return need


def _moved(id: int, then: NeedState, *, action: Action, version: int, by: Actor) -> TrainingNeed:
    need = one(TrainingNeed, id, lock=True)
    require(by, action, need.owner_id)
    if need.version != version:
        raise Conflict
    check_move(need.state, then)
    need.state = then
    return need


def qualify(
    id: int, *, theme: str, activity_code: str, version: int, by: Actor, audience: Audience | None = None
) -> TrainingNeed:
    """Name what would be taught, to whom, and the activity that it serves."""
    code = rules.check_qualified(theme=theme, activity_code=activity_code)
    with transaction():
        need = _moved(id, NeedState.QUALIFIED, action=Action.NEEDS_QUALIFY, version=version, by=by)
        need.theme, need.activity_code, need.audience = theme, code, audience or need.audience
        need.qualified_on = clock.today()
        history.note("need.qualified", need, changed=("theme", "activity_code", "audience"), code=code)
        return need


def prioritise(id: int, *, severity: int, version: int, by: Actor) -> TrainingNeed:
    """Confirm the need as one that the next plan serves, with its gravity."""
    rules.check_severity(severity)
    with transaction():
        need = _moved(id, NeedState.PRIORITISED, action=Action.NEEDS_PRIORITISE, version=version, by=by)
        need.severity, need.prioritised_on = severity, clock.today()
        history.note("need.prioritised", need, changed=("severity",))
        return need


def close_otherwise(
    id: int, *, reason: str, version: int, by: Actor, lacks: NotTraining = NotTraining.OTHER
) -> TrainingNeed:
    """Close a need that training does not answer: what lacks instead, and why; both stay readable."""
    rules.check_reason(reason)
    with transaction():
        need = _moved(id, NeedState.CLOSED_OTHERWISE, action=Action.NEEDS_QUALIFY, version=version, by=by)
        need.not_training, need.closed_reason = lacks, clean(reason, lines=True)[:500]
        need.closed_on = clock.today()
        history.note("need.closed_otherwise", need, changed=("state",))
        return need
