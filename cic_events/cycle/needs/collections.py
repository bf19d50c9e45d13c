"""What the pages about needs collections show: frozen answers."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select

from cic_events.cycle.needs.models import NeedsCampaign, TrainingNeed
from cic_events.cycle.needs.queries import NeedRow, of_campaign
from cic_events.cycle.needs.states import CAMPAIGN_MOVES, CampaignState, NeedState
from cic_events.events.audiences import roles_in
from cic_events.events.states import Audience
from cic_events.kernel.db import session
from cic_events.kernel.errors import NotFound
from cic_events.kernel.texts import Texts
from cic_events.people.models import Mandate, Organisation, Person, Role


@dataclass(frozen=True)
class CampaignRow:
    """One line of the list. `waiting`: needs of it on which nothing was decided yet."""

    id: int
    owner_id: int
    title: Texts
    audience: Audience
    starts_on: date
    ends_on: date
    state: CampaignState
    closed_on: date | None
    version: int
    commune: Texts
    needs: int
    waiting: int

    @property
    def moves(self) -> frozenset[CampaignState]:
        return CAMPAIGN_MOVES.get(self.state, frozenset())


_C, _N = NeedsCampaign, TrainingNeed


def _rows() -> Any:
    found = (
        select(
            _N.campaign_id,
            func.count().label("needs"),
            func.count().filter(_N.state == NeedState.CAPTURED).label("waiting"),
        )
        .where(_N.campaign_id.is_not(None))
        .group_by(_N.campaign_id)
        .subquery()
    )
    return (
        select(
            _C.id, _C.owner_id, _C.title, _C.audience, _C.starts_on, _C.ends_on, _C.state, _C.closed_on, _C.version,
            Organisation.name, func.coalesce(found.c.needs, 0), func.coalesce(found.c.waiting, 0),
        )
        .join(Organisation, Organisation.id == _C.owner_id)
        .outerjoin(found, found.c.campaign_id == _C.id)
    )  # fmt: skip


def listing() -> list[CampaignRow]:
    """Every collection that the actor sees, the newest first. One statement."""
    rows: Any = session().execute(_rows().order_by(_C.starts_on.desc(), _C.id.desc()))
    return [CampaignRow(*row) for row in rows]


@dataclass(frozen=True)
class Asked:
    """Somebody of the audience, with the role that makes one so."""

    id: int
    name: str
    role: Role
    organisation: Texts


@dataclass(frozen=True)
class CampaignPage:
    row: CampaignRow
    needs: tuple[NeedRow, ...]
    asked: tuple[Asked, ...]


def show(id: int, *, as_of: date) -> CampaignPage:
    """The collection with its needs and the people whom it asks. Raises NotFound. Three statements."""
    found: Any = session().execute(_rows().where(_C.id == id)).one_or_none()
    if found is None:
        raise NotFound
    row = CampaignRow(*found)
    return CampaignPage(row, tuple(of_campaign(id)), _asked(row, as_of))


def _asked(row: CampaignRow, as_of: date) -> tuple[Asked, ...]:
    """Who had a role of the audience in the commune (or an association of it) while it was open."""
    day = max(row.starts_on, min(as_of, row.closed_on or row.ends_on))
    found = session().execute(
        select(Person.id, Person.name_latin, Person.name_ar, Mandate.role, Organisation.name)
        .join(Mandate, Mandate.person_id == Person.id)
        .join(Organisation, Organisation.id == Mandate.organisation_id)
        .where(or_(Organisation.id == row.owner_id, Organisation.parent_id == row.owner_id))
        .where(Mandate.role.in_(sorted(roles_in(row.audience))), Person.merged_into_id.is_(None))
        .where(Mandate.starts_on <= day, or_(Mandate.ends_on.is_(None), Mandate.ends_on >= day))
        .order_by(Person.search_key, Mandate.id)
    )
    return tuple(Asked(id, latin or arabic, role, name) for id, latin, arabic, role, name in found)


def open_choices(language: str) -> list[tuple[int, str]]:
    """(id, title) of the open collections that the actor sees. One statement."""
    rows = session().execute(
        select(_C.id, _C.title, Organisation.name)
        .join(Organisation, Organisation.id == _C.owner_id)
        .where(_C.state == CampaignState.OPEN)
        .order_by(_C.ends_on, _C.id)
    )
    return [(id, f"{title.best(language)} · {commune.best(language)}") for id, title, commune in rows]
