"""When a mail is tried again."""

from datetime import UTC, datetime, timedelta

import pytest

from cic_events.messages.schedule import LONGEST, Pace, pause_after

NOON = datetime(2026, 9, 28, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("tries", "minutes"), [(1, 1), (2, 5), (3, 15), (4, 60), (5, 240), (6, 720), (7, 1440), (8, 1440)]
)
def test_pauses_grow(tries: int, minutes: int) -> None:
    assert pause_after(tries, waited=timedelta(), jitter=1.0) == timedelta(minutes=minutes)


def test_after_three_days_it_is_over() -> None:
    assert pause_after(8, waited=LONGEST - timedelta(hours=23), jitter=1.0) is None


def test_jitter_spreads_the_tries_and_never_hurries() -> None:
    pauses = {pause_after(1, waited=timedelta()) for _ in range(50)}

    assert len(pauses) > 40
    assert all(timedelta(seconds=54) <= pause <= timedelta(seconds=72) for pause in pauses if pause)


def test_a_domain_gets_no_more_than_its_rate() -> None:
    pace = Pace(2)

    waits = [pace.wait("belfaa.test", NOON + timedelta(seconds=s)) for s in (0, 10, 20, 60)]

    assert waits == [None, None, timedelta(seconds=40), None]
    assert pace.wait("jette.test", NOON) is None
