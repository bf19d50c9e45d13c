"""A country changes its clock: nine o'clock stays nine o'clock."""

from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select, update

from cic_events.events import zones
from cic_events.events.models import Event, EventPart
from cic_events.kernel.db import one, reading, transaction
from cic_events.messages.models import Mail
from tests import make_events as make

pytestmark = pytest.mark.usefixtures("db", "now")


def written_under_an_older_table(event_id: int) -> None:
    """As if the rows had been stored when the zone was still an hour ahead."""
    hour = timedelta(hours=1)
    with transaction() as db:
        for part in db.scalars(select(EventPart).where(EventPart.event_id == event_id)):
            part.starts_at, part.ends_at, part.tz_version = part.starts_at - hour, part.ends_at - hour, "2025b"
        event = one(Event, event_id)
        db.execute(update(Event).where(Event.id == event_id).values(starts_at=event.starts_at - hour))


def test_nothing_moves_under_the_same_table() -> None:
    make.session()

    assert zones.shifted() == []
    assert zones.refresh() == []


def test_a_moved_instant_is_listed_then_told_once_with_a_higher_sequence() -> None:
    planned = make.session()
    make.registered(planned, "Amina Aït")
    written_under_an_older_table(planned.id)

    [listed] = zones.shifted()
    zones.refresh()

    assert (listed.event_id, listed.now - listed.was) == (planned.id, timedelta(hours=1))
    assert zones.shifted() == []
    with reading() as db:
        assert one(Event, planned.id).sequence == 1
        mails = list(db.scalars(select(Mail).order_by(Mail.id)))
        assert [mail.template for mail in mails] == ["registration_confirmed", "registration_updated"]
        [event] = Calendar.from_ical(mails[1].calendar).events
        assert event["SEQUENCE"] == 1
        assert event["DTSTART"].dt == listed.now
