"""For which organisations somebody may write."""

from cic_events.people import queries as people
from cic_events.people.permissions import POLICY, Action, Actor, Scope, may


def homes(actor: Actor, action: Action, language: str) -> list[tuple[int, str]]:
    """(id, name) of the organisations for which the actor may do this: its own, or every commune."""
    everywhere = any(POLICY[action].get(role) is Scope.PROGRAMME for role in actor.roles)
    known = people.communes(language) if everywhere else people.organisations_of(actor.organisations, language)
    return [(id, name) for id, name in known if may(actor, action, id)]
