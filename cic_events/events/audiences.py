"""To which audience the roles of people belong."""

from collections.abc import Iterable, Mapping

from cic_events.events.states import Audience
from cic_events.people.models import Role

OF_ROLES: Mapping[Role, Audience] = {
    Role.SAS_OFFICER: Audience.OFFICER,
    Role.HR_REFERENT: Audience.OFFICER,
    Role.DIRECTOR: Audience.OFFICER,
    Role.HEAD_OF_SERVICE: Audience.OFFICER,
    Role.LEAD_ELECTED: Audience.ELECTED_OFFICIAL,
    Role.ASSOCIATION_CONTACT: Audience.ASSOCIATION,
}


def audiences_of(roles: Iterable[Role]) -> frozenset[Audience]:
    """The audiences to which somebody with these roles belongs."""
    return frozenset(OF_ROLES[role] for role in roles if role in OF_ROLES)


def roles_in(audience: Audience) -> frozenset[Role]:
    """The roles of an audience; a mixed one is everybody's."""
    return frozenset(role for role, of in OF_ROLES.items() if audience in (of, Audience.MIXED))
