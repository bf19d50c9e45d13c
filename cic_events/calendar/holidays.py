"""Advice before a date is chosen: days off, feasts, Ramadan, Friday prayers, market days. Soft: nothing is refused."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

import holidays

from cic_events.calendar import day_names
from cic_events.calendar.day_names import Names
from cic_events.kernel.clock import wall_from_utc

ZONES = {"MA": "Africa/Casablanca", "BE": "Europe/Brussels"}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FRIDAY, PRAYERS = 4, (time(12), time(15))
COUNCILS = (2, 5, 10)  # the months of the ordinary sessions of Moroccan councils
RAMADAN = "ramadan"
ESTIMATED = " (estimated)"
CONFIRMED = ("press", "confirmed")
A_DAY = timedelta(days=1)


class Reason(StrEnum):
    """Why another date may be better."""

    PUBLIC_HOLIDAY = "public_holiday"
    FEAST = "feast"
    NEAR_FEAST = "near_feast"
    RAMADAN = "ramadan"
    FRIDAY_MIDDAY = "friday_midday"
    MARKET_DAY = "market_day"
    COUNCIL_MONTH = "council_month"


@dataclass(frozen=True)
class Advice:
    """One reason, on a day of `country`'s clock. `certain` is False for a religious day that is only estimated."""

    reason: Reason
    day: date
    country: str
    names: Names = field(default_factory=dict, hash=False)
    certain: bool = True


@dataclass(frozen=True)
class ReligiousDay:
    """A feast or Ramadan, first to last day."""

    feast: str
    first: date
    last: date
    certain: bool


@dataclass(frozen=True)
class LocalSpan:
    """What a meeting takes of one local day; `end` is None when it goes on past midnight."""

    day: date
    start: time
    end: time | None


def religious_days(rows: Iterable[Mapping[str, Any]]) -> list[ReligiousDay]:
    """From rows with feast, estimate, kept, until, status: the day kept wins over the estimate; a feast is two days."""
    return [_religious_day(row) for row in rows]


def _religious_day(row: Mapping[str, Any]) -> ReligiousDay:
    first = _day(row.get("kept") or row["estimate"])
    last = _day(row["until"]) if row.get("until") else first + A_DAY
    certain = bool(row.get("kept")) and row.get("status") in CONFIRMED
    return ReligiousDay(str(row["feast"]), first, last, certain)


def _day(given: date | str) -> date:
    return given if isinstance(given, date) else date.fromisoformat(given)


@lru_cache(maxsize=256)
def public_holidays(country: str, year: int) -> Mapping[date, tuple[str, ...]]:
    """The civil days off of MA or BE, named in English; without the package's estimates of religious feasts."""
    said = holidays.country_holidays(country, years=year, language="en_US")
    civil = {day: tuple(name for name in said.get_list(day) if not name.endswith(ESTIMATED)) for day in sorted(said)}
    return {day: names for day, names in civil.items() if names}


def advise(
    starts: datetime,
    ends: datetime,
    *,
    countries: Collection[str],
    religious: Sequence[ReligiousDay] = (),
    host: str = "MA",
    market_day: str | None = None,
    council: bool = False,
) -> list[Advice]:
    """What speaks against these instants, each country on its own clock, in the order of the days.

    `market_day` ("tue") is the weekly one of the host, which lies in the country `host`; `council`: elected people
    are called, whom a Moroccan council may need in the month of its session.
    """
    found: list[Advice] = []
    for country in countries:
        for span in local_spans(starts, ends, ZONES[country]):
            found += _days_off(span.day, country)
            if country == "MA":
                found += [*_religious(span.day, religious), *_prayers(span)]
    found += _market(starts, ends, host, market_day)
    if council and "MA" in countries:
        found += _councils(starts, ends)
    return sorted(dict.fromkeys(found), key=lambda advice: (advice.day, list(Reason).index(advice.reason)))


def days_off(day: date, *, countries: Collection[str], religious: Sequence[ReligiousDay] = ()) -> list[Advice]:
    """What a whole day is: a public holiday, a feast, a day of Ramadan; not the eve of a feast."""
    found = [advice for country in countries for advice in _days_off(day, country)]
    if "MA" in countries:
        found += [advice for advice in _religious(day, religious) if advice.reason is not Reason.NEAR_FEAST]
    return found


def local_spans(starts: datetime, ends: datetime, zone: str) -> Iterator[LocalSpan]:
    """The local days that a meeting touches; midnight belongs to the day that it ends."""
    first, last = wall_from_utc(starts, zone), wall_from_utc(ends, zone)
    for offset in range((last.day - first.day).days + 1):
        day = first.day + offset * A_DAY
        start, end = (first.time if day == first.day else time()), (last.time if day == last.day else None)
        if end is None or end > start:
            yield LocalSpan(day, start, end)


def _days_off(day: date, country: str) -> Iterator[Advice]:
    for name in public_holidays(country, day.year).get(day, ()):
        yield Advice(Reason.PUBLIC_HOLIDAY, day, country, day_names.of_holiday(name))


def _religious(day: date, religious: Sequence[ReligiousDay]) -> Iterator[Advice]:
    for kept in religious:
        names = day_names.of_religious_day(kept.feast)
        if kept.feast == RAMADAN:
            if kept.first <= day <= kept.last:
                yield Advice(Reason.RAMADAN, day, "MA", names, kept.certain)
        elif kept.first <= day <= kept.last:
            yield Advice(Reason.FEAST, day, "MA", names, kept.certain)
        elif kept.first - A_DAY <= day <= kept.last + A_DAY:
            yield Advice(Reason.NEAR_FEAST, day, "MA", names, kept.certain)


def _prayers(span: LocalSpan) -> Iterator[Advice]:
    opens, closes = PRAYERS
    if span.day.weekday() == FRIDAY and span.start < closes and (span.end is None or span.end > opens):
        yield Advice(Reason.FRIDAY_MIDDAY, span.day, "MA")


def _market(starts: datetime, ends: datetime, host: str, market_day: str | None) -> Iterator[Advice]:
    for span in local_spans(starts, ends, ZONES[host]):
        if market_day == WEEKDAYS[span.day.weekday()]:
            yield Advice(Reason.MARKET_DAY, span.day, host)


def _councils(starts: datetime, ends: datetime) -> Iterator[Advice]:
    for span in local_spans(starts, ends, ZONES["MA"]):
        if span.day.month in COUNCILS:
            yield Advice(Reason.COUNCIL_MONTH, span.day, "MA")
