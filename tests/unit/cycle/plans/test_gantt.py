from dataclasses import dataclass
from datetime import date

import pytest

from cic_events.cycle.plans.gantt import Bar, bar, progress, share_held, week
from cic_events.cycle.plans.states import Progress

TODAY = date(2018, 6, 1)


@dataclass(frozen=True)
class Session:
    first_day: date | None
    last_day: date | None
    held: bool = False


PAST = Session(date(2018, 5, 2), date(2018, 5, 3), held=True)
COMING = Session(date(2018, 9, 4), date(2018, 9, 5))
UNDATED = Session(None, None)


@pytest.mark.parametrize(
    ("sessions", "due_on", "expected"),
    [
        ([], date(2018, 6, 1), Progress.TO_SCHEDULE),
        ([], date(2018, 5, 31), Progress.LATE),
        ([UNDATED], None, Progress.TO_SCHEDULE),
        ([COMING], date(2018, 12, 1), Progress.SCHEDULED),
        ([PAST, COMING], date(2018, 12, 1), Progress.RUNNING),
        ([PAST, COMING], date(2018, 5, 31), Progress.LATE),
        ([PAST], date(2018, 5, 31), Progress.DONE),
    ],
)
def test_how_far_an_item_is(sessions: list[Session], due_on: date | None, expected: Progress) -> None:
    assert progress(due_on=due_on, sessions=sessions, as_of=TODAY) is expected


def test_the_share_counts_sessions_held() -> None:
    assert (share_held([PAST, COMING, COMING]), share_held([])) == (33, None)


@pytest.mark.parametrize(
    ("day", "column"),
    [
        (date(2018, 1, 1), 1),
        (date(2018, 1, 8), 2),
        (date(2018, 12, 31), 52),
        (date(2017, 12, 31), 1),
        (date(2019, 1, 1), 52),
    ],
)
def test_a_day_has_one_of_fifty_two_columns(day: date, column: int) -> None:
    assert week(day, 2018) == column


def test_a_bar_spans_the_item_and_its_sessions() -> None:
    drawn = bar(starts_on=date(2018, 4, 9), due_on=date(2018, 7, 2), sessions=[PAST, COMING], year=2018, as_of=TODAY)

    assert drawn == Bar(start=15, end=36, progress=Progress.RUNNING, state="running", percent=50, milestones=(27,))


def test_without_a_start_a_bar_covers_the_four_weeks_before_its_due_date() -> None:
    drawn = bar(starts_on=None, due_on=date(2018, 7, 2), sessions=[], year=2018, as_of=TODAY)

    assert drawn is not None
    assert (drawn.start, drawn.end, drawn.state) == (23, 27, "planned")


def test_another_year_and_an_item_without_days_have_no_bar() -> None:
    assert bar(starts_on=date(2018, 4, 9), due_on=date(2018, 7, 2), sessions=[], year=2019, as_of=TODAY) is None
    assert bar(starts_on=None, due_on=None, sessions=[], year=2018, as_of=TODAY) is None
