"""After ten wrong tries an account slows to one a minute, whatever the address of the caller or the letter case."""

from datetime import timedelta

from sqlalchemy import delete, select

from cic_events.kernel import clock, secrets
from cic_events.kernel.db import transaction
from cic_events.kernel.errors import N_, DomainError
from cic_events.kernel.jobs import insert_once
from cic_events.kernel.names import fold_email
from cic_events.people.models import Throttle

FREE = {"password": 10, "link": 3}
PAUSE = timedelta(minutes=1)
FORGOTTEN = timedelta(hours=1)


class TooManyTries(DomainError):
    sentence = N_("Too many tries. Wait a minute, then try again.")


def _key(kind: str, email: str) -> str:
    return secrets.mac("throttle", kind, fold_email(email))


def attempt(kind: str, email: str) -> None:
    """Count a try before it is made, so that many at once count each. Raises TooManyTries while slowed."""
    now = clock.now()
    with transaction() as db:
        db.execute(delete(Throttle).where(Throttle.last_at < now - FORGOTTEN))
        insert_once(Throttle, {"key": _key(kind, email), "tries": 0, "last_at": now}, on="key")
        row = db.scalars(
            select(Throttle).where(Throttle.key == _key(kind, email)).with_for_update(),
            execution_options={"populate_existing": True},
        ).one()
        if row.tries >= FREE[kind] and now < row.last_at + PAUSE:
            raise TooManyTries
        row.tries, row.last_at = row.tries + 1, now


def forget(kind: str, email: str) -> None:
    """The right one was given: tries start anew."""
    with transaction() as db:
        db.execute(delete(Throttle).where(Throttle.key == _key(kind, email)))
