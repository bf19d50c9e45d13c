"""What the pages about needs show: frozen answers."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select

from cic_events.cycle.needs.models import NeedsCampaign, TrainingNeed
from cic_events.cycle.needs.states import MOVES, OPEN, PLANNABLE, NeedOrigin, NeedState, NotTraining
from cic_events.events.states import Audience
from cic_events.kernel.db import session
from cic_events.kernel.errors import N_, NotFound
from cic_events.kernel.names import Named, fold
from cic_events.kernel.tasks import Task
from cic_events.kernel.texts import Texts
from cic_events.people.models import Organisation, Person
from cic_events.people.permissions import Action, Actor, may

QUALIFIED_WITHIN = timedelta(days=14)
SHOWN = 20
_STATES = {state.value: state for state in NeedState}


@dataclass(frozen=True)
class Filters:
    """What the address asks for; the default hides what is closed."""

    q: str = ""
    state: str = ""
    theme: str = ""
    commune: str = ""
    code: str = ""

    def active(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if value}

    def without(self, name: str) -> dict[str, Any]:
        return {key: value for key, value in self.active().items() if key != name}


@dataclass(frozen=True)
class NeedRow:
    """One line of the list."""

    id: int
    owner_id: int
    problem: Texts
    state: NeedState
    theme: str | None
    audience: Audience | None
    persons: int
    severity: int
    activity_code: str | None
    wanted_by: date | None
    recorded_on: date
    origin: NeedOrigin
    commune: Texts


_N = TrainingNeed
_ROW = (
    _N.id, _N.owner_id, _N.problem, _N.state, _N.theme, _N.audience, _N.persons, _N.severity, _N.activity_code,
    _N.wanted_by, _N.recorded_on, _N.origin, Organisation.name,
)  # fmt: skip


@dataclass(frozen=True)
class Listing:
    rows: list[NeedRow]
    total: int


def listing(filters: Filters, *, as_of: date, limit: int = 30, offset: int = 0) -> Listing:
    """Needs recorded by that day, the gravest first, then the one that most persons meet. One statement."""
    statement = (
        select(func.count().over(), *_ROW)
        .join(Organisation, Organisation.id == _N.owner_id)
        .where(_N.recorded_on <= as_of, *_conditions(filters))
        .order_by(_N.severity.desc(), _N.persons.desc(), _N.id)
        .limit(limit)
        .offset(offset)
    )
    rows: Any = session().execute(statement).all()
    return Listing([NeedRow(*row[1:]) for row in rows], rows[0][0] if rows else 0)


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    state = _STATES.get(filters.state)
    wanted: list[ColumnElement[bool]] = [_N.state == state if state else _N.state.in_(sorted(OPEN))]
    for word in fold(filters.q).split():
        wanted.append(_N.search_key.contains(word, autoescape=True))
    if filters.theme:
        wanted.append(_N.theme == filters.theme)
    if filters.commune:
        wanted.append(Organisation.slug == filters.commune)
    if filters.code:
        wanted.append(_N.activity_code == filters.code)
    return wanted


@dataclass(frozen=True)
class NeedPage:
    """A need, for its page and its forms."""

    row: NeedRow
    closed_reason: str
    not_training: NotTraining | None
    recorded_by: Named | None
    version: int
    campaign_id: int | None
    campaign: Texts | None

    @property
    def moves(self) -> frozenset[NeedState]:
        return MOVES.get(self.row.state, frozenset())


def show(id: int) -> NeedPage:
    """The need, if this actor may see it; raises NotFound otherwise. One statement."""
    found: Any = session().execute(
        select(
            *_ROW, _N.closed_reason, _N.not_training, Person.name_latin, Person.name_ar, _N.version,
            NeedsCampaign.id, NeedsCampaign.title,
        )
        .join(Organisation, Organisation.id == _N.owner_id)
        .outerjoin(Person, Person.id == _N.recorded_by_id)
        .outerjoin(NeedsCampaign, NeedsCampaign.id == _N.campaign_id)
        .where(_N.id == id)
    ).one_or_none()  # fmt: skip
    if found is None:
        raise NotFound
    cut = len(_ROW)
    reason, lack, latin, arabic, version, campaign_id, campaign = found[cut:]
    by = Named(latin or "", arabic or "") if latin or arabic else None
    return NeedPage(NeedRow(*found[:cut]), reason, lack, by, version, campaign_id, campaign)


def plannable(owner_id: int) -> list[NeedRow]:
    """The qualified needs of this organisation, those that an item of its plan can serve. One statement."""
    statement = (
        select(*_ROW)
        .join(Organisation, Organisation.id == _N.owner_id)
        .where(_N.owner_id == owner_id, _N.state.in_(sorted(PLANNABLE)))
        .order_by(_N.severity.desc(), _N.persons.desc(), _N.id)
    )
    rows: Any = session().execute(statement)
    return [NeedRow(*row) for row in rows]


def of_campaign(campaign_id: int) -> list[NeedRow]:
    """The needs found in a collection, closed ones too, the gravest first. One statement."""
    statement = (
        select(*_ROW)
        .join(Organisation, Organisation.id == _N.owner_id)
        .where(_N.campaign_id == campaign_id)
        .order_by(_N.severity.desc(), _N.persons.desc(), _N.id)
    )
    rows: Any = session().execute(statement)
    return [NeedRow(*row) for row in rows]


def wanted(actor: Actor, *, first: date, last: date) -> list[NeedRow]:
    """Open needs of the actor's organisations that are wanted answered on these days. One statement."""
    mine = [] if actor.reach.everything else [_N.owner_id.in_(sorted(actor.reach.organisations))]
    statement = (
        select(*_ROW)
        .join(Organisation, Organisation.id == _N.owner_id)
        .where(_N.wanted_by.between(first, last), _N.state.in_(sorted(OPEN)), *mine)
        .order_by(_N.wanted_by, _N.severity.desc(), _N.id)
    )
    rows: Any = session().execute(statement)
    return [NeedRow(*row) for row in rows]


def tasks(actor: Actor, as_of: date) -> list[Task]:
    """Needs of the actor's organisations that wait to be qualified, the gravest first. One statement."""
    if not may(actor, Action.NEEDS_QUALIFY):
        return []
    mine = [] if actor.reach.everything else [_N.owner_id.in_(sorted(actor.reach.organisations))]
    rows = session().execute(
        select(_N.id, _N.owner_id, _N.problem, _N.recorded_on)
        .where(_N.state == NeedState.CAPTURED, *mine)
        .order_by(_N.severity.desc(), _N.id)
        .limit(SHOWN)
    )
    return [
        Task(
            title=N_("Qualify the need “%(problem)s”"),
            url_endpoint="needs.show",
            url_args={"id": id},
            due=recorded_on + QUALIFIED_WITHIN,
            params={"problem": _short(problem.best(actor.language))},
            icon="clipboard-list",
        )
        for id, owner_id, problem, recorded_on in rows
        if may(actor, Action.NEEDS_QUALIFY, owner_id)
    ]


def _short(text: str, most: int = 80) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + "…"
