"""What a person does with the mailed link, and how the link is found again. A verb is one transaction."""

from sqlalchemy import select

from cic_events.events import links, notices
from cic_events.events.models import Event, Registration
from cic_events.events.states import ACTIVE, Answer, RegistrationState
from cic_events.kernel import audit, clock
from cic_events.kernel.db import elevated, one, session, transaction
from cic_events.people import service as people
from cic_events.people.models import Person
from cic_events.people.permissions import Action, Actor, require


def check_own(registration: Registration, by: Actor) -> None:
    """The person, the holder of the link, or who may act on behalf. Raises Forbidden."""
    own = by.person_id is not None and by.person_id == registration.person_id
    if not own and registration.id not in by.reach.granted(Registration.__tablename__):
        require(by, Action.REGISTRATIONS_ON_BEHALF, registration.owner_id)


def accept(registration_id: int, *, by: Actor) -> None:
    """The person says yes to the invitation; saying it twice is the same."""
    with transaction():
        registration = one(Registration, registration_id, lock=True)
        check_own(registration, by)
        if registration.state is RegistrationState.CONFIRMED and registration.partstat is not Answer.ACCEPTED:
            registration.partstat, registration.changed_at = Answer.ACCEPTED, clock.now()


def send_link_again(event_id: int, *, email: str, by: Actor) -> None:
    """Mail their links to everybody registered under this address; nobody can tell whether there is one."""
    require(by, Action.REGISTRATIONS_MAKE)
    with transaction():
        event = one(Event, event_id)
        with elevated():
            for registration in _alive_under(event.id, email):
                notices.link_again(registration, event)


def _alive_under(event_id: int, email: str) -> list[Registration]:
    statement = (
        select(Registration)
        .join(Person, Person.id == Registration.person_id)
        .where(Registration.event_id == event_id, Registration.state.in_(ACTIVE), people.has_email(email))
        .order_by(Registration.id)
    )
    return list(session().scalars(statement))


def link_of(registration_id: int, *, by: Actor) -> str:
    """The secret of a registration's link, for an officer to show or read out; it is noted who saw it."""
    with transaction():
        registration = one(Registration, registration_id)
        require(by, Action.REGISTRATIONS_ON_BEHALF, registration.owner_id)
        audit.record("registration.link_shown", registration)
        return links.token(registration.link_seed)
