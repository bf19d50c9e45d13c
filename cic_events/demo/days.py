"""The days of the current programme: moved by whole weeks, off holidays and off the days around each feast."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from cic_events.calendar import holidays
from cic_events.demo.agenda import SessionSpec
from cic_events.demo.material import as_of, read

MOROCCO = "Africa/Casablanca"
AROUND = timedelta(days=2)
A_WEEK = 7


def at(day: date, hour: float = 9, zone: str = MOROCCO) -> datetime:
    """An instant of that day, on the clocks of Morocco unless said otherwise."""
    return datetime.combine(day, time(), ZoneInfo(zone)) + timedelta(hours=hour)


def moved_by(today: date) -> int:
    """Whole weeks, in days, between the day of the history and today."""
    return (today - as_of()).days // A_WEEK * A_WEEK


@cache
def feasts() -> tuple[holidays.ReligiousDay, ...]:
    return tuple(
        day for day in holidays.religious_days(read("religious_days_ma.yaml")) if day.feast != holidays.RAMADAN
    )


def is_free(day: date, country: str) -> bool:
    """Neither a day off of the country nor, in Morocco, within two days of a feast."""
    if day in holidays.public_holidays(country, day.year):
        return False
    return country != "MA" or not any(f.first - AROUND <= day <= f.last + AROUND for f in feasts())


def settled(session: SessionSpec, today: date) -> SessionSpec:
    """The session on the nearest free weeks, on the same side of today and on the same days of the week."""
    country = "BE" if session.zone == "Europe/Brussels" else "MA"
    for weeks in _weeks(session, today):
        there = session.moved(weeks * A_WEEK)
        if all(is_free(part.day, country) for part in there.parts):
            return there
    raise ValueError(f"no free week for {session.id}")


def _weeks(session: SessionSpec, today: date) -> Iterable[int]:
    """Later ones first; what is over stays over, what is to come stays to come."""
    room = 52 if session.first_day > today else max(0, (today - session.last_day).days - 2) // A_WEEK
    yield from range(min(52, room) + 1)
    yield from range(-1, -20, -1)


def weekday_near(day: date) -> date:
    """The day, or the Monday after a weekend."""
    return day + timedelta(days=max(0, A_WEEK - day.weekday()) if day.weekday() > 4 else 0)
