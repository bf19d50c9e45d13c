"""Who was there, as sheets and figures read it: the sheets of an event, and totals that are sums of minutes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from cic_events.events import presence_rules as rules
from cic_events.events.models import Attendance, AttendanceEvent, EventPart, Registration
from cic_events.events.states import Presence, PresenceSource, RegistrationState
from cic_events.kernel.db import session
from cic_events.kernel.texts import Texts
from cic_events.people.models import Organisation, Person

_NAME = func.coalesce(func.nullif(Person.name_latin, ""), Person.name_ar)


@dataclass(frozen=True)
class Total:
    """Minutes there, of the minutes of all parts; the percentage is rounded down."""

    minutes: int
    of: int

    @property
    def percent(self) -> int:
        return rules.percent(self.minutes, self.of)


def totals(event_id: int) -> dict[int, Total]:
    """registration -> minutes, for everybody confirmed whom this actor may see. Two statements."""
    return totals_of([event_id])[event_id]


def totals_of(event_ids: Iterable[int]) -> dict[int, dict[int, Total]]:
    """event -> registration -> minutes. Two statements, however many events."""
    wanted = sorted(set(event_ids))
    whole = dict.fromkeys(wanted, 0)
    for event_id, starts_at, ends_at in session().execute(
        select(EventPart.event_id, EventPart.starts_at, EventPart.ends_at).where(EventPart.event_id.in_(wanted))
    ):
        whole[event_id] += rules.length_of(starts_at, ends_at)
    rows = session().execute(
        select(Registration.event_id, Registration.id, func.coalesce(func.sum(Attendance.minutes), 0))
        .outerjoin(Attendance, Attendance.registration_id == Registration.id)
        .where(Registration.event_id.in_(wanted), Registration.state == RegistrationState.CONFIRMED)
        .group_by(Registration.event_id, Registration.id)
    )
    found: dict[int, dict[int, Total]] = {id: {} for id in wanted}
    for event_id, registration_id, minutes in rows:
        found[event_id][registration_id] = Total(int(minutes), whole[event_id])
    return found


@dataclass(frozen=True)
class PartSheet:
    """One part and whether its sheet is signed."""

    id: int
    number: int
    day: date
    start: time
    end: time
    zone: str
    starts_at: datetime
    ends_at: datetime
    locked_at: datetime | None
    locked_by: str

    @property
    def minutes(self) -> int:
        return rules.length_of(self.starts_at, self.ends_at)

    def is_open(self, now: datetime) -> bool:
        """Whether it can be marked at this moment, as far as the clock and the signature say."""
        return self.locked_at is None and now >= rules.opens_at(self.starts_at)


@dataclass(frozen=True)
class Attendee:
    registration_id: int
    name: str
    name_ar: str
    function: str
    organisation: Texts | None


@dataclass(frozen=True)
class MarkLine:
    """The mark that stands, and who made it."""

    status: Presence
    minutes: int
    source: PresenceSource
    at: datetime
    by: str
    second: str
    reason: str
    receipt: str


@dataclass(frozen=True)
class Book:
    """All sheets of one event."""

    event_id: int
    parts: list[PartSheet]
    people: list[Attendee]
    marks: Mapping[tuple[int, int], MarkLine] = field(default_factory=dict)  # (registration, part)

    def part(self, id: int) -> PartSheet | None:
        return next((part for part in self.parts if part.id == id), None)

    def person(self, registration_id: int) -> Attendee | None:
        return next((one for one in self.people if one.registration_id == registration_id), None)

    def mark(self, registration_id: int, part_id: int) -> MarkLine | None:
        return self.marks.get((registration_id, part_id))

    def unmarked(self, part_id: int) -> list[Attendee]:
        return [one for one in self.people if (one.registration_id, part_id) not in self.marks]

    def counts(self, part_id: int) -> dict[Presence, int]:
        """How many are how, on one sheet."""
        there = [found.status for one in self.people if (found := self.mark(one.registration_id, part_id))]
        return {status: there.count(status) for status in Presence}

    def total(self, registration_id: int) -> Total:
        there = (found.minutes for part in self.parts if (found := self.mark(registration_id, part.id)))
        return Total(sum(there), sum(part.minutes for part in self.parts))


def book(event_id: int) -> Book:
    """The sheets of an event, as far as this actor sees its registrations. Three statements."""
    return Book(event_id, _parts(event_id), _people(event_id), _marks(event_id))


def _parts(event_id: int) -> list[PartSheet]:
    part = EventPart
    rows = session().execute(
        select(
            part.id, part.day, part.start, part.end, part.zone, part.starts_at, part.ends_at, part.locked_at,
            part.locked_by,
        ).where(part.event_id == event_id).order_by(part.starts_at, part.id)
    )  # fmt: skip
    return [PartSheet(row[0], number, *row[1:]) for number, row in enumerate(rows, start=1)]


def _people(event_id: int) -> list[Attendee]:
    seen = Registration
    rows = session().execute(
        select(seen.id, _NAME, Person.name_ar, seen.function, Organisation.name)
        .join(Person, Person.id == seen.person_id)
        .outerjoin(Organisation, Organisation.id == seen.organisation_id)
        .where(seen.event_id == event_id, seen.state == RegistrationState.CONFIRMED)
        .order_by(Person.search_key, seen.id)
    )
    return [Attendee(*row) for row in rows]


def standing_rows(*conditions: Any) -> Select[Any]:
    """The newest row that counts for each registration and part: corrections count once they are confirmed."""
    counts = (AttendanceEvent.source != PresenceSource.CORRECTION) | AttendanceEvent.upheld.is_(True)
    return (
        select(func.max(AttendanceEvent.id))
        .join(EventPart, EventPart.id == AttendanceEvent.part_id)
        .where(counts, *conditions)
        .group_by(AttendanceEvent.registration_id, AttendanceEvent.part_id)
    )


def _marks(event_id: int) -> dict[tuple[int, int], MarkLine]:
    row, second = AttendanceEvent, aliased(Person)
    rows = session().execute(
        select(
            row.registration_id, row.part_id, Attendance.status, Attendance.minutes, row.source, row.at,
            func.coalesce(func.nullif(row.by_name, ""), _NAME, ""), func.coalesce(second.name_latin, ""),
            row.reason, row.receipt,
        )
        .join(Attendance, (Attendance.registration_id == row.registration_id) & (Attendance.part_id == row.part_id))
        .outerjoin(Person, Person.id == row.by_id)
        .outerjoin(second, second.id == row.second_id)
        .where(row.id.in_(standing_rows(EventPart.event_id == event_id)))
    )  # fmt: skip
    return {(values[0], values[1]): MarkLine(*values[2:]) for values in rows}


@dataclass(frozen=True)
class PendingCorrection:
    """A correction that waits for its second person."""

    id: int
    part_id: int
    registration_id: int
    status: Presence
    minutes_lost: int
    reason: str
    at: datetime
    asked_by_id: int | None
    asked_by: str


def pending(event_id: int) -> list[PendingCorrection]:
    """Corrections of an event's sheets that nobody has decided. One statement."""
    row, decision = AttendanceEvent, aliased(AttendanceEvent)
    rows = session().execute(
        select(
            row.id, row.part_id, row.registration_id, row.status, row.minutes_lost, row.reason, row.at, row.by_id,
            row.by_name,
        )
        .join(EventPart, EventPart.id == row.part_id)
        .outerjoin(decision, decision.about_id == row.id)
        .where(
            EventPart.event_id == event_id,
            row.source == PresenceSource.CORRECTION,
            row.about_id.is_(None),
            decision.id.is_(None),
        )
        .order_by(row.id)
    )  # fmt: skip
    return [PendingCorrection(*found) for found in rows]
