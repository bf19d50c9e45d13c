"""Attendance as evidence: who holds a place in a training, and how much of its time they were there."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import Any, NamedTuple

from sqlalchemy import func, select

from cic_events.cycle.needs.models import NeedsCampaign
from cic_events.cycle.sessions.models import TrainingSession
from cic_events.events.models import Attendance, EventPart, Registration
from cic_events.events.states import HOLDS_A_PLACE, Audience
from cic_events.kernel.db import session
from cic_events.programme import rows
from cic_events.programme.rows import Ref, Strength
from cic_events.reporting.evidence.people import Home, homes, roles, roles_on
from cic_events.reporting.evidence.states import DROPPED, HELD

AUDIENCES = frozenset(Audience) - {Audience.MIXED}


def trained() -> tuple[rows.TrainedPerson, ...]:
    """Everybody who holds a place in a dated training, as a member of an organisation. Six statements."""
    held, collections = roles(), _collections()
    sources = Sources(
        places=homes(),
        sheets=_sheets(),
        minutes=_minutes(),
        roles_then=cache(lambda person, day: roles_on(held.get(person, []), day)),
        asked_first=cache(partial(_asked_first, collections)),
    )
    return tuple(_row(found, sources) for found in _places_held())


@dataclass(frozen=True)
class Sources:
    """What a row is made of, beside the place itself; what many rows ask alike is worked out once."""

    places: Mapping[int, Home]
    sheets: Mapping[int, "Sheets"]
    minutes: Mapping[int, int]
    roles_then: Callable[[int, date], frozenset[str]]
    asked_first: Callable[[int, frozenset[Audience], date], date | None]


def _places_held() -> Any:
    given = TrainingSession
    return session().execute(
        select(
            Registration.id, Registration.person_id, Registration.organisation_id,
            given.id, given.theme, given.audience, given.first_day, given.last_day, given.state,
        )
        .join(given, given.id == Registration.event_id)
        .where(Registration.state.in_(sorted(HOLDS_A_PLACE)), given.state.not_in(sorted(DROPPED)))
        .where(Registration.organisation_id.is_not(None), given.last_day.is_not(None))
    )  # fmt: skip


class Sheets(NamedTuple):
    """The parts of a training: how long they are, and whether every sheet is countersigned."""

    minutes: int
    signed: bool


NO_SHEET = Sheets(0, False)


def _sheets() -> Mapping[int, Sheets]:
    found: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    parts = select(EventPart.event_id, EventPart.starts_at, EventPart.ends_at, EventPart.locked_at)
    for event_id, starts_at, ends_at, locked_at in session().execute(parts):
        found[event_id].append((int((ends_at - starts_at).total_seconds()) // 60, locked_at is not None))
    return {id: Sheets(sum(m for m, _ in of), all(locked for _, locked in of)) for id, of in found.items()}


def _minutes() -> Mapping[int, int]:
    """registration -> minutes there; only those that were marked."""
    sums = select(Attendance.registration_id, func.sum(Attendance.minutes)).group_by(Attendance.registration_id)
    return {id: int(minutes) for id, minutes in session().execute(sums)}


Collections = Mapping[tuple[int, Audience], list[date]]


def _collections() -> Collections:
    """(commune, audience) -> the days on which collections of its needs were closed, the first one first."""
    closed: dict[tuple[int, Audience], list[date]] = defaultdict(list)
    found = session().execute(
        select(NeedsCampaign.owner_id, NeedsCampaign.audience, NeedsCampaign.closed_on)
        .where(NeedsCampaign.closed_on.is_not(None))
        .order_by(NeedsCampaign.closed_on)
    )
    for owner, audience, day in found:
        for one in AUDIENCES if audience is Audience.MIXED else (audience,):
            if day is not None:
                closed[owner, one].append(day)
    return closed


def _row(found: Any, of: Sources) -> rows.TrainedPerson:
    id, person, member_of, training, theme, audience, first, last_day, state = found
    home, sheet = of.places[member_of], of.sheets.get(training, NO_SHEET)
    first_day, there = first or last_day, of.minutes.get(id)
    roles_then = of.roles_then(person, last_day)
    outside = member_of != home.commune
    return rows.TrainedPerson(
        ref=Ref("attendance", id),
        strength=_strength(marked=there is not None, signed=sheet.signed),
        person=person,
        commune=home.commune,
        training=training,
        theme=theme or "",
        first_day=first_day,
        last_day=last_day,
        held=state in HELD,
        attendance=100 * (there or 0) // sheet.minutes if sheet.minutes else 0,
        roles=roles_then,
        organisation=member_of if outside else None,
        organisation_kind=str(home.kind) if outside else "",
        needs_closed_on=of.asked_first(home.commune, _audiences(audience, roles_then), first_day),
    )


def _strength(*, marked: bool, signed: bool) -> Strength:
    if not marked:
        return Strength.DECLARED
    return Strength.VERIFIED if signed else Strength.DOCUMENTED


def _audiences(of_training: Audience | None, roles: frozenset[str]) -> frozenset[Audience]:
    """The training's audience; of one for everybody, the person's own."""
    if of_training in AUDIENCES:
        return frozenset({of_training})
    return frozenset(audience for audience in AUDIENCES if audience.value in roles)


def _asked_first(
    collections: Collections, commune: int, audiences: frozenset[Audience], first_day: date
) -> date | None:
    """The first collection of these audiences in the commune that was closed before the training began."""
    days = [day for audience in audiences for day in collections.get((commune, audience), ()) if day < first_day]
    return min(days, default=None)
