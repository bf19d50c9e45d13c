"""Calendar feeds from stored texts: what stands in a scope, its mark for caches, and the bytes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from cic_events.calendar import feeds, uids
from cic_events.events.models import Event, EventPart, PartText, Registration
from cic_events.events.states import Audience, EventKind, EventState, RegistrationState
from cic_events.kernel import clock, secrets, zones
from cic_events.kernel.db import Visibility, elevated, session
from cic_events.kernel.errors import NotFound
from cic_events.people.models import FeedToken, Organisation

BEFORE, AFTER = timedelta(days=366), timedelta(days=731)
STAYS_CANCELLED = timedelta(days=30)
HIDDEN = (EventState.DRAFT, EventState.DATE_POLL, EventState.SCHEDULED)
CALLED_OFF = (EventState.CANCELLED, EventState.POSTPONED)
NOTICE_AFTER_ROTATION = timedelta(days=30)


@dataclass(frozen=True)
class Scope:
    """Which events a public feed holds."""

    commune: str = ""
    theme: str = ""
    audience: str = ""
    kind: str = ""
    event_id: int | None = None

    @classmethod
    def narrowed(cls, by: str, value: str) -> "Scope":
        given = dict.fromkeys(("commune", "theme", "audience", "kind"), "") | {by: value}
        return cls(given["commune"], given["theme"], given["audience"], given["kind"])


@dataclass(frozen=True)
class Mark:
    """What a feed looks like from afar: it changes exactly when the bytes do."""

    events: int
    seen: tuple[object, ...] = ()

    def etag(self, *what: str) -> str:
        return feeds.etag(*what, str(self.events), *map(str, self.seen), zones.tz_version())


def _in_public(scope: Scope, day: datetime) -> list[ColumnElement[bool]]:
    wanted = [Event.visibility == Visibility.PUBLIC, Event.state.not_in(HIDDEN), *_in_time(day)]
    if scope.event_id is not None:
        wanted.append(Event.id == scope.event_id)
    if scope.commune:
        wanted.append(
            Event.owner_id == select(Organisation.id).where(Organisation.slug == scope.commune).scalar_subquery()
        )
    if scope.theme:
        wanted.append(Event.theme == scope.theme)
    if scope.audience in {a.value for a in Audience}:
        wanted.append(Event.audience.in_([Audience(scope.audience), Audience.MIXED]))
    if scope.kind in {k.value for k in EventKind}:
        wanted.append(Event.kind == EventKind(scope.kind))
    return wanted


def _today() -> datetime:
    return clock.now().replace(hour=0, minute=0, second=0, microsecond=0)


def _in_time(day: datetime) -> list[ColumnElement[bool]]:
    """From a year ago to two years ahead; what was called off goes a month after its date."""
    called_off = and_(Event.state.in_(CALLED_OFF), Event.ends_at < day - STAYS_CANCELLED)
    return [Event.ends_at >= day - BEFORE, Event.starts_at < day + AFTER, ~called_off]


_MARK = (func.count(), func.coalesce(func.sum(Event.id), 0), func.max(Event.changed_at))


def mark(scope: Scope) -> Mark:
    """One statement, however many events."""
    events, *seen = session().execute(_marking(scope, _today())).one()
    return Mark(events, tuple(seen))


@lru_cache(maxsize=256)
def _marking(scope: Scope, day: datetime) -> Select[int, int, datetime]:
    """Composing the statement costs more than asking it, and clients ask every hour."""
    return select(*_MARK).where(*_in_public(scope, day))


def vevents(scope: Scope, language: str) -> list[str]:
    """The finished texts of a public feed, in the order of their dates."""
    statement = (
        select(PartText.vevent)
        .join(EventPart, EventPart.id == PartText.part_id)
        .join(Event, Event.id == EventPart.event_id)
        .where(PartText.language == language, *_in_public(scope, _today()))
        .order_by(EventPart.starts_at, EventPart.id)
    )
    return list(session().scalars(statement))


@dataclass(frozen=True)
class Personal:
    """Whose feed an address opens. `rotated_at`: the address was replaced, one notice stands in the feed."""

    person_id: int
    token_version: int
    rotated_at: datetime | None


def of_token(token: str) -> Personal:
    """Raises NotFound for a wrong, revoked or long replaced address, at the same pace."""
    with elevated():
        row = (
            session()
            .execute(
                select(FeedToken.person_id, FeedToken.version, FeedToken.rotated_at, FeedToken.revoked_at).where(
                    FeedToken.token_hash == secrets.digest(token)
                )
            )
            .one_or_none()
        )
    if row is None or row.revoked_at is not None:
        raise NotFound
    if row.rotated_at is not None and clock.now() - row.rotated_at > NOTICE_AFTER_ROTATION:
        raise NotFound
    return Personal(row.person_id, row.version, row.rotated_at)


def _mine(person_id: int, day: datetime) -> list[ColumnElement[bool]]:
    return [
        Registration.person_id == person_id,
        Registration.state == RegistrationState.CONFIRMED,
        or_(Event.visibility == Visibility.PUBLIC, Event.state.not_in(HIDDEN)),
        *_in_time(day),
    ]


_MARK_OF_REGISTRATIONS = (
    func.coalesce(func.sum(Registration.id), 0),
    func.coalesce(func.sum(Registration.version), 0),
    func.max(Registration.changed_at),
)


def mark_of_person(person_id: int) -> Mark:
    """One statement; a withdrawal, another registration or a promotion changes it at once."""
    statement = (
        select(*_MARK, *_MARK_OF_REGISTRATIONS)
        .join(Registration, Registration.event_id == Event.id)
        .where(*_mine(person_id, _today()))
    )
    with elevated():
        events, *seen = session().execute(statement).one()
    return Mark(events, tuple(seen))


def vevents_of_person(person_id: int, language: str) -> list[str]:
    """One's own parts, under the UIDs that the invitations carried; never anybody else's name."""
    statement = (
        select(PartText.vevent, EventPart.id, EventPart.uid, Event.sequence, Registration.id, Registration.sequence)
        .join(EventPart, EventPart.id == PartText.part_id)
        .join(Event, Event.id == EventPart.event_id)
        .join(Registration, Registration.event_id == Event.id)
        .where(PartText.language == language, *_mine(person_id, _today()))
        .order_by(EventPart.starts_at, EventPart.id)
    )
    with elevated():
        rows = session().execute(statement).all()
    return [
        vevent.replace(f"UID:{public}", f"UID:{uids.of_registration(registration_id, part_id)}", 1).replace(
            f"SEQUENCE:{sequence}\r\n", f"SEQUENCE:{max(sequence, last_sent)}\r\n", 1
        )
        for vevent, part_id, public, sequence, registration_id, last_sent in rows
    ]
