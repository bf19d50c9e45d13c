"""ONE table: action -> role -> scope. Roles come from mandates; what is not written here is refused."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cic_events.kernel.errors import Forbidden
from cic_events.kernel.reach import PUBLIC_REACH, SYSTEM_REACH, Reach
from cic_events.people.models import Language, Role


class Action(StrEnum):
    ACCOUNT_OWN = "account.own"
    NEEDS_SEE = "needs.see"
    NEEDS_RECORD = "needs.record"
    NEEDS_QUALIFY = "needs.qualify"
    NEEDS_PRIORITISE = "needs.prioritise"
    PLANS_SEE = "plans.see"
    PLANS_EDIT = "plans.edit"
    PLANS_SUBMIT = "plans.submit"
    PLANS_ENDORSE = "plans.endorse"
    PLANS_APPROVE = "plans.approve"
    SESSIONS_PLAN = "sessions.plan"
    SESSIONS_OPEN = "sessions.open"
    SESSIONS_CANCEL = "sessions.cancel"
    REGISTRATIONS_MAKE = "registrations.make"
    REGISTRATIONS_ON_BEHALF = "registrations.on_behalf"
    REGISTRATIONS_READ = "registrations.read"
    TRAINERS_ASK = "trainers.ask"
    ATTENDANCE_SEE = "attendance.see"
    ATTENDANCE_MARK = "attendance.mark"
    ATTENDANCE_SECOND = "attendance.second"
    PAPERS_PRINT = "papers.print"
    QUESTIONNAIRES_EDIT = "questionnaires.edit"
    ACQUIS_AGGREGATES = "acquis.aggregates"
    ACQUIS_SEE = "acquis.see"
    ACQUIS_VALIDATE = "acquis.validate"
    ACQUIS_SETTLE = "acquis.settle"
    CERTIFICATES_SEE = "certificates.see"
    CERTIFICATES_ISSUE = "certificates.issue"
    CERTIFICATES_OWN = "certificates.own"
    ACTIONS_SEE = "actions.see"
    ACTIONS_GIVE = "actions.give"
    OUTBOX_SEE = "outbox.see"
    OUTBOX_ACT = "outbox.act"
    PEOPLE_SEE = "people.see"
    PEOPLE_EDIT = "people.edit"
    PEOPLE_IMPORT = "people.import"
    PEOPLE_MERGE = "people.merge"
    PEOPLE_APPOINT = "people.appoint"
    PROGRAMME_APPOINT = "programme.appoint"
    PROGRAMME_SEE = "programme.see"
    PROGRAMME_EDIT = "programme.edit"


class Scope(StrEnum):
    """Whose rows an action reaches: the organisations of the role, or every one of the programme."""

    OWN = "own"
    PROGRAMME = "programme"


OFFICERS = (Role.SAS_OFFICER, Role.HR_REFERENT, Role.COORDINATOR)
HEADS = (Role.HEAD_OF_SERVICE, Role.DIRECTOR, Role.LEAD_ELECTED)
CENTRE = (Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR)
EVERYBODY: tuple[Role, ...] = tuple(Role)


def _grant(own: Iterable[Role] = (), programme: Iterable[Role] = ()) -> Mapping[Role, Scope]:
    return {**dict.fromkeys(own, Scope.OWN), **dict.fromkeys(programme, Scope.PROGRAMME)}


POLICY: Mapping[Action, Mapping[Role, Scope]] = {
    Action.ACCOUNT_OWN: _grant(own=EVERYBODY),
    Action.NEEDS_SEE: _grant(own=(*OFFICERS, *HEADS, Role.ASSOCIATION_CONTACT), programme=(*CENTRE, Role.AUDITOR)),
    Action.NEEDS_RECORD: _grant(own=(*OFFICERS, *HEADS, Role.ASSOCIATION_CONTACT), programme=CENTRE),
    Action.NEEDS_QUALIFY: _grant(own=OFFICERS, programme=CENTRE),
    Action.NEEDS_PRIORITISE: _grant(own=(Role.HR_REFERENT, Role.LEAD_ELECTED), programme=CENTRE),
    Action.PLANS_SEE: _grant(own=(*OFFICERS, *HEADS), programme=(*CENTRE, Role.AUDITOR)),
    Action.PLANS_EDIT: _grant(own=OFFICERS, programme=CENTRE),
    Action.PLANS_SUBMIT: _grant(own=OFFICERS, programme=CENTRE),
    Action.PLANS_ENDORSE: _grant(own=(Role.DIRECTOR,)),
    Action.PLANS_APPROVE: _grant(own=(Role.LEAD_ELECTED, Role.DIRECTOR), programme=(Role.PROGRAMME_MANAGER,)),
    Action.SESSIONS_PLAN: _grant(own=OFFICERS, programme=CENTRE),
    Action.SESSIONS_OPEN: _grant(own=OFFICERS, programme=CENTRE),
    Action.SESSIONS_CANCEL: _grant(own=OFFICERS, programme=CENTRE),
    Action.REGISTRATIONS_MAKE: _grant(own=EVERYBODY),
    Action.REGISTRATIONS_ON_BEHALF: _grant(own=(*OFFICERS, Role.ASSOCIATION_CONTACT), programme=CENTRE),
    Action.REGISTRATIONS_READ: _grant(own=(*OFFICERS, *HEADS), programme=(*CENTRE, Role.AUDITOR)),
    Action.TRAINERS_ASK: _grant(own=OFFICERS, programme=CENTRE),
    Action.ATTENDANCE_SEE: _grant(own=(*OFFICERS, *HEADS), programme=(*CENTRE, Role.AUDITOR)),
    Action.ATTENDANCE_MARK: _grant(own=OFFICERS, programme=CENTRE),
    Action.ATTENDANCE_SECOND: _grant(own=(*OFFICERS, Role.DIRECTOR), programme=CENTRE),  # decides on a correction
    Action.PAPERS_PRINT: _grant(own=OFFICERS, programme=CENTRE),
    Action.QUESTIONNAIRES_EDIT: _grant(own=OFFICERS, programme=CENTRE),
    Action.ACQUIS_AGGREGATES: _grant(own=(*OFFICERS, *HEADS), programme=(*CENTRE, Role.AUDITOR)),
    Action.ACQUIS_SEE: _grant(own=(*OFFICERS, Role.HEAD_OF_SERVICE), programme=(*CENTRE, Role.AUDITOR)),
    Action.ACQUIS_VALIDATE: _grant(own=(Role.HR_REFERENT,)),  # on behalf of the trainer, marked
    Action.ACQUIS_SETTLE: _grant(own=(Role.HR_REFERENT,), programme=(Role.PROGRAMME_MANAGER,)),
    Action.CERTIFICATES_SEE: _grant(own=OFFICERS, programme=(*CENTRE, Role.AUDITOR)),
    Action.CERTIFICATES_ISSUE: _grant(own=OFFICERS, programme=CENTRE),
    Action.CERTIFICATES_OWN: _grant(own=EVERYBODY),
    Action.ACTIONS_SEE: _grant(own=(*OFFICERS, *HEADS), programme=(*CENTRE, Role.AUDITOR)),
    Action.ACTIONS_GIVE: _grant(own=(*OFFICERS, *HEADS), programme=CENTRE),
    Action.OUTBOX_SEE: _grant(own=OFFICERS, programme=CENTRE),
    Action.OUTBOX_ACT: _grant(own=OFFICERS, programme=CENTRE),
    Action.PEOPLE_SEE: _grant(own=(*OFFICERS, *HEADS), programme=CENTRE),
    Action.PEOPLE_EDIT: _grant(own=OFFICERS, programme=CENTRE),
    Action.PEOPLE_IMPORT: _grant(own=OFFICERS, programme=CENTRE),
    Action.PEOPLE_MERGE: _grant(own=(Role.COORDINATOR,), programme=CENTRE),
    Action.PEOPLE_APPOINT: _grant(
        own=(Role.SAS_OFFICER, Role.COORDINATOR, Role.DIRECTOR, Role.LEAD_ELECTED), programme=CENTRE
    ),
    Action.PROGRAMME_APPOINT: _grant(programme=CENTRE),
    Action.PROGRAMME_SEE: _grant(own=EVERYBODY),
    Action.PROGRAMME_EDIT: _grant(programme=CENTRE),
}
OPEN_TO_ALL = frozenset({Action.REGISTRATIONS_MAKE, Action.PROGRAMME_SEE})
OPEN_TO_SIGNED_IN = frozenset({Action.ACCOUNT_OWN, Action.CERTIFICATES_OWN})  # also when every mandate has ended
READS_EVERYTHING = frozenset({Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR, Role.AUDITOR})

# Who may give a role: nobody gives more than the policy lets one appoint.
GIVEN_BY: Mapping[Role, Action] = {
    **dict.fromkeys(
        (Role.PARTICIPANT, Role.ASSOCIATION_CONTACT, Role.TRAINER, Role.HEAD_OF_SERVICE), Action.PEOPLE_EDIT
    ),
    **dict.fromkeys((*OFFICERS, Role.DIRECTOR, Role.LEAD_ELECTED), Action.PEOPLE_APPOINT),
    **dict.fromkeys((*CENTRE, Role.AUDITOR), Action.PROGRAMME_APPOINT),
}


@dataclass(frozen=True)
class Actor:
    """Who acts: the roles of today's mandates, and how far that lets one see."""

    person_id: int | None = None
    name: str = ""
    language: Language = Language.UNKNOWN
    roles: Mapping[Role, frozenset[int]] = field(default_factory=dict)
    reach: Reach = PUBLIC_REACH
    system: bool = False
    name_ar: str = ""

    @property
    def name_latin(self) -> str:
        return self.name

    @property
    def signed_in(self) -> bool:
        return self.person_id is not None

    @property
    def organisations(self) -> frozenset[int]:
        """The organisations where this person has a mandate today."""
        return frozenset().union(*self.roles.values())


PUBLIC = Actor()
SYSTEM = Actor(reach=SYSTEM_REACH, system=True)


def link_actor(grants: Iterable[tuple[str, int]]) -> Actor:
    """Somebody who came by a mailed link: sees what is public and the rows that the link names."""
    return Actor(reach=Reach(grants=frozenset(grants)))


def actor_for(
    person_id: int,
    name: str,
    language: Language,
    roles: Mapping[Role, frozenset[int]],
    below: frozenset[int],
    *,
    name_ar: str = "",
) -> Actor:
    """The actor of a signed-in person; `below`: the associations of its communes."""
    everything = bool(READS_EVERYTHING & set(roles))
    own = frozenset().union(*roles.values()) | below
    reach = Reach(everything=everything, organisations=own, person_id=person_id, signed_in=True)
    return Actor(person_id, name, language, roles, reach, name_ar=name_ar)


def may(actor: Actor, action: Action | str, owner_id: int | None = None) -> bool:
    """Whether the actor may do this to what the owner has; without an owner: anywhere at all."""
    action = Action(action)
    if actor.system or action in OPEN_TO_ALL:
        return True
    if action in OPEN_TO_SIGNED_IN:
        return actor.signed_in
    allowed = POLICY[action]
    for role, organisations in actor.roles.items():
        scope = allowed.get(role)
        if scope is Scope.PROGRAMME:
            return True
        if scope is Scope.OWN and (owner_id is None or owner_id in organisations):
            return True
    return False


def require(actor: Actor, action: Action, owner_id: int | None = None) -> None:
    """Raises Forbidden when the actor may not."""
    if not may(actor, action, owner_id):
        raise Forbidden


def roles_given(actor: Actor) -> list[Role]:
    """The roles that the actor may give somewhere."""
    return [role for role in Role if may(actor, GIVEN_BY[role])]
