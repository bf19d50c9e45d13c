"""Who wants to be called, and who was told by voice or by hand. A verb is one transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select

from cic_events.events.answers import check_own
from cic_events.events.contact_models import CallRequest, TellingNote, Told
from cic_events.events.models import Event, Registration
from cic_events.events.states import ACTIVE
from cic_events.kernel import audit, clock
from cic_events.kernel.db import elevated, one, session, transaction
from cic_events.kernel.names import Named
from cic_events.kernel.texts import Texts
from cic_events.people.models import Person
from cic_events.people.permissions import Action, Actor, require

MANY = 200


def call_me(registration_id: int, *, by: Actor) -> None:
    """The person asks to be called; asking again while nobody called is the same."""
    with transaction():
        check_own(one(Registration, registration_id), by)
        with elevated():
            registration = one(Registration, registration_id, lock=True)
            open_one = (CallRequest.registration_id == registration_id, CallRequest.done_at.is_(None))
            if session().scalar(select(CallRequest.id).where(*open_one)) is None:
                asked = CallRequest(
                    owner_id=registration.owner_id, registration_id=registration_id, asked_at=clock.now()
                )
                session().add(asked)
                audit.record("call.asked", asked)


def called(request_id: int, *, by: Actor) -> None:
    """Somebody called; saying it twice is the same."""
    with transaction():
        asked = one(CallRequest, request_id, lock=True)
        require(by, Action.PAPERS_PRINT, asked.owner_id)
        if asked.done_at is None:
            asked.done_at, asked.done_by_id = clock.now(), by.person_id
            audit.record("call.done", asked)


def note_told(registration: Registration, how: Told, *, by: Actor) -> None:
    """Write down that this person was told, inside the caller's transaction."""
    session().add(
        TellingNote(
            owner_id=registration.owner_id,
            registration_id=registration.id,
            how=how,
            at=clock.now(),
            by_id=by.person_id,
        )
    )


def wants_a_call(registration_id: int) -> bool:
    """Whether this registration waits for a call, whoever asks."""
    with elevated():
        open_one = (CallRequest.registration_id == registration_id, CallRequest.done_at.is_(None))
        return session().scalar(select(CallRequest.id).where(*open_one)) is not None


def last_told(event_id: int) -> dict[int, tuple[Told, datetime]]:
    """registration -> how and when the person was told last. One statement."""
    newest = (
        select(func.max(TellingNote.id))
        .join(Registration, Registration.id == TellingNote.registration_id)
        .where(Registration.event_id == event_id)
        .group_by(TellingNote.registration_id)
    )
    rows = session().execute(
        select(TellingNote.registration_id, TellingNote.how, TellingNote.at).where(TellingNote.id.in_(newest))
    )
    return {id: (how, at) for id, how, at in rows}


@dataclass(frozen=True)
class Wish(Named):
    """A call that somebody waits for."""

    id: int
    registration_id: int
    phone: str
    asked_at: datetime
    event_id: int
    title: Texts
    first_day: date | None


def wishes(*, as_of: datetime, owners: Iterable[int] | None = None, event_id: int | None = None) -> list[Wish]:
    """Who waits for a call about sessions that are not over, the oldest first, as far as one sees. One statement."""
    limits: list[Any] = [] if owners is None else [CallRequest.owner_id.in_(sorted(owners))]
    if event_id is not None:
        limits.append(Event.id == event_id)
    rows = session().execute(
        select(
            Person.name_latin, Person.name_ar, CallRequest.id, Registration.id, func.coalesce(Person.phone, ""),
            CallRequest.asked_at, Event.id, Event.title, Event.first_day,
        )
        .select_from(CallRequest)
        .join(Registration, Registration.id == CallRequest.registration_id)
        .join(Person, Person.id == Registration.person_id)
        .join(Event, Event.id == Registration.event_id)
        .where(
            CallRequest.done_at.is_(None),
            Registration.state.in_(ACTIVE),
            or_(Event.ends_at.is_(None), Event.ends_at >= as_of),
            *limits,
        )
        .order_by(CallRequest.asked_at, CallRequest.id)
        .limit(MANY)
    )  # fmt: skip
    return [Wish(*row) for row in rows]
