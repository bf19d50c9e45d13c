"""Working hours: nights, weekends, holidays, feasts and Ramadan do not count as they do elsewhere."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cic_events.calendar.holidays import RAMADAN, ReligiousDay
from cic_events.calendar.working import LONGEST, WorkingCalendar, usual_week, working_deadline

FEASTS = (
    ReligiousDay(RAMADAN, date(2027, 2, 8), date(2027, 3, 9), True),
    ReligiousDay("eid_al_fitr", date(2027, 3, 10), date(2027, 3, 11), True),
)
MOROCCO = WorkingCalendar("MA", "Africa/Casablanca", usual_week("MA"), FEASTS)
BELGIUM = WorkingCalendar("BE", "Europe/Brussels", usual_week("BE"))


def belgium(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+01:00")


def morocco(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+01:00")


@pytest.mark.parametrize(
    ("start", "hours", "ends"),
    [
        ("2027-01-12T09:00", 4, "2027-01-12T13:00"),
        ("2027-01-12T08:30", 8, "2027-01-12T16:30"),
        ("2027-01-12T14:30", 8, "2027-01-13T14:30"),
        ("2027-01-12T20:00", 1, "2027-01-13T09:30"),
        ("2027-01-15T15:30", 2, "2027-01-18T09:30"),  # over the weekend
        ("2027-12-31T15:30", 2, "2028-01-03T09:30"),  # over New Year's Day, a Saturday
        ("2027-03-26T15:30", 2, "2027-03-30T09:30"),  # Easter Monday; the clock goes forward on Sunday
    ],
)
def test_in_belgium(start: str, hours: int, ends: str) -> None:
    expected = datetime.fromisoformat(ends + ("+01:00" if ends < "2027-03-28" or ends > "2027-10-31" else "+02:00"))

    assert working_deadline(belgium(start), timedelta(hours=hours), BELGIUM) == expected


@pytest.mark.parametrize(
    ("start", "hours", "ends"),
    [
        ("2027-01-05T15:30", 2, "2027-01-06T09:30+01:00"),
        ("2027-01-08T15:30", 2, "2027-01-12T09:30+01:00"),  # the weekend, then the day of the Manifesto
    ],
)
def test_in_morocco(start: str, hours: int, ends: str) -> None:
    assert working_deadline(morocco(start), timedelta(hours=hours), MOROCCO) == datetime.fromisoformat(ends)


def test_during_ramadan_the_day_is_short_and_the_feast_free() -> None:
    start = datetime(2027, 3, 9, 13, tzinfo=UTC)  # the last day of Ramadan, at 13:00 (Morocco keeps UTC then)

    ends = working_deadline(start, timedelta(hours=3), MOROCCO)

    # 2 hours until 15:00, then the feast on Wednesday and Thursday; on Friday one hour from 8:30
    assert ends.astimezone(UTC).date() == date(2027, 3, 12)
    assert (ends - MOROCCO.hours_on(date(2027, 3, 12))[0]) == timedelta(hours=1)  # type: ignore[index]


def test_where_nobody_ever_works_the_offer_lasts_a_year() -> None:
    nobody = WorkingCalendar("BE", "Europe/Brussels", {})
    start = belgium("2027-01-12T09:00")

    assert working_deadline(start, timedelta(hours=1), nobody) == start + timedelta(days=LONGEST)


def test_the_week_of_the_table_counts() -> None:
    saturdays = WorkingCalendar("BE", "Europe/Brussels", {(False, 5): (time(9), time(10))})

    ends = working_deadline(belgium("2027-01-12T09:00"), timedelta(hours=2), saturdays)

    assert ends == belgium("2027-01-23T10:00")


moments = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 1)).map(lambda at: at.replace(tzinfo=UTC))


@given(moments, st.integers(1, 60), st.integers(0, 60))
def test_more_hours_never_end_sooner_and_the_end_is_a_working_moment(start: datetime, hours: int, more: int) -> None:
    ends = working_deadline(start, timedelta(hours=hours), MOROCCO)
    span = MOROCCO.hours_on(ends.astimezone(MOROCCO.hours_on(date(2027, 1, 5))[0].tzinfo).date())  # type: ignore[index]

    assert span is not None
    assert span[0] < ends <= span[1]
    assert ends >= start + timedelta(hours=hours)
    assert working_deadline(start, timedelta(hours=hours + more), MOROCCO) >= ends
