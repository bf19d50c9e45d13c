"""The last links of a need's chain: the sessions that came from items of the plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from cic_events.cycle.sessions.models import TrainingSession
from cic_events.events.states import EventState
from cic_events.kernel.db import session
from cic_events.kernel.texts import Texts

HELD = frozenset({EventState.HELD, EventState.EVALUATED, EventState.CLOSED})
GONE = frozenset({EventState.CANCELLED, EventState.POSTPONED})


@dataclass(frozen=True)
class SessionOfItem:
    id: int
    item_id: int
    title: Texts
    state: EventState
    first_day: date | None
    last_day: date | None
    taken: int
    capacity: int

    @property
    def held(self) -> bool:
        return self.state in HELD

    def over(self, today: date) -> bool:
        """Whether its last day has passed, locked or not."""
        return self.held or (self.last_day is not None and self.last_day < today)


def of_items(items: Mapping[int, int]) -> dict[int, list[SessionOfItem]]:
    """The sessions of the keys under the values (an older edition counts for its follower): those that this actor
    may see and that were not called off. One statement."""
    of = TrainingSession
    found: dict[int, list[SessionOfItem]] = {id: [] for id in items.values()}
    rows: Any = session().execute(
        select(of.id, of.plan_item_id, of.title, of.state, of.first_day, of.last_day, of.taken, of.capacity)
        .where(of.plan_item_id.in_(sorted(items)), of.state.not_in(GONE))
        .order_by(of.starts_at, of.id)
    )
    for row in rows:
        found[items[row.plan_item_id]].append(SessionOfItem(*row))
    return found
