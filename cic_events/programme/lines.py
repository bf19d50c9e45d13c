"""A figure as lists: each line is one thing counted, lacking, on the way or refused, with the records that prove it.

The counted lines are as many as the figure says, and the lines `possible` as many as its denominator. Always.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cic_events.programme import rows
from cic_events.programme.rows import Ref, Row, Strength
from cic_events.programme.rules.figures import Figure, Item


class Part(StrEnum):
    """Where a line stands towards the figure."""

    COUNTED = "counted"
    LACKING = "lacking"
    OPEN = "open"
    REFUSED = "refused"


@dataclass(frozen=True)
class Line:
    """`possible`: in the denominator of a share. `why`: what a refused one fails."""

    key: str
    part: Part
    refs: tuple[Ref, ...]
    possible: bool = False
    why: str = ""
    strength: Strength | None = None
    day: date | None = None


Known = Mapping[Ref, Row]


def known_in(evidence: Iterator[Row]) -> Known:
    """Every row by its place."""
    return {row.ref: row for row in evidence}


def lines_of(figure: Figure, known: Known) -> tuple[Line, ...]:
    """What is counted first, then what lacks, what is on the way, what is refused."""
    found = [*_counted(figure, known), *_not_counted(figure, known)]
    refused = [_line(Item(str(r.ref), (r.ref,)), Part.REFUSED, known, why=r.why) for r in figure.refused]
    return (*found, *refused)


def _counted(figure: Figure, known: Known) -> Iterator[Line]:
    share = figure.possible is not None
    for item in figure.counted:
        yield _line(item, Part.COUNTED, known, possible=share)


def _not_counted(figure: Figure, known: Known) -> Iterator[Line]:
    done = {item.key for item in figure.counted}
    on_the_way = {item.key for item in figure.open}
    asked = {item.key for item in figure.possible or ()}
    for item in figure.possible or ():
        if item.key not in done and item.key not in on_the_way:
            yield _line(item, Part.LACKING, known, possible=True)
    for item in figure.open:
        yield _line(item, Part.OPEN, known, possible=item.key in asked)


def _line(item: Item, part: Part, known: Known, *, possible: bool = False, why: str = "") -> Line:
    found = [known[ref] for ref in item.refs if ref in known]
    strength = max((row.strength for row in found), default=None)
    days = [day for row in found if (day := day_of(row)) is not None]
    return Line(item.key, part, item.refs, possible, why, strength, max(days, default=None))


def day_of(row: Row) -> date | None:
    """The day by which people know a record."""
    match row:
        case rows.TrainedPerson() | rows.EventHeld():
            return row.last_day
        case rows.Appointment():
            return row.starts_on
        case rows.PlanItem():
            return row.held_on or row.due_on
        case rows.ListedThing():
            return row.done_on or row.since
        case rows.DocumentFact():
            return row.published_at or row.deliberation or row.validated_at or row.started_on
        case rows.Cycle():
            return row.first_day
        case rows.DirectoryEntry():
            return row.checked_on
        case rows.Project():
            return row.states[-1][1] if row.states else None
        case rows.Cluster():
            return row.started_on
        case _:
            day = getattr(row, "on", None)
            return day if isinstance(day, date) else None
