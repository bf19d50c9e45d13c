"""Who may register, as far as the session says so: a condition that is not met warns, or refuses."""

from sqlalchemy import select
from sqlalchemy.orm import aliased

from cic_events.events import pools, rules
from cic_events.events.entering import Entry
from cic_events.events.models import Event, EventPart, Registration
from cic_events.events.states import Audience, Condition, RegistrationState, Strictness
from cic_events.kernel.db import session


def strictness(event: Event, condition: Condition) -> Strictness:
    return Strictness(event.eligibility.get(condition.value, Strictness.OFF.value))


def check_entry(event: Event, entry: Entry, person_id: int, *, overlap: bool = True) -> None:
    """Raises what the session refuses; raises Doubt for what it warns of, until one is `sure`.

    `overlap`: whether the answer may tell of another session. Nothing is read when the session asks nothing.
    """
    if not event.eligibility:
        return
    unmet = [
        condition
        for condition in Condition
        if strictness(event, condition) is not Strictness.OFF
        and _unmet(condition, event, entry, person_id, overlap=overlap)
    ]
    for condition in unmet:
        if strictness(event, condition) is Strictness.REFUSE:
            raise rules.refused(condition)
    if unmet and not entry.sure:
        raise rules.doubt(unmet[0])


def _unmet(condition: Condition, event: Event, entry: Entry, person_id: int, *, overlap: bool) -> bool:
    if condition is Condition.AUDIENCE:
        return not rules.belongs(event.audience, entry.audience or _by_mandate(person_id))
    if condition is Condition.PREREQUISITES:
        return bool(event_prerequisites(event)) and not entry.acknowledged
    return overlap and meets(event, person_id) is not None


def event_prerequisites(event: Event) -> bool:
    """Whether this kind of event names any."""
    return bool(getattr(event, "prerequisites", None))


def _by_mandate(person_id: int) -> Audience | None:
    return pools.audiences_by_mandate([person_id]).get(person_id)


def meets(event: Event, person_id: int) -> Registration | None:
    """Another session at the same time where this person has a place. One statement."""
    here, there = aliased(EventPart), aliased(EventPart)
    return session().scalars(
        select(Registration)
        .join(there, there.event_id == Registration.event_id)
        .join(here, (here.event_id == event.id) & (here.starts_at < there.ends_at) & (there.starts_at < here.ends_at))
        .where(
            Registration.person_id == person_id,
            Registration.event_id != event.id,
            Registration.state == RegistrationState.CONFIRMED,
        )
        .order_by(Registration.id)
        .limit(1)
    ).first()  # fmt: skip
