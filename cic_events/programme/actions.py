"""Tasks that somebody is given so that an activity moves on. Every verb is one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from cic_events.kernel import audit, clock
from cic_events.kernel.db import elevated, one, refusing_duplicates, session, transaction
from cic_events.kernel.errors import N_, DomainError, FieldRefused, Forbidden
from cic_events.kernel.names import clean
from cic_events.people.permissions import Action, Actor, may, require
from cic_events.programme import action_notices as notices
from cic_events.programme.action_states import LIVE, ActionState, check_move
from cic_events.programme.models import ActionItem
from cic_events.programme.rows import Ref

SHORTEST = 3


class NoReason(FieldRefused):
    sentence = N_("Say why it is dropped: whoever gave it will ask.")


class InThePast(FieldRefused):
    sentence = N_("Choose today or a later day.")


class GivenAlready(DomainError):
    sentence = N_("This task was given already.")


@dataclass(frozen=True)
class ActionDraft:
    """What is to be done, by whom, by when; `key` names what lacks. A value of `params` is a word or texts."""

    activity_code: str
    owner_id: int
    what: str
    due: date
    key: str
    params: Mapping[str, Any] = field(default_factory=dict)
    person_id: int | None = None
    subject: Ref | None = None


def give(draft: ActionDraft, *, by: Actor) -> ActionItem:
    """Give a task, and tell whom it is given to. What was given and is not ended is given once: it is returned."""
    require(by, Action.ACTIONS_GIVE, draft.owner_id)
    if draft.due < clock.today():
        raise InThePast("due")
    with transaction() as db:
        if (known := _live(draft.key)) is not None:
            return known
        item = _item(draft, by)
        try:
            with refusing_duplicates(GivenAlready()):
                db.add(item)
        except GivenAlready:
            if (known := _live(draft.key)) is not None:
                return known
            raise
        audit.record("action.given", item, detail={"code": item.activity_code, "key": item.key})
        notices.given(item)
        return item


def _live(key: str) -> ActionItem | None:
    with elevated():
        return session().scalars(
            select(ActionItem).where(ActionItem.key == key, ActionItem.state.in_(sorted(LIVE)))
        ).one_or_none()  # fmt: skip


def _item(draft: ActionDraft, by: Actor) -> ActionItem:
    kind, id = draft.subject or ("", None)
    return ActionItem(
        activity_code=draft.activity_code,
        owner_id=draft.owner_id,
        what=draft.what[:500],
        params=dict(draft.params),
        due=draft.due,
        person_id=draft.person_id,
        subject_kind=kind,
        subject_id=id,
        key=draft.key[:200],
        made_by_id=by.person_id,
    )


def start(id: int, *, by: Actor) -> ActionItem:
    """Say that one is at it."""
    with transaction():
        return _moved(_mine(id, by), ActionState.IN_PROGRESS)


def finish(id: int, *, by: Actor) -> ActionItem:
    """Say that it is done. Whether the activity is achieved is still computed from its records."""
    with transaction():
        return _moved(_mine(id, by), ActionState.DONE)


def drop(id: int, *, reason: str, by: Actor) -> ActionItem:
    """Give it up, and say why."""
    said = clean(reason, lines=True)[:500]
    if len(said) < SHORTEST:
        raise NoReason("reason")
    with transaction():
        item = _mine(id, by)
        item.reason = said
        return _moved(item, ActionState.DROPPED)


def put_off(id: int, *, due: date, by: Actor) -> ActionItem:
    """Choose another day."""
    if due < clock.today():
        raise InThePast("due")
    with transaction():
        item = _mine(id, by)
        item.due = due
        audit.record("action.put_off", item, detail={"due": due.isoformat()})
        return item


def _mine(id: int, by: Actor) -> ActionItem:
    """For whom it was given to, and for who may give tasks there."""
    item = one(ActionItem, id, lock=True)
    if not (by.signed_in and item.person_id == by.person_id) and not may(by, Action.ACTIONS_GIVE, item.owner_id):
        raise Forbidden
    return item


def _moved(item: ActionItem, then: ActionState) -> ActionItem:
    check_move(item.state, then)
    item.state = then
    if then not in LIVE:
        item.ended_on = clock.today()
    audit.record(f"action.{then.value}", item)
    return item
