"""Attendance as evidence: who holds a place in a training, and how much of its time they were there."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
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
    places, held = homes(), roles()
    sheets, minutes, collections = _sheets(), _minutes(), _collections()
    return tuple(_row(found, places, held, sheets, minutes, collections) for found in _places_held())


def _places_held() -> Any:
    given = TrainingSession
    return session().execute(
        select(
            Registration.id, Registration.person_id, Registration.organisation_id.label("home"),
            given.id.label("training"), given.theme, given.audience, given.first_day, given.last_day, given.state,
        )
        .join(given, given.id == Registration.event_id)
        .where(Registration.state.in_(sorted(HOLDS_A_PLACE)), given.state.not_in(DROPPED))
        .where(Registration.organisation_id.is_not(None), given.last_day.is_not(None))
    )  # fmt: skip


class Sheets(NamedTuple):
    """The parts of a training: how long they are, and whether every sheet is countersigned."""

    minutes: int
    signed: bool


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


def _row(
    found: Any,
    places: Mapping[int, Home],
    held: Mapping[int, list[Any]],
    sheets: Mapping[int, Sheets],
    minutes: Mapping[int, int],
    collections: Collections,
) -> rows.TrainedPerson:
    home, sheet = places[found.home], sheets.get(found.training, Sheets(0, False))
    first_day, there = found.first_day or found.last_day, minutes.get(found.id)
    roles_then = roles_on(held.get(found.person_id, []), found.last_day)
    return rows.TrainedPerson(
        ref=Ref("attendance", found.id),
        strength=_strength(marked=there is not None, signed=sheet.signed),
        person=found.person_id,
        commune=home.commune,
        training=found.training,
        theme=found.theme or "",
        first_day=first_day,
        last_day=found.last_day,
        held=found.state in HELD,
        attendance=100 * (there or 0) // sheet.minutes if sheet.minutes else 0,
        roles=roles_then,
        organisation=None if found.home == home.commune else found.home,
        organisation_kind="" if found.home == home.commune else str(home.kind),
        needs_closed_on=_asked_first(collections, home.commune, _audiences(found.audience, roles_then), first_day),
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
