"""Orders to travel: kept for each registration, begun from the last one of the same person."""

from sqlalchemy import select

from cic_events.cycle.sessions.paperwork.missions import Order
from cic_events.events.models import Registration
from cic_events.events.paper_models import MissionOrder
from cic_events.kernel import audit, clock
from cic_events.kernel.db import elevated, one, session, transaction
from cic_events.kernel.errors import N_, FieldRefused
from cic_events.kernel.names import clean
from cic_events.people.permissions import Action, Actor, require

_LENGTHS = {"grade": 200, "purpose": 500, "place": 300, "vehicle": 120}


class BackBeforeLeaving(FieldRefused):
    sentence = N_("The return cannot be before the departure.")


def save(registration_id: int, *, order: Order, by: Actor) -> None:
    """Keep what the order says. Raises BackBeforeLeaving."""
    if order.leaves_on and order.returns_on and order.returns_on < order.leaves_on:
        raise BackBeforeLeaving("returns_on")
    with transaction():
        registration = one(Registration, registration_id)
        require(by, Action.PAPERS_PRINT, registration.owner_id)
        kept = session().scalar(select(MissionOrder).where(MissionOrder.registration_id == registration_id))
        if kept is None:
            kept = MissionOrder(owner_id=registration.owner_id, registration_id=registration_id)
            session().add(kept)
        for name, value in vars(order).items():
            setattr(kept, name, clean(value)[: _LENGTHS[name]] if name in _LENGTHS else value)
        kept.saved_at = clock.now()
        session().flush()
        audit.record("mission_order.saved", kept)


def of_session(session_id: int) -> dict[int, Order]:
    """registration -> what was filled in, as far as one sees it. One statement."""
    rows = session().scalars(
        select(MissionOrder)
        .join(Registration, Registration.id == MissionOrder.registration_id)
        .where(Registration.event_id == session_id)
    )
    return {kept.registration_id: _order(kept) for kept in rows}


def begun(registration_id: int) -> Order:
    """What was saved for this registration; else how the same person travelled last, without that journey's own."""
    registration = one(Registration, registration_id)
    kept = session().scalar(select(MissionOrder).where(MissionOrder.registration_id == registration_id))
    if kept is not None:
        return _order(kept)
    with elevated():
        last = session().scalar(
            select(MissionOrder)
            .join(Registration, Registration.id == MissionOrder.registration_id)
            .where(Registration.person_id == registration.person_id, MissionOrder.owner_id == registration.owner_id)
            .order_by(MissionOrder.saved_at.desc(), MissionOrder.id.desc())
            .limit(1)
        )
    if last is None:
        return Order(grade=registration.function)
    return Order(grade=last.grade, transport=last.transport, vehicle=last.vehicle, payer=last.payer)


def _order(kept: MissionOrder) -> Order:
    return Order(**{name: getattr(kept, name) for name in Order.__dataclass_fields__})
