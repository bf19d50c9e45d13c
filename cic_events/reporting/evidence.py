"""Gathers the rows of evidence from where the facts live. A kind that has no place in the system yet gives no row."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from cic_events.cycle.needs.models import TrainingNeed
from cic_events.cycle.plans.models import PlanItem, PlanItemNeed, TrainingPlan
from cic_events.cycle.plans.states import ItemState, PlanScope
from cic_events.cycle.sessions.models import TrainingSession
from cic_events.events.models import Registration
from cic_events.events.states import HOLDS_A_PLACE, Audience, EventState
from cic_events.kernel.db import elevated, session
from cic_events.people.models import Mandate, Organisation, Role
from cic_events.programme import rows
from cic_events.programme.evidence import Evidence
from cic_events.programme.rows import Ref, Row, Strength

Gatherer = Callable[[], tuple[Row, ...]]

HELD = (EventState.HELD, EventState.EVALUATED, EventState.MINUTED, EventState.CLOSED)
DROPPED = (EventState.CANCELLED,)
SCOPES = {
    Audience.OFFICER: PlanScope.SAS,
    Audience.ASSOCIATION: PlanScope.LOCAL_ACTORS,
    Audience.ELECTED_OFFICIAL: PlanScope.ELECTED,
}
AUDIENCES = {
    Role.SAS_OFFICER: "officer",
    Role.HR_REFERENT: "officer",
    Role.DIRECTOR: "officer",
    Role.HEAD_OF_SERVICE: "officer",
    Role.LEAD_ELECTED: "elected_official",
    Role.ASSOCIATION_CONTACT: "association",
}


def appointments() -> tuple[rows.Appointment, ...]:
    """Every mandate, past ones too; a deed that is named makes it a council's decision."""
    return tuple(
        rows.Appointment(
            ref=Ref("appointment", mandate.id),
            strength=Strength.DOCUMENTED if mandate.deed else Strength.DECLARED,
            person=mandate.person_id,
            commune=mandate.organisation_id,
            role=mandate.role,
            starts_on=mandate.starts_on,
            ends_on=mandate.ends_on,
            decided_by_council=bool(mandate.deed),
        )
        for mandate in session().scalars(select(Mandate))
    )


def plan_items() -> tuple[rows.PlanItem, ...]:
    """The items that an approved plan retained and dated; held once all of its sessions are."""
    sessions: dict[int, list[date | None]] = defaultdict(list)
    given = select(TrainingSession.plan_item_id, TrainingSession.state, TrainingSession.last_day).where(
        TrainingSession.plan_item_id.is_not(None), TrainingSession.state.not_in(DROPPED)
    )
    for item_id, state, last_day in session().execute(given):
        sessions[item_id or 0].append(last_day if state in HELD else None)
    found = session().execute(_retained(PlanItem.id, TrainingPlan.owner_id, TrainingPlan.scope, PlanItem.due_on))
    communes = _communes()
    return tuple(
        rows.PlanItem(
            ref=Ref("plan_item", id),
            plan_scope=scope,
            commune=communes[owner],
            due_on=due_on,
            since=approved_on,
            until=superseded_on,
            held_on=_all_held(sessions[id]),
        )
        for id, owner, scope, due_on, approved_on, superseded_on in found
    )


def _retained(*columns: Any) -> Any:
    """Dated items that an approved plan retained, with the days between which their edition holds."""
    return (
        select(*columns, TrainingPlan.approved_on, TrainingPlan.superseded_on)
        .select_from(PlanItem)
        .join(TrainingPlan, TrainingPlan.id == PlanItem.plan_id)
        .where(
            PlanItem.state == ItemState.RETAINED, PlanItem.due_on.is_not(None), TrainingPlan.approved_on.is_not(None)
        )
    )


def _all_held(days: list[date | None]) -> date | None:
    held = [day for day in days if day is not None]
    return max(held) if held and len(held) == len(days) else None


def plan_needs() -> tuple[rows.PlanNeed, ...]:
    """The needs that were made a priority; served from the day on which a plan with a dated item was approved."""
    served: dict[int, date] = {}
    links = _retained(PlanItemNeed.need_id).join(PlanItemNeed, PlanItemNeed.item_id == PlanItem.id)
    for need_id, approved_on, _ in session().execute(links):
        served[need_id] = min(served.get(need_id, approved_on), approved_on)
    communes = _communes()
    needs = session().scalars(select(TrainingNeed).where(TrainingNeed.prioritised_on.is_not(None)))
    return tuple(
        rows.PlanNeed(
            ref=Ref("need_assessment", need.id),
            plan_scope=SCOPES.get(need.audience or Audience.MIXED, PlanScope.SAS),
            commune=communes[need.owner_id],
            on=need.prioritised_on,
            until=need.closed_on,
            served_on=served.get(need.id),
        )
        for need in needs
        if need.prioritised_on is not None
    )


def trained() -> tuple[rows.TrainedPerson, ...]:
    """Who holds a place in a training. Nobody's attendance is recorded yet, so these are people on the way."""
    communes, mandates = _communes(), _roles()
    found = session().execute(
        select(
            Registration.id,
            Registration.person_id,
            Registration.organisation_id,
            TrainingSession.id,
            TrainingSession.theme,
            TrainingSession.first_day,
            TrainingSession.last_day,
            TrainingSession.state,
        )
        .join(TrainingSession, TrainingSession.id == Registration.event_id)
        .where(Registration.state.in_(sorted(HOLDS_A_PLACE)), TrainingSession.state.not_in(DROPPED))
        .where(Registration.organisation_id.is_not(None), TrainingSession.last_day.is_not(None))
    )
    return tuple(
        rows.TrainedPerson(
            ref=Ref("attendance", id),
            strength=Strength.DECLARED,
            person=person,
            commune=communes[organisation or 0],
            training=training,
            theme=theme or "",
            first_day=first_day or last_day,
            last_day=last_day,
            held=state in HELD,
            roles=_roles_on(mandates[person], last_day),
        )
        for id, person, organisation, training, theme, first_day, last_day, state in found
        if last_day is not None
    )


def _communes() -> Mapping[int, int]:
    """The commune of every organisation: itself, or the one that an association belongs to."""
    found = session().execute(select(Organisation.id, Organisation.parent_id))
    return {id: parent_id or id for id, parent_id in found}


def _roles() -> Mapping[int, list[Mandate]]:
    mandates: dict[int, list[Mandate]] = defaultdict(list)
    for mandate in session().scalars(select(Mandate)):
        mandates[mandate.person_id].append(mandate)
    return mandates


def _roles_on(mandates: list[Mandate], day: date) -> frozenset[str]:
    """The roles held on that day, and the audiences that they belong to."""
    held = [m.role for m in mandates if m.starts_on <= day and (m.ends_on is None or m.ends_on >= day)]
    return frozenset({*map(str, held), *(AUDIENCES[role] for role in held if role in AUDIENCES)})


GATHERERS: Mapping[str, Gatherer] = {
    "appointments": appointments,
    "plan_items": plan_items,
    "plan_needs": plan_needs,
    "trained": trained,
}


def gather() -> Evidence:
    """All evidence known to the system; it looks past the reader's reach, because figures are counts."""
    with elevated():
        found: dict[str, Any] = {kind: gatherer() for kind, gatherer in GATHERERS.items()}
    return Evidence(**found)
