"""When so many working hours have passed in a country: its week, its days off, its hours during Ramadan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cic_events.calendar.holidays import A_DAY, Reason, ReligiousDay, days_off

MON_TO_FRI = range(5)
USUAL: Mapping[str, Mapping[bool, tuple[time, time]]] = {
    "MA": {False: (time(8, 30), time(16, 30)), True: (time(9), time(15))},
    "BE": {False: (time(8, 30), time(16, 30)), True: (time(8, 30), time(16, 30))},
}
"""country -> during Ramadan -> hours from Monday to Friday, until an administrator writes others."""
LONGEST = 366  # days; where nobody ever works, a year

Week = Mapping[tuple[bool, int], tuple[time, time]]
"""(during Ramadan, weekday from Monday = 0) -> from, to; a day that is missing is free."""


def usual_week(country: str) -> Week:
    return {(ramadan, day): hours for ramadan, hours in USUAL[country].items() for day in MON_TO_FRI}


@dataclass(frozen=True)
class WorkingCalendar:
    """The working time of a country."""

    country: str
    zone: str
    week: Week
    religious: Sequence[ReligiousDay] = field(default=(), hash=False)

    def hours_on(self, day: date) -> tuple[datetime, datetime] | None:
        """From when to when people work on this day; None when they do not."""
        reasons = {one.reason for one in days_off(day, countries=[self.country], religious=self.religious)}
        if reasons & {Reason.PUBLIC_HOLIDAY, Reason.FEAST}:
            return None
        hours = self.week.get((Reason.RAMADAN in reasons, day.weekday()))
        if hours is None:
            return None
        opens, closes = (datetime.combine(day, at, ZoneInfo(self.zone)) for at in hours)
        return opens, closes


def working_deadline(start: datetime, hours: timedelta, calendar: WorkingCalendar) -> datetime:
    """The instant at which so many working hours have passed since the start, at most a year later."""
    day, left = start.astimezone(ZoneInfo(calendar.zone)).date(), hours
    for _ in range(LONGEST):
        if (span := calendar.hours_on(day)) is not None:
            opens, closes = (instant.astimezone(start.tzinfo) for instant in span)
            begins = max(opens, start)
            if begins + left <= closes:
                return begins + left
            left -= max(closes - begins, timedelta())
        day += A_DAY
    return start + LONGEST * A_DAY
