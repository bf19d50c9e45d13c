"""People who register together: all of them wait, or at least so many have a place."""

from collections.abc import Sequence

from cic_events.events import dividing, eligibility, entering, places, pools, rules, seating
from cic_events.events.entering import Entry
from cic_events.events.models import Registration
from cic_events.events.quota_models import RegistrationParty
from cic_events.events.service import Visitor, check_on_behalf, entry_of, recognise
from cic_events.kernel import audit
from cic_events.kernel.db import elevated, session, transaction
from cic_events.kernel.errors import N_, FieldRefused
from cic_events.people.models import Person
from cic_events.people.permissions import Actor

MANY = 50


class PartySize(FieldRefused):
    sentence = N_("Between two and %(most)s people register together.")


class LeastBeyondSize(FieldRefused):
    sentence = N_("The party has %(size)s people: it cannot need more places than that.")


def register_party(event_id: int, *, visitors: Sequence[Visitor], least: int, by: Actor) -> list[Registration]:
    """Register these people together, in this order; they come only when at least so many have a place.

    Raises PartySize, LeastBeyondSize, AlreadyRegistered, and what the session refuses.
    """
    if not 2 <= len(visitors) <= MANY:
        raise PartySize("visitors", most=MANY)
    if not 1 <= least <= len(visitors):
        raise LeastBeyondSize("least", size=len(visitors))
    with transaction():
        event, standing = entering.enter(event_id)
        for organisation in {visitor.commune_id for visitor in visitors}:
            check_on_behalf(event, organisation, by)
        with elevated():
            dividing.ensure_general(event)
            quotas = pools.of_event(event.id)
            party = RegistrationParty(event_id=event.id, size=len(visitors), least=least)
            session().add(party)
            session().flush()
            members = [(recognise(visitor)[0], entry_of(visitor)) for visitor in visitors]
            _check(event_id, members)
            for person, entry in members:
                eligibility.check_entry(event, entry, person.id)
            who = [
                pools.about_newcomer(
                    quotas, person_id=person.id, organisation_id=entry.organisation_id, said=entry.audience
                )
                for person, entry in members
            ]
            made = []
            for number, seat in enumerate(seating.divided(event, quotas, who, least=least)):
                person, entry = members[number]
                if number:
                    event, standing = places.draw_number(event_id)
                made.append(entering.record(event, person, standing, entry, seat, by=by, party_id=party.id))
            audit.record("registration.party", made[0], detail={"size": len(made), "least": least})
            return made


def _check(event_id: int, members: Sequence[tuple[Person, Entry]]) -> None:
    ids = [person.id for person, _ in members]
    if len(set(ids)) < len(ids) or any(entering.alive(event_id, id) is not None for id in ids):
        raise rules.AlreadyRegistered
