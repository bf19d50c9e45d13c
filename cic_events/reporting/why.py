"""Why not green: what lacks, who looks after it there today, and the task that was given or may be given."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import or_, select

from cic_events.kernel import clock
from cic_events.kernel.db import elevated, reading, session, transaction
from cic_events.kernel.errors import NotFound
from cic_events.kernel.texts import Texts
from cic_events.people.models import Mandate, Organisation, OrganisationKind, Person, Role
from cic_events.people.permissions import Action, Actor, may
from cic_events.programme import actions, queries
from cic_events.programme.action_queries import ActionRow
from cic_events.programme.action_states import LIVE
from cic_events.programme.assessment import UnitState
from cic_events.programme.framework import ActivitySpec
from cic_events.programme.lacks import RED, Lack, lacks_of
from cic_events.programme.lines import Known, known_in
from cic_events.programme.models import ActionItem
from cic_events.programme.vocabulary import Party, Side
from cic_events.reporting.evidence import gather

GIVEN_FOR = timedelta(days=30)
ROLES: Mapping[Party, Role] = {
    Party.SAS_OFFICER: Role.SAS_OFFICER,
    Party.LEAD_ELECTED: Role.LEAD_ELECTED,
    Party.ELECTED_OFFICIAL: Role.LEAD_ELECTED,
    Party.DIRECTOR: Role.DIRECTOR,
    Party.HR_REFERENT: Role.HR_REFERENT,
    Party.COORDINATOR: Role.COORDINATOR,
    Party.PROGRAMME_MANAGER: Role.PROGRAMME_MANAGER,
    Party.CONSULTATION_COORDINATOR: Role.COORDINATOR,
    Party.COUNCIL: Role.LEAD_ELECTED,
    Party.ASSOCIATION: Role.ASSOCIATION_CONTACT,
}
# who may open the screen where the work is done
SCREENS: Mapping[str, Action] = {
    "attendance.index": Action.ATTENDANCE_MARK,
    "campaigns.new": Action.NEEDS_QUALIFY,
    "learning.tests": Action.QUESTIONNAIRES_EDIT,
    "needs.index": Action.NEEDS_SEE,
    "needs.show": Action.NEEDS_SEE,
    "people.index": Action.PEOPLE_EDIT,
    "plans.index": Action.PLANS_SEE,
    "sessions.new": Action.SESSIONS_PLAN,
}


class Holder(NamedTuple):
    """Somebody with a role somewhere today."""

    role: Role
    organisation_id: int
    person_id: int
    name: str


@dataclass(frozen=True)
class Line:
    """What lacks and who owns it. `action`: the task that was given. `gives`: this actor may give it."""

    lack: Lack
    key: str
    role: Role
    organisation_id: int
    organisation: Texts
    person_id: int | None
    person: str
    due: date
    action: ActionRow | None
    gives: bool
    opens: bool


@dataclass(frozen=True)
class People:
    """Who holds which role where today, and how the organisations are called."""

    holders: tuple[Holder, ...]
    names: Mapping[int, Texts]
    offices: tuple[int, ...]

    def holder(self, role: Role, home: int) -> Holder | None:
        return next((h for h in self.holders if (h.role, h.organisation_id) == (role, home)), None)

    @property
    def centre(self) -> int | None:
        """Where what belongs to no commune is looked after: a programme manager's house, or the programme's office."""
        managers = [h.organisation_id for h in self.holders if h.role is Role.PROGRAMME_MANAGER]
        return next(iter((*managers, *self.offices)), None)


def people_on(day: date, communes: Collection[int]) -> People:
    """Two statements."""
    wanted = sorted(set(ROLES.values()))
    found = session().execute(
        select(Mandate.role, Mandate.organisation_id, Person.id, Person.name_latin, Person.name_ar)
        .join(Person, Person.id == Mandate.person_id)
        .where(Mandate.role.in_(wanted), Mandate.starts_on <= day)
        .where(or_(Mandate.ends_on.is_(None), Mandate.ends_on >= day))
        .where(or_(Mandate.organisation_id.in_(sorted(communes)), Mandate.role == Role.PROGRAMME_MANAGER))
        .order_by(Mandate.starts_on, Mandate.id)
    )
    holders = tuple(Holder(role, home, id, latin or arabic) for role, home, id, latin, arabic in found)
    near = {*communes, *(h.organisation_id for h in holders)}
    houses = session().execute(
        select(Organisation.id, Organisation.name, Organisation.kind).where(
            or_(Organisation.id.in_(sorted(near)), Organisation.kind == OrganisationKind.PROGRAMME_OFFICE)
        )
    )
    names, offices = {}, []
    for id, name, kind in houses:
        names[id] = name
        if kind is OrganisationKind.PROGRAMME_OFFICE:
            offices.append(id)
    return People(holders, names, tuple(sorted(offices)))


def why(
    spec: ActivitySpec,
    units: Collection[UnitState],
    known: Known,
    given: Collection[ActionRow],
    actor: Actor,
) -> dict[str, tuple[Line, ...]]:
    """unit -> what lacks, for the units that are not achieved. Two statements, none when all are."""
    red = [unit for unit in units if unit.state in RED]
    if not red:
        return {}
    today = clock.today()
    people = people_on(today, {commune for unit in red for commune in unit.unit.communes})
    live = {row.key: row for row in given if row.state in LIVE}
    return {
        unit.unit.key: tuple(
            line
            for lack in lacks_of(spec, unit, known)
            if (line := _line(spec, unit, lack, people, live, actor, today)) is not None
        )
        for unit in red
    }


def _line(
    spec: ActivitySpec,
    unit: UnitState,
    lack: Lack,
    people: People,
    live: Mapping[str, ActionRow],
    actor: Actor,
    today: date,
) -> Line | None:
    home, role, holder = _owner(spec, unit, lack, people)
    if home is None:
        return None
    sees = may(actor, Action.PEOPLE_SEE) or (holder is not None and holder.person_id == actor.person_id)
    key = f"{spec.code}:{unit.unit.key}:{lack.key}"[:200]
    mine = home in actor.roles.get(role, ())
    may_open = bool(lack.screen) and may(actor, SCREENS[lack.screen], home)
    gives = may(actor, Action.ACTIONS_GIVE, home)
    return Line(
        lack=lack,
        key=key,
        role=role,
        organisation_id=home,
        organisation=people.names.get(home, Texts()),
        person_id=holder.person_id if holder else None,
        person=holder.name if holder and sees else "",
        due=_due(lack, unit, today),
        action=live.get(key),
        gives=gives,
        opens=may_open and (mine or not gives),
    )


def _owner(spec: ActivitySpec, unit: UnitState, lack: Lack, people: People) -> tuple[int | None, Role, Holder | None]:
    """The house, the role, and who holds it: the first of those who lead that somebody holds there."""
    parties = [party for party in ((lack.party,) if lack.party in ROLES else spec.lead) if party in ROLES]
    roles = [ROLES[party] for party in parties if party is not None] or [Role.COORDINATOR]
    for role in roles:
        home = _home(spec, unit, lack, role, people)
        if home is not None and (holder := people.holder(role, home)) is not None:
            return home, role, holder
    return _home(spec, unit, lack, roles[0], people), roles[0], None


def _home(spec: ActivitySpec, unit: UnitState, lack: Lack, role: Role, people: People) -> int | None:
    if role is Role.PROGRAMME_MANAGER:
        return people.centre
    if lack.commune in people.names:
        return lack.commune
    north, south = sorted(unit.unit.north), sorted(unit.unit.south)
    side = lack.side or (spec.side.value if spec.side in (Side.NORTH, Side.SOUTH) else "")
    near = north or south if side == "N" else south or north
    return near[0] if len(unit.unit.communes) <= 2 and near else people.centre


def _due(lack: Lack, unit: UnitState, today: date) -> date:
    """In a month; sooner when the period ends, or on the day that the thing itself has."""
    if lack.due is not None and lack.due >= today:
        return lack.due
    last = min(measured.window.last for measured in unit.measured)
    return min(today + GIVEN_FOR, last) if last >= today else today + GIVEN_FOR


def give(code: str, *, key: str, by: Actor) -> ActionItem:
    """Give the task for what lacks under this key, as it stands now. Raises NotFound when nothing lacks there."""
    with transaction():
        line = _found(code, key, by)
        return actions.give(
            actions.ActionDraft(
                activity_code=code,
                owner_id=line.organisation_id,
                what=line.lack.what,
                params=dict(line.lack.params),
                due=line.due,
                key=line.key,
                person_id=line.person_id,
                subject=line.lack.subject,
            ),
            by=by,
        )


def _found(code: str, key: str, by: Actor) -> Line:
    with reading(), elevated():
        evidence = gather()
        shown = queries.activity_page(code, evidence, as_of=clock.today())
        if shown is None:
            raise NotFound
        units = [unit for unit in shown.assessment.units if key.startswith(f"{code}:{unit.unit.key}:")]
        found = why(shown.spec, units, known_in(evidence.rows()), (), by)
    line = next((line for lines in found.values() for line in lines if line.key == key), None)
    if line is None:
        raise NotFound
    return line
