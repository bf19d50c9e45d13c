"""Writing the parts of an event: wall times become instants, the list's summary follows, VEVENT texts are built."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from cic_events.events import rules
from cic_events.events.models import Event, EventPart
from cic_events.events.rules import Span
from cic_events.kernel import clock, secrets, zones
from cic_events.kernel.names import fold


@dataclass(frozen=True)
class PartDraft:
    """One part as it was typed, on the event's clock."""

    day: date
    start: time
    end: time


def put_parts(event: Event, drafts: Sequence[PartDraft], *, zone: str) -> bool:
    """Make the event's parts be these. A part that stays keeps its UID. Whether any time moved.

    Raises the clock's refusal for a time that does not exist or comes twice.
    """
    wanted = sorted(set(drafts), key=lambda draft: (draft.day, draft.start))
    before = [(part.day, part.start, part.end, part.zone) for part in event.parts]
    made = [_part(draft, zone) for draft in wanted]
    rules.check_spans([Span(part.day.isoformat(), part.starts_at, part.ends_at) for part in made])
    _keep_uids(event, made)
    event.zone = zone
    _summarise(event)
    return before != [(part.day, part.start, part.end, part.zone) for part in event.parts]


def _part(draft: PartDraft, zone: str) -> EventPart:
    return EventPart(
        day=draft.day,
        start=draft.start,
        end=draft.end,
        zone=zone,
        starts_at=clock.WallTime(draft.day, draft.start, zone).instant,
        ends_at=clock.WallTime(draft.day, draft.end, zone).instant,
        tz_version=zones.tz_version(),
        uid="",
    )


def _keep_uids(event: Event, made: list[EventPart]) -> None:
    """The nth part of a day stays it, then the nth of what is left: calendars move it instead of showing it twice."""
    pairs, free, left = [], list(event.parts), []
    for new in made:
        if (old := next((part for part in free if part.day == new.day), None)) is None:
            left.append(new)
        else:
            free.remove(old)
            pairs.append((old, new))
    pairs += list(zip(free, left, strict=False))
    for extra in free[len(left) :]:
        event.parts.remove(extra)
    for old, new in pairs:
        for name in ("day", "start", "end", "zone", "starts_at", "ends_at", "tz_version"):
            setattr(old, name, getattr(new, name))
    for new in left[len(free) :]:
        new.uid = f"{secrets.new_token()[:26]}@cic"
        event.parts.append(new)
    event.parts.sort(key=lambda part: part.starts_at)


def _summarise(event: Event) -> None:
    parts = event.parts
    event.part_count = len(parts)
    event.starts_at = min((part.starts_at for part in parts), default=None)
    event.ends_at = max((part.ends_at for part in parts), default=None)
    event.first_day = min((part.day for part in parts), default=None)
    event.last_day = max((part.day for part in parts), default=None)
    event.day_start = min((part.start for part in parts), default=None)
    event.day_end = max((part.end for part in parts), default=None)


def index(event: Event) -> None:
    """Refresh what the search looks into."""
    event.search_key = search_key_of(event, led_by=event.led_by)


def search_key_of(event: Event, *, led_by: str) -> str:
    """What an event given by these people is found by."""
    words = [*event.title.values(), *event.place.values(), led_by, event.activity_code or ""]
    return fold(" ".join(words))[:1000]
