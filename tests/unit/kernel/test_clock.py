from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cic_events.kernel import clock
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
    ("day", "twice", "zone", "sentence"),
    [
        (
            date(2026, 10, 25),
            time(2, 30),
            JETTE,
            "02:30 comes twice on 2026-10-25 in Brussels: the clock goes back. Choose 01:30 or 03:30.",
        ),
        (
            date(2026, 9, 20),
            time(1, 30),
            BELFAA,
            "01:30 comes twice on 2026-09-20 in Casablanca: the clock goes back. Choose 00:30 or 02:30.",
        ),
    ],
)
def test_a_time_that_comes_twice_is_refused_with_the_alternatives(
    day: date, twice: time, zone: str, sentence: str
) -> None:
    with pytest.raises(AmbiguousTime) as refused:
        _ = WallTime(day, twice, zone).instant

    assert str(refused.value) == sentence


def test_an_alternative_on_another_day_says_its_day() -> None:
    with pytest.raises(NonexistentTime) as refused:
        _ = WallTime(date(2027, 4, 30), time(0, 30), "Africa/Cairo").instant

    assert (refused.value.params["before"], refused.value.params["after"]) == ("2027-04-29 23:30", "01:30")


@pytest.mark.parametrize(
    ("day", "clock_time", "zone"),
    [
        (date(2027, 3, 28), time(2, 30), JETTE),
        (date(2026, 10, 25), time(2, 30), JETTE),
        (date(2026, 9, 20), time(1, 30), BELFAA),
        (date(2018, 3, 25), time(2, 15), BELFAA),
        (date(2025, 2, 23), time(2, 45), BELFAA),
        (date(2025, 4, 6), time(2, 0), BELFAA),
    ],
)
def test_what_is_offered_instead_can_be_chosen(day: date, clock_time: time, zone: str) -> None:
    with pytest.raises((NonexistentTime, AmbiguousTime)) as refused:
        _ = WallTime(day, clock_time, zone).instant

    for offered in (refused.value.params["before"], refused.value.params["after"]):
        assert WallTime(day, time.fromisoformat(offered), zone).instant


@pytest.mark.parametrize(
    ("instant", "offset"),
    [
        (datetime(2026, 9, 20, 0, 59, tzinfo=UTC), "UTC+1"),
        (datetime(2026, 9, 20, 1, 0, tzinfo=UTC), "UTC+0"),
        (datetime(2027, 2, 15, tzinfo=UTC), "UTC+0"),
        (datetime(2027, 7, 1, tzinfo=UTC), "UTC+0"),
        (datetime(2031, 1, 1, tzinfo=UTC), "UTC+0"),
        (datetime(2026, 2, 22, 12, tzinfo=UTC), "UTC+0"),
        (datetime(2026, 7, 1, tzinfo=UTC), "UTC+1"),
        (datetime(2018, 10, 29, tzinfo=UTC), "UTC+1"),
    ],
)
def test_morocco_s_clock_through_what_was_decided(instant: datetime, offset: str) -> None:
    assert offset_of(instant, BELFAA) == offset


@settings(deadline=None)
@given(
    st.datetimes(datetime(2015, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC)),
    st.sampled_from([BELFAA, JETTE]),
)
def test_every_instant_comes_back_from_the_wall_or_is_refused_as_ambiguous(instant: datetime, zone: str) -> None:
    wall = wall_from_utc(instant, zone)
    try:
        assert wall.instant == instant
    except AmbiguousTime:
        twice = wall.local.replace(tzinfo=ZoneInfo(zone))
        assert instant in {twice.astimezone(UTC), twice.replace(fold=1).astimezone(UTC)}


def test_every_thread_sees_that_the_clock_moved_and_then_came_back() -> None:
    before = clock.now()
    with clock.travel(datetime(2018, 6, 5, 12, tzinfo=ZoneInfo(JETTE))), ThreadPoolExecutor(1) as other:
        assert other.submit(clock.now).result() == datetime(2018, 6, 5, 10, tzinfo=UTC)
        with clock.travel(datetime(2018, 6, 6, tzinfo=UTC)):
            assert clock.today() == date(2018, 6, 6)
        assert clock.today() == date(2018, 6, 5)

    assert timedelta() <= clock.now() - before < timedelta(minutes=1)


def test_the_clock_does_not_stand_at_a_time_without_zone() -> None:
    with pytest.raises(ValueError, match="give it a zone"), clock.travel(datetime(2018, 6, 5)):
        pass


def test_it_is_already_tomorrow_in_jette() -> None:
    with clock.travel(datetime(2026, 11, 3, 23, 30, tzinfo=UTC)):
        assert (clock.today(), clock.today(JETTE)) == (date(2026, 11, 3), date(2026, 11, 4))


def test_offsets_in_words() -> None:
    at = datetime(2026, 11, 3, 9, tzinfo=UTC)

    assert (offset_of(at, BELFAA), offset_of(at, JETTE)) == ("UTC+0", "UTC+1")
