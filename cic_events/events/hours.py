"""The hours that count for an offer: kept by country, changed by whoever edits the programme."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from sqlalchemy import delete, select

from cic_events.calendar import kept
from cic_events.calendar.holidays import ZONES
from cic_events.calendar.working import Week, WorkingCalendar, usual_week, working_deadline
from cic_events.events.models import Event
from cic_events.events.quota_models import WorkingHours
from cic_events.kernel import audit
from cic_events.kernel.db import session, transaction
from cic_events.kernel.errors import N_, FieldRefused
from cic_events.people.models import Organisation
from cic_events.people.permissions import Action, Actor, require


class ClosesBeforeOpening(FieldRefused):
    sentence = N_("The end of the working hours must come after their start.")


def week_of(country: str) -> Week:
    """As it was written down for the country, else the usual one. One statement."""
    h = WorkingHours
    rows = session().execute(select(h.ramadan, h.weekday, h.opens, h.closes).where(h.country == country)).all()
    return {(ramadan, day): (opens, closes) for ramadan, day, opens, closes in rows} or usual_week(country)


def calendar_of(country: str) -> WorkingCalendar:
    country = country if country in ZONES else "MA"
    religious = kept.of_morocco() if country == "MA" else ()
    return WorkingCalendar(country, ZONES[country], week_of(country), religious)


def deadline(event: Event, now: datetime) -> datetime:
    """When the working hours of an offer made now are over, where the session takes place."""
    country = session().scalar(select(Organisation.country).where(Organisation.id == event.owner_id)) or "MA"
    return working_deadline(now, timedelta(hours=event.offer_hours), calendar_of(country))


def set_week(country: str, *, week: Mapping[tuple[bool, int], tuple[time, time]], by: Actor) -> None:
    """Write the working week of a country. Offers that were made keep their deadline."""
    require(by, Action.PROGRAMME_EDIT)
    if any(closes <= opens for opens, closes in week.values()):
        raise ClosesBeforeOpening("week")
    with transaction() as db:
        db.execute(delete(WorkingHours).where(WorkingHours.country == country))
        made = [
            WorkingHours(country=country, ramadan=ramadan, weekday=day, opens=opens, closes=closes)
            for (ramadan, day), (opens, closes) in sorted(week.items())
        ]
        db.add_all(made)
        db.flush()
        if made:
            audit.record("working_hours.set", made[0], detail={"country": country, "days": len(made)})
