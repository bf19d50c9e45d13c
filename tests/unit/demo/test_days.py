"""The days of the current programme are the written ones, moved by whole weeks and off what speaks against them."""

from datetime import date, time, timedelta

import pytest

from cic_events.demo import days, loading, material
from cic_events.demo.agenda import PartSpec, SessionSpec


def on(*written: str) -> SessionSpec:
    parts = tuple(PartSpec(date.fromisoformat(day), time(9), time(16)) for day in written)
    return SessionSpec(
        "s",
        "hr_basics",
        "belfaa",
        "Africa/Casablanca",
        parts,
        "officer",
        18,
        0,
        0,
        0,
        "t1",
        "R3.2",
        "open",
        ("belfaa",),
    )


def test_today_stands_where_the_eighth_of_october_2018_stood() -> None:
    for ahead in range(40):
        today = date(2026, 9, 28) + timedelta(days=ahead)
        moved = days.moved_by(today)
        assert moved % 7 == 0
        assert 0 <= (today - material.as_of()).days - moved < 7


def test_a_session_to_come_waits_for_a_week_without_a_day_off() -> None:
    """30 July 2027 is the Feast of the Throne."""
    there = days.settled(on("2027-07-30"), date(2027, 6, 1))

    assert there.first_day == date(2027, 8, 6)


def test_it_stays_two_days_away_from_a_feast() -> None:
    """The great feast of 2027 is expected on Sunday 16 and Monday 17 May."""
    assert [day for day in range(12, 22) if days.is_free(date(2027, 5, day), "MA")] == [12, 13, 20, 21]
    assert days.is_free(date(2027, 5, 18), "BE")


def test_all_its_parts_move_together() -> None:
    """The Mawlid, 14 and 20 August stand in the way of the second one."""
    there = days.settled(on("2027-07-23", "2027-07-30"), date(2027, 6, 1))

    assert [part.day for part in there.parts] == [date(2027, 8, 27), date(2027, 9, 3)]


def test_what_is_over_stays_over() -> None:
    there = days.settled(on("2026-07-30"), date(2026, 8, 1))

    assert there.first_day == date(2026, 7, 23)


@pytest.mark.parametrize("ahead", range(0, 1461, 53))
def test_whatever_the_day_of_its_first_start_the_demonstration_has_its_days(ahead: int) -> None:
    today = date(2026, 1, 3) + timedelta(days=ahead)

    given = loading.current_sessions(today)

    to_come = {session.id for session in given if session.first_day > today}
    assert to_come == {"s10", "s11", "s12", "s13", "x11", "x12", "x13", "x14"}
    assert all(part.day.weekday() < 6 for session in given for part in session.parts)
