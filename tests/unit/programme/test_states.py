from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cic_events.programme.states import WORST_FIRST, State, elapsed, headline, state_of, worst

HALF = Fraction(1, 2)


def ladder(
    value: int, target: int = 10, open: int = 0, gone: Fraction = HALF, over: bool = False, **more: bool
) -> State:
    return state_of(
        value=Fraction(value), target=Fraction(target), open_value=Fraction(open), elapsed=gone, over=over, **more
    )


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (ladder(10, waived=True), State.WAIVED),
        (ladder(10, measurable=False), State.NOT_MEASURABLE),
        (ladder(10), State.ACHIEVED),
        (ladder(11, over=True), State.ACHIEVED),
        (ladder(10, complete=False), State.ON_TRACK),
        (ladder(10, complete=False, over=True), State.OVERDUE),
        (ladder(9, over=True), State.OVERDUE),
        (ladder(0, gone=HALF), State.NOT_STARTED),
        (ladder(0, gone=HALF + Fraction(1, 365)), State.AT_RISK),
        (ladder(0, open=1), State.AT_RISK),
        (ladder(0, open=1, gone=Fraction(49, 100)), State.IN_PROGRESS),
        (ladder(0, open=10, gone=Fraction(9, 10)), State.ON_TRACK),
        (ladder(5), State.ON_TRACK),
        (ladder(4), State.IN_PROGRESS),
        (ladder(4, open=6), State.ON_TRACK),
        (ladder(2), State.AT_RISK),
        (ladder(3), State.IN_PROGRESS),
        (ladder(2, gone=Fraction(45, 100)), State.IN_PROGRESS),
    ],
)
def test_the_first_rung_that_matches_wins(state: State, expected: State) -> None:
    assert state is expected


@given(
    value=st.fractions(0, 1000),
    target=st.integers(1, 1000),
    open_value=st.fractions(0, 1000),
    gone=st.fractions(0, 1),
    over=st.booleans(),
    measurable=st.booleans(),
    complete=st.booleans(),
    waived=st.booleans(),
)
def test_every_figure_has_exactly_one_state_and_only_the_right_ones_lead(
    value: Fraction,
    target: int,
    open_value: Fraction,
    gone: Fraction,
    over: bool,
    measurable: bool,
    complete: bool,
    waived: bool,
) -> None:
    state = state_of(
        value=value,
        target=Fraction(target),
        open_value=open_value,
        elapsed=gone,
        over=over,
        measurable=measurable,
        complete=complete,
        waived=waived,
    )

    assert (state is State.WAIVED) == waived
    assert (state is State.NOT_MEASURABLE) == (not waived and not measurable)
    counted = not waived and measurable
    assert (state is State.ACHIEVED) == (counted and complete and value >= target)
    assert (state is State.OVERDUE) == (counted and over and not (complete and value >= target))


@given(st.integers(0, 20), st.integers(0, 20), st.integers(1, 20), st.fractions(0, 1))
def test_one_more_done_never_makes_it_worse(value: int, open_items: int, target: int, gone: Fraction) -> None:
    before = ladder(value, target, open_items, gone)
    after = ladder(value + 1, target, open_items, gone)

    assert WORST_FIRST.index(after) >= WORST_FIRST.index(before) or before is State.NOT_STARTED


def test_the_worse_of_two_targets_leads() -> None:
    assert worst([State.ACHIEVED, State.ON_TRACK, State.AT_RISK]) is State.AT_RISK
    assert worst([State.NOT_MEASURABLE, State.IN_PROGRESS]) is State.NOT_MEASURABLE
    assert worst([State.OVERDUE, State.AT_RISK]) is State.OVERDUE
    assert worst([State.WAIVED, State.ACHIEVED]) is State.ACHIEVED


@pytest.mark.parametrize(
    ("as_of", "share"),
    [
        (date(2016, 5, 1), Fraction(0)),
        (date(2017, 1, 1), Fraction(0)),
        (date(2017, 12, 31), Fraction(364, 365)),
        (date(2018, 1, 1), Fraction(1)),
        (date(2020, 1, 1), Fraction(1)),
    ],
)
def test_elapsed_is_nothing_before_and_everything_after(as_of: date, share: Fraction) -> None:
    assert elapsed(date(2017, 1, 1), date(2017, 12, 31), as_of) == share


def test_the_running_year_leads_and_the_missed_ones_are_named() -> None:
    years = {2017: State.OVERDUE, 2018: State.ON_TRACK, 2019: State.NOT_STARTED}

    assert (headline(years, date(2018, 10, 8)).state, headline(years, date(2018, 10, 8)).missed) == (
        State.ON_TRACK,
        (2017,),
    )


def test_once_all_years_are_over_the_last_one_leads() -> None:
    head = headline({2017: State.OVERDUE, 2018: State.OVERDUE}, date(2020, 1, 1))

    assert (head.year, head.state, head.missed) == (2018, State.OVERDUE, (2017,))


@given(st.dates(date(2010, 1, 1), date(2030, 1, 1)), st.integers(0, 2000))
def test_elapsed_stays_between_nothing_and_everything(as_of: date, days: int) -> None:
    first = date(2017, 1, 1)

    assert 0 <= elapsed(first, first + timedelta(days), as_of) <= 1
