"""Roles with their dates: given, ended, and ended many at once after an election."""

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import select

from cic_events.kernel import audit, clock
from cic_events.kernel.db import one, session, transaction
from cic_events.kernel.errors import N_, DomainError, FieldRefused, Forbidden
from cic_events.people import homes, service
from cic_events.people.models import Mandate, Organisation, Person, Role
from cic_events.people.permissions import Action, Actor

ELECTED = (Role.LEAD_ELECTED,)


class EndsBeforeItBegins(FieldRefused):
    sentence = N_("The last day stands before the first one.")


class HoldsItAlready(DomainError):
    sentence = N_("This person has this role there already on these days.")


class LastKeyHolder(DomainError):
    sentence = N_("Nobody could administer the programme any more: give this role to somebody else first.")


def give(
    person_id: int,
    *,
    organisation_id: int,
    role: Role,
    starts_on: date,
    ends_on: date | None = None,
    function: str = "",
    deed: str = "",
    by: Actor,
) -> Mandate:
    """Give a role from a day on. Raises Forbidden, NotYoursToGive, EndsBeforeItBegins, HoldsItAlready."""
    with transaction():
        person, home = one(Person, person_id, lock=True), one(Organisation, organisation_id)
        if not homes.may_give(by, role, home.id, home.parent_id):
            raise homes.NotYoursToGive("role")
        if ends_on is not None and ends_on < starts_on:
            raise EndsBeforeItBegins("ends_on")
        if any(meets(m, starts_on, ends_on) for m in person.mandates if (m.role, m.organisation_id) == (role, home.id)):
            raise HoldsItAlready
        mandate = service.give_mandate(person, home, role, starts_on=starts_on, function=function, deed=deed)
        mandate.ends_on = ends_on
        audit.record("mandate.given", mandate, detail={"role": role.value, "organisation": home.id})
        return mandate


def meets(mandate: Mandate, starts_on: date, ends_on: date | None) -> bool:
    """Whether a mandate has a day in common with these."""
    begins_before_end = ends_on is None or mandate.starts_on <= ends_on
    return begins_before_end and (mandate.ends_on is None or mandate.ends_on >= starts_on)


def end(id: int, *, on: date, by: Actor) -> Mandate:
    """The last day of a role. Raises Forbidden, EndsBeforeItBegins, LastKeyHolder."""
    with transaction():
        mandate = one(Mandate, id, lock=True)
        home = mandate.organisation
        if not homes.may_give(by, mandate.role, home.id, home.parent_id):
            raise Forbidden
        if on < mandate.starts_on:
            raise EndsBeforeItBegins("on")
        mandate.ends_on = on
        session().flush()
        if mandate.role is Role.ADMINISTRATOR and not _administered(max(on, clock.today()) + timedelta(days=1)):
            raise LastKeyHolder
        audit.record("mandate.ended", mandate)
        return mandate


def _administered(day: date) -> bool:
    found = select(Mandate.id).where(Mandate.role == Role.ADMINISTRATOR, homes.in_force(day)).limit(1)
    return session().scalar(found) is not None


def end_at_election(organisation_id: int, *, on: date, roles: Iterable[Role] = ELECTED, by: Actor) -> int:
    """End these roles of an organisation on the eve of an election; how many. Raises Forbidden."""
    wanted = [role for role in roles if role is not Role.ADMINISTRATOR]
    with transaction() as db:
        home = homes.require_at(by, Action.PEOPLE_APPOINT, organisation_id)
        running = db.scalars(
            select(Mandate)
            .where(Mandate.organisation_id == home.id, Mandate.role.in_(wanted), homes.in_force(on))
            .where(Mandate.starts_on < on)
            .with_for_update()
        ).all()
        for mandate in running:
            if not homes.may_give(by, mandate.role, home.id, home.parent_id):
                raise Forbidden
            mandate.ends_on = on - timedelta(days=1)
            audit.record("mandate.ended", mandate, detail={"election": on.isoformat()})
        return len(running)
