"""The secret address of one's own calendar: shown once, replaced, revoked, its last use noted."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select, update

from cic_events.kernel import clock, secrets
from cic_events.kernel.db import elevated, reading, session, transaction
from cic_events.kernel.errors import Forbidden
from cic_events.people.models import FeedToken
from cic_events.people.permissions import Action, Actor, require

KIND = "registrations"
NOTED_EVERY = timedelta(minutes=10)


@dataclass(frozen=True)
class Subscription:
    """What the person reads about the address: never the address itself."""

    created_at: datetime
    used_at: datetime | None


def current(person_id: int) -> Subscription | None:
    """The living address of this person, if there is one."""
    found = (
        session()
        .execute(
            select(FeedToken.created_at, FeedToken.used_at)
            .where(FeedToken.person_id == person_id, FeedToken.kind == KIND, *_living())
            .order_by(FeedToken.id.desc())
        )
        .first()
    )
    return Subscription(found.created_at, found.used_at) if found else None


def _living() -> tuple[ColumnElement[bool], ...]:
    return (FeedToken.rotated_at.is_(None), FeedToken.revoked_at.is_(None))


def _person(by: Actor) -> int:
    require(by, Action.ACCOUNT_OWN)
    if by.person_id is None:
        raise Forbidden
    return by.person_id


def renew(*, by: Actor) -> str:
    """A new address; the one before says for thirty days that it was replaced. The secret is shown this once."""
    person_id, token, now = _person(by), secrets.new_token(), clock.now()
    mine = (FeedToken.person_id == person_id, FeedToken.kind == KIND)
    with transaction() as db:
        version = db.scalar(select(func.max(FeedToken.version)).where(*mine)) or 0
        db.execute(update(FeedToken).where(*mine, *_living()).values(rotated_at=now))
        db.add(
            FeedToken(
                person_id=person_id,
                kind=KIND,
                token_hash=secrets.digest(token),
                version=version + 1,
                created_at=now,
            )
        )
    return token


def revoke(*, by: Actor) -> None:
    """No address of this person answers any more."""
    person_id = _person(by)
    with transaction() as db:
        db.execute(
            update(FeedToken)
            .where(FeedToken.person_id == person_id, FeedToken.kind == KIND, FeedToken.revoked_at.is_(None))
            .values(revoked_at=clock.now())
        )


def touch(token: str) -> None:
    """Note that a calendar came by, now and then; called after the answer has left."""
    now, held = clock.now(), FeedToken.token_hash == secrets.digest(token)
    with elevated():
        with reading() as db:
            used_at = db.scalar(select(FeedToken.used_at).where(held))
        if used_at is None or used_at + NOTED_EVERY < now:
            with transaction() as db:
                db.execute(update(FeedToken).where(held).values(used_at=now))
