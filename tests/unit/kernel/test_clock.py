from datetime import UTC, date, datetime, time

import pytest

from cic_events.kernel.clock import AmbiguousTime, NonexistentTime, WallTime, offset_of, wall_from_utc

BELFAA, JETTE = "Africa/Casablanca", "Europe/Brussels"


@pytest.mark.parametrize(
    ("day", "hour", "zone", "instant"),
    [
        (date(2026, 9, 28), 9, BELFAA, datetime(2026, 9, 28, 9, tzinfo=UTC)),
        (date(2026, 9, 18), 9, BELFAA, datetime(2026, 9, 18, 8, tzinfo=UTC)),
        (date(2018, 6, 5), 11, BELFAA, datetime(2018, 6, 5, 11, tzinfo=UTC)),
        (date(2018, 10, 29), 9, BELFAA, datetime(2018, 10, 29, 8, tzinfo=UTC)),
        (date(2026, 12, 1), 9, JETTE, datetime(2026, 12, 1, 8, tzinfo=UTC)),
    ],
)
def test_the_instant_follows_what_the_state_decided(day: date, hour: int, zone: str, instant: datetime) -> None:
    assert WallTime(day, time(hour), zone).instant == instant


def test_ramadan_2018_is_two_hours_between_belfaa_and_jette() -> None:
    instant = WallTime(date(2018, 6, 5), time(11), BELFAA).instant

    assert wall_from_utc(instant, JETTE).time == time(13)


def test_a_time_that_does_not_exist_is_refused_with_the_alternatives() -> None:
    with pytest.raises(NonexistentTime) as refused:
        _ = WallTime(date(2027, 3, 28), time(2, 30), JETTE).instant

    assert str(refused.value) == (
        "02:30 does not exist on 2027-03-28 in Brussels: the clock jumps forward. Choose 01:30 or 03:30."
    )


@pytest.mark.parametrize(
    ("day", "clock", "zone"), [(date(2026, 10, 25), time(2, 30), JETTE), (date(2026, 9, 20), time(1, 30), BELFAA)]
)
def test_a_time_that_comes_twice_is_refused(day: date, clock: time, zone: str) -> None:
    with pytest.raises(AmbiguousTime):
        _ = WallTime(day, clock, zone).instant


def test_offsets_in_words() -> None:
    at = datetime(2026, 11, 3, 9, tzinfo=UTC)

    assert (offset_of(at, BELFAA), offset_of(at, JETTE)) == ("UTC+0", "UTC+1")
