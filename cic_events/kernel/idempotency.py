"""The same form n times is one effect: a key row inserted first, in the same transaction."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from cic_events.kernel import clock
from cic_events.kernel.db import Base, session
from cic_events.kernel.errors import N_, Conflict
from cic_events.kernel.jobs import insert_once

KEPT = timedelta(hours=24)


class FormKey(Base):
    __tablename__ = "form_key"

    key: Mapped[str] = mapped_column(unique=True)
    used_by: Mapped[str]
    route: Mapped[str]
    body: Mapped[str]
    location: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(index=True)


class Replayed(Exception):
    """This form was already dealt with; `location` is where it led."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


class KeyReused(Conflict):
    sentence = N_("This page was already sent with other answers. Open it again to send new ones.")


def use(key: str, *, by: str, route: str, body: str) -> None:
    """Take the key in the caller's transaction. Raises Replayed the second time, KeyReused for another body."""
    values = {"key": key, "used_by": by, "route": route, "body": body, "location": "", "created_at": clock.now()}
    if insert_once(FormKey, values, on="key") is not None:
        return
    known = session().scalars(select(FormKey).where(FormKey.key == key)).one()
    if (known.used_by, known.route, known.body) != (by, route, body):
        raise KeyReused
    raise Replayed(known.location)


def remember(key: str, location: str) -> None:
    """Keep where the form led, in the same transaction."""
    session().execute(update(FormKey).where(FormKey.key == key).values(location=location))


def forget_old() -> None:
    session().execute(delete(FormKey).where(FormKey.created_at < clock.now() - KEPT))
