"""Correcting what a need says, and joining two that say the same."""

from cic_events.cycle.needs import history, rules
from cic_events.cycle.needs.models import TrainingNeed
from cic_events.cycle.needs.service import NeedDraft
from cic_events.cycle.needs.states import OPEN, IllegalMove, NeedState, check_move
from cic_events.kernel import clock
from cic_events.kernel.db import one, transaction
from cic_events.kernel.errors import N_, Conflict, FieldRefused
from cic_events.kernel.names import clean, fold
from cic_events.kernel.texts import Texts
from cic_events.people.permissions import Action, Actor, require


class SameNeed(FieldRefused):
    sentence = N_("A need cannot be joined to itself, nor to one that is closed.")


MERGED = N_("Joined to another need that says the same.")


def edit(id: int, *, draft: NeedDraft, version: int, by: Actor) -> TrainingNeed:
    """Save a corrected need. Raises Conflict when somebody saved since `version`."""
    rules.check_said(problem=draft.problem, persons=draft.persons, severity=draft.severity)
    with transaction():
        need = one(TrainingNeed, id, lock=True)
        require(by, Action.NEEDS_RECORD, need.owner_id)
        if need.version != version:
            raise Conflict
        if need.state not in OPEN:
            raise IllegalMove(now=need.state.value, then=need.state.value)
        problem = Texts({code: clean(text, lines=True) for code, text in draft.problem.items()})
        changed = history.write(
            need,
            {
                "problem": problem,
                "persons": draft.persons,
                "severity": draft.severity,
                "theme": draft.theme or None,
                "audience": draft.audience,
                "origin": draft.origin,
                "wanted_by": draft.wanted_by,
            },
        )
        need.search_key = " | ".join(fold(text) for text in problem.values())[:1000]
        history.note("need.edited", need, changed=changed)
        return need


def merge(id: int, *, into_id: int, by: Actor) -> TrainingNeed:
    """Join a need to one that says the same, of a neighbour too: its persons are counted there."""
    with transaction():
        need, kept = one(TrainingNeed, id, lock=True), one(TrainingNeed, into_id, lock=True)
        for row in (need, kept):
            require(by, Action.NEEDS_QUALIFY, row.owner_id)
        if need.id == kept.id or kept.state not in OPEN:
            raise SameNeed("into")
        check_move(need.state, NeedState.CLOSED_OTHERWISE)
        need.state, need.merged_into_id = NeedState.CLOSED_OTHERWISE, kept.id
        need.closed_reason, need.closed_on = MERGED, clock.today()
        kept.persons += need.persons
        kept.severity = max(kept.severity, need.severity)
        history.note("need.merged", need, changed=["state"], into=kept.id)
        history.note("need.widened", kept, changed=["persons", "severity"], with_=need.id)
        return kept
