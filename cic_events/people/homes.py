"""Whose people are whose: a commune looks after its own people and those of its associations."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select

from cic_events.kernel import clock
from cic_events.kernel.db import one, session
from cic_events.kernel.errors import N_, FieldRefused, Forbidden
from cic_events.people.models import Mandate, Organisation, Role
from cic_events.people.permissions import GIVEN_BY, Action, Actor, may


class NotYoursToGive(FieldRefused):
    sentence = N_("This role is given by somebody else: ask the programme manager or the administrator.")


@dataclass(frozen=True)
class Held:
    """A role that somebody holds: where, and under which commune."""

    role: Role
    organisation_id: int
    parent_id: int | None


def in_force(day: date) -> ColumnElement[bool]:
    """The mandates of a day."""
    return (Mandate.starts_on <= day) & or_(Mandate.ends_on.is_(None), Mandate.ends_on >= day)


def may_at(actor: Actor, action: Action, organisation_id: int, parent_id: int | None) -> bool:
    """Whether the policy allows it at the organisation, or at the commune that it belongs to."""
    return may(actor, action, organisation_id) or (parent_id is not None and may(actor, action, parent_id))


def require_at(actor: Actor, action: Action, organisation_id: int) -> Organisation:
    """The organisation. Raises NotFound or Forbidden."""
    organisation = one(Organisation, organisation_id)
    if not may_at(actor, action, organisation.id, organisation.parent_id):
        raise Forbidden
    return organisation


def may_give(actor: Actor, role: Role, organisation_id: int, parent_id: int | None) -> bool:
    """Whether the actor may give this role there, and take it away."""
    return may_at(actor, GIVEN_BY[role], organisation_id, parent_id)


def held_by(person_id: int) -> list[Held]:
    """The roles that a person holds today or will hold; those of the past when there are no others."""
    rows = session().execute(
        select(Mandate.role, Mandate.organisation_id, Organisation.parent_id, Mandate.ends_on)
        .join(Organisation, Organisation.id == Mandate.organisation_id)
        .where(Mandate.person_id == person_id)
    )
    today, found = clock.today(), [(Held(role, home, above), ends_on) for role, home, above, ends_on in rows]
    return [held for held, end in found if end is None or end >= today] or [held for held, _ in found]


def looks_after(actor: Actor, held: Iterable[Held], action: Action = Action.PEOPLE_EDIT) -> bool:
    """Whether one of the person's organisations is the actor's to act for."""
    homes = list(held)
    if not homes:
        return may(actor, Action.PROGRAMME_APPOINT)
    return any(may_at(actor, action, h.organisation_id, h.parent_id) for h in homes)


def stands_above(actor: Actor, held: Iterable[Held]) -> bool:
    """Whether the actor may give every role that the person holds. Who may not must not get at the person's sign-in."""
    homes = list(held)
    if not homes:
        return may(actor, Action.PROGRAMME_APPOINT)
    return all(may_give(actor, h.role, h.organisation_id, h.parent_id) for h in homes)
