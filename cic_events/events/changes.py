"""When an event changes: what was seen before, what is told, and the texts that calendars fetch."""

from dataclasses import dataclass

from sqlalchemy import select

from cic_events.events import appointments, notices, offers, returns, rules
from cic_events.events.appointments import Block
from cic_events.events.models import Event, PartText, Registration
from cic_events.events.states import ACTIVE, HOLDS_A_PLACE, TAKES_REGISTRATIONS, RegistrationState
from cic_events.kernel import clock, jobs
from cic_events.kernel.db import elevated, session
from cic_events.kernel.texts import LANGUAGES, Texts

REMINDERS = "events.reminders"


@dataclass(frozen=True)
class Seen:
    """What those registered know of the event."""

    title: Texts
    place: Texts
    online_url: str | None
    spans: tuple[tuple[str, str, str, str], ...]
    blocks: tuple[Block, ...]


def seen(event: Event) -> Seen:
    shown = tuple(appointments.blocks(event))
    return Seen(Texts(event.title), Texts(event.place), event.online_url, _spans(event), shown)


def _spans(event: Event) -> tuple[tuple[str, str, str, str], ...]:
    return tuple((p.day.isoformat(), f"{p.start:%H:%M}", f"{p.end:%H:%M}", p.zone) for p in event.parts)


def publish(event: Event, before: Seen, *, clock_moved: bool = False) -> bool:
    """Note the change and tell those who hold a place what moved; whether anything they know changed.

    `clock_moved`: the walls stand, but a country changed its clock.
    """
    after = seen(event)
    moved = clock_moved or after.spans != before.spans
    if moved:
        event.sequence += 1
    event.changed_at = clock.now()
    session().flush()
    rebuild(event)
    if moved:
        plan_reminder(event)
        offers.follow_dates(event)
    told = moved or (after.title, after.place, after.online_url) != (before.title, before.place, before.online_url)
    if told and event.state in TAKES_REGISTRATIONS:
        _tell_update(event, before, after)
    return told


def _tell_update(event: Event, before: Seen, after: Seen) -> None:
    lines = difference(before, after)
    left = {block.first for block in after.blocks}
    lost = [block for block in before.blocks if block.first not in left]
    with elevated():
        for registration in _registrations(event.id, HOLDS_A_PLACE):
            registration.sequence = max(registration.sequence, event.sequence)
            for block in lost if registration.state is RegistrationState.CONFIRMED else ():
                notices.of_lost_block(registration, event, block)
            notices.of_update(registration, event, changes=lines)


def difference(before: Seen, after: Seen) -> str:
    """Plain lines "old -> new", in no language: days, hours, places."""
    lines = []
    for old, new in zip(before.spans, after.spans, strict=False):
        if old != new:
            lines.append(f"{old[0]} {old[1]}–{old[2]} → {new[0]} {new[1]}–{new[2]}")
    for new in after.spans[len(before.spans) :]:
        lines.append(f"+ {new[0]} {new[1]}–{new[2]}")
    for old in before.spans[len(after.spans) :]:
        lines.append(f"− {old[0]} {old[1]}–{old[2]}")
    for was, now in ((before.title, after.title), (before.place, after.place)):
        if was != now:
            lines.append(f"{was.best('fr')} → {now.best('fr')}")
    return "\n".join(lines)


def call_off(event: Event) -> None:
    """Tell everybody registered or waiting that it is cancelled or put off; their registrations stay as they were."""
    with elevated():
        for registration in _registrations(event.id, ACTIVE):
            registration.sequence = max(registration.sequence + 1, event.sequence)
            invited = registration.state is RegistrationState.CONFIRMED
            notices.of_calling_off(registration, event, invited=invited)
    jobs.cancel(_reminder_key(event))


def _registrations(event_id: int, states: frozenset[RegistrationState]) -> list[Registration]:
    statement = (
        select(Registration)
        .where(Registration.event_id == event_id, Registration.state.in_(states))
        .order_by(Registration.queue_number)
    )
    return list(session().scalars(statement))


def rebuild(event: Event) -> None:
    """Build the finished VEVENT of each block in each language; it stands at the block's first part."""
    shown = appointments.blocks(event)
    for part in set(event.parts) - {block.first for block in shown}:
        part.texts.clear()
    for block in shown:
        ready = {text.language: text for text in block.first.texts}
        for language in LANGUAGES:
            vevent = appointments.public_vevent(event, block, language)
            if (text := ready.get(language)) is None:
                block.first.texts.append(PartText(language=language, vevent=vevent, version=event.version))
            else:
                text.vevent, text.version = vevent, event.version


def _reminder_key(event: Event) -> str:
    return f"{REMINDERS}:{event.id}:{event.sequence}"


def plan_reminder(event: Event) -> None:
    """One job the day before sends each reminder; a new date plans a new one, and the old one finds it stale."""
    if event.starts_at is None or event.state not in TAKES_REGISTRATIONS:
        return
    at = rules.reminder_at(event.starts_at)
    if at > clock.now():
        values = {"event_id": event.id, "sequence": event.sequence}
        jobs.enqueue(REMINDERS, values, dedupe_key=_reminder_key(event), run_after=at, supersede=True)
    returns.plan(event)
