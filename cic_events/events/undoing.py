"""A withdrawal taken back within some minutes: a new registration under the same link. A verb is one transaction."""

from datetime import datetime, timedelta

from cic_events.events import entering, links, places, rules
from cic_events.events.answers import check_own
from cic_events.events.entering import Entry
from cic_events.events.models import Registration
from cic_events.events.states import TAKES_REGISTRATIONS, RegistrationState
from cic_events.kernel import audit, clock
from cic_events.kernel.db import elevated, one, session, transaction
from cic_events.kernel.errors import N_, DomainError
from cic_events.people.permissions import Actor

WITHIN = timedelta(minutes=15)


class TooLateToUndo(DomainError):
    sentence = N_("The withdrawal can no longer be taken back: register again.")


def may_undo(state: RegistrationState, *, withdrawn_at: datetime, now: datetime) -> bool:
    """Whether the person withdrew just now."""
    return state is RegistrationState.CANCELLED_BY_PERSON and now < withdrawn_at + WITHIN


def undo(registration_id: int, *, by: Actor) -> Registration:
    """Come back: to a place while one is free, else to the line; the link stays the one the person has.

    Raises TooLateToUndo, HasBegun, NotOpen.
    """
    with transaction():
        check_own(one(Registration, registration_id), by)
        with elevated():
            event, standing = places.draw_number(one(Registration, registration_id).event_id)
            old = one(Registration, registration_id, lock=True)
            rules.check_withdrawal(starts_at=standing.starts_at, now=clock.now())
            if standing.state not in TAKES_REGISTRATIONS:
                raise rules.NotOpen
            if not may_undo(old.state, withdrawn_at=old.changed_at, now=clock.now()):
                raise TooLateToUndo
            if entering.alive(event.id, old.person_id) is not None:
                raise rules.AlreadyRegistered
            entry = Entry(old.organisation_id, old.function, old.consent_at, old.audience)
            seat = entering.seat_for(event, standing, entry, old.person_id)
            seed = _hand_over(old)
            made = entering.record(event, old.person, standing, entry, seat, by=None, link_seed=seed)
            audit.record("registration.undone", made, detail={"registration": old.id})
            return made


def _hand_over(old: Registration) -> str:
    """The seed of the link, free for the new registration."""
    seed, fresh = old.link_seed, links.new_seed()
    old.link_seed, old.link_hash = fresh, links.digest(links.token(fresh))
    session().flush()
    return seed
