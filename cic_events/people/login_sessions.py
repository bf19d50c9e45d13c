"""Browsers that are signed in: a row each, told apart by a hashed token, ended at once."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from cic_events.kernel import clock, secrets
from cic_events.kernel.db import affected, reading, session, transaction
from cic_events.kernel.errors import NotFound
from cic_events.kernel.names import clean
from cic_events.kernel.reach import elevated
from cic_events.people.homes import in_force
from cic_events.people.models import Account, LoginSession, Mandate, Organisation, Person, Role
from cic_events.people.permissions import Actor, actor_for

SESSION_DAYS = 30
SEEN_EVERY = timedelta(minutes=1)
FRESH = timedelta(minutes=10)


@dataclass(frozen=True)
class Browser:
    """A signed-in browser, as its person sees it."""

    id: int
    device: str
    created_at: datetime
    seen_at: datetime
    this_one: bool


def actor_of(token: str | None) -> Actor | None:
    """The actor of a session token as things stand today; None when the session is over."""
    if not token:
        return None
    now, today = clock.now(), clock.today()
    with reading() as db:
        rows = db.execute(
            select(Person.id, Person.name_latin, Person.name_ar, Person.language, Mandate.role, Mandate.organisation_id)
            .join(LoginSession, LoginSession.person_id == Person.id)
            .join(Account, Account.person_id == Person.id)
            .outerjoin(Mandate, (Mandate.person_id == Person.id) & in_force(today))
            .where(LoginSession.token_hash == secrets.digest(token), LoginSession.ends_at > now, Account.active)
        ).all()
        if not rows:
            return None
        roles: dict[Role, set[int]] = defaultdict(set)
        for row in rows:
            if row.role is not None:
                roles[row.role].add(row.organisation_id)
        own = frozenset().union(*roles.values())
        below = db.scalars(select(Organisation.id).where(Organisation.parent_id.in_(own))).all() if own else ()
    first = rows[0]
    held = {role: frozenset(where) for role, where in roles.items()}
    name = first.name_latin or first.name_ar
    return actor_for(first.id, name, first.language, held, frozenset(below), name_ar=first.name_ar)


def open_session(person_id: int, *, device: str = "") -> str:
    """Sign a person in; the token that the browser keeps."""
    token, now = secrets.new_token(), clock.now()
    with transaction() as db:
        db.add(
            LoginSession(
                person_id=person_id,
                token_hash=secrets.digest(token),
                created_at=now,
                seen_at=now,
                confirmed_at=now,
                ends_at=now + timedelta(days=SESSION_DAYS),
                device=clean(device)[:200],
            )
        )
    return token


def touch(token: str) -> None:
    """Note that the session is used, at most once a minute."""
    now, held = clock.now(), LoginSession.token_hash == secrets.digest(token)
    with elevated():
        with reading() as db:
            seen = db.scalar(select(LoginSession.seen_at).where(held))
        if seen is not None and seen + SEEN_EVERY < now:
            with transaction() as db:
                db.execute(update(LoginSession).where(held).values(seen_at=now))


def confirmed_lately(token: str) -> bool:
    """Whether the person proved who it is in the last ten minutes, in this browser."""
    with reading() as db:
        at = db.scalar(select(LoginSession.confirmed_at).where(LoginSession.token_hash == secrets.digest(token)))
    return at is not None and clock.now() < at + FRESH


def browsers_of(person_id: int, *, token: str = "") -> list[Browser]:
    """The live sessions of a person, the newest use first; `token` tells which is this browser."""
    mine = secrets.digest(token)
    rows = session().scalars(
        select(LoginSession)
        .where(LoginSession.person_id == person_id, LoginSession.ends_at > clock.now())
        .order_by(LoginSession.seen_at.desc(), LoginSession.id.desc())
    )
    return [Browser(row.id, row.device, row.created_at, row.seen_at, row.token_hash == mine) for row in rows]


def end_browser(id: int, *, by: Actor) -> None:
    """End one's own session in another browser at once. Raises NotFound for somebody else's."""
    with transaction():
        if not affected(delete(LoginSession).where(LoginSession.id == id, LoginSession.person_id == by.person_id)):
            raise NotFound


def sign_out(token: str) -> None:
    """End this session at once."""
    with elevated(), transaction() as db:
        db.execute(delete(LoginSession).where(LoginSession.token_hash == secrets.digest(token)))


def sign_out_everywhere(person_id: int) -> None:
    """End every session of the person at once."""
    with elevated(), transaction() as db:
        db.execute(delete(LoginSession).where(LoginSession.person_id == person_id))
