"""The tasks of an activity, one of them, and those that wait for somebody. Frozen answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from cic_events.kernel.db import session
from cic_events.kernel.errors import NotFound
from cic_events.kernel.tasks import Task
from cic_events.kernel.texts import Texts
from cic_events.people.models import Organisation, Person
from cic_events.people.permissions import Action, Actor, may
from cic_events.programme.action_states import LIVE, MOVES, ActionState
from cic_events.programme.action_words import params_in
from cic_events.programme.models import ActionItem

SHOWN = 50


@dataclass(frozen=True)
class ActionRow:
    """A task as its page and the activity's page show it."""

    id: int
    activity_code: str
    owner_id: int
    organisation: Texts
    what: str
    params: Mapping[str, Any]
    person_id: int | None
    person: str
    due: date
    state: ActionState
    reason: str
    ended_on: date | None
    key: str
    subject_kind: str
    subject_id: int | None

    @property
    def moves(self) -> frozenset[ActionState]:
        return MOVES.get(self.state, frozenset())


def _rows() -> Any:
    a = ActionItem
    return (
        select(
            a.id, a.activity_code, a.owner_id, Organisation.name, a.what, a.params, a.person_id,
            Person.name_latin, Person.name_ar, a.due, a.state, a.reason, a.ended_on, a.key, a.subject_kind,
            a.subject_id,
        )
        .join(Organisation, Organisation.id == a.owner_id)
        .outerjoin(Person, Person.id == a.person_id)
    )  # fmt: skip


def _row(found: Any) -> ActionRow:
    values: Any = (*found[:7], found[7] or found[8] or "", *found[9:])
    return ActionRow(*values)


def of_activity(code: str) -> list[ActionRow]:
    """The tasks of an activity that the actor sees, those that wait first. One statement."""
    rows = session().execute(
        _rows()
        .where(ActionItem.activity_code == code)
        .order_by(ActionItem.due.desc(), ActionItem.id.desc())
        .limit(SHOWN)
    )
    found = [_row(row) for row in rows]
    return sorted(found, key=lambda row: (row.state not in LIVE, row.due if row.state in LIVE else date.max, -row.id))


def show(id: int) -> ActionRow:
    """Raises NotFound. One statement."""
    if (found := session().execute(_rows().where(ActionItem.id == id)).one_or_none()) is None:
        raise NotFound
    return _row(found)


def tasks(actor: Actor, as_of: date) -> list[Task]:
    """What was given to this actor, or to nobody in particular where the actor may give tasks. One statement."""
    if not actor.signed_in:
        return []
    ways = [ActionItem.person_id == actor.person_id]
    if homes := [home for home in sorted(actor.organisations) if may(actor, Action.ACTIONS_GIVE, home)]:
        ways.append(ActionItem.person_id.is_(None) & ActionItem.owner_id.in_(homes))
    rows = session().execute(
        select(ActionItem.id, ActionItem.what, ActionItem.params, ActionItem.due)
        .where(ActionItem.state.in_(sorted(LIVE)), or_(*ways))
        .order_by(ActionItem.due, ActionItem.id)
        .limit(SHOWN)
    )
    return [
        Task(
            title=what,
            url_endpoint="programme.action",
            url_args={"id": id},
            due=due,
            params=params_in(params, actor.language),
            icon="target",
        )
        for id, what, params, due in rows
    ]
