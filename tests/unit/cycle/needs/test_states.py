from datetime import date

import pytest

from cic_events.cycle.needs.states import IllegalMove, NeedState, Standing, check_move, standing_of, state_on

CAPTURED, QUALIFIED, PRIORITISED, CLOSED = NeedState


@pytest.mark.parametrize("then", [QUALIFIED, CLOSED])
def test_a_captured_need_is_qualified_or_closed(then: NeedState) -> None:
    check_move(CAPTURED, then)


@pytest.mark.parametrize("then", [CAPTURED, PRIORITISED])
def test_a_captured_need_is_not_prioritised_before_it_is_qualified(then: NeedState) -> None:
    with pytest.raises(IllegalMove):
        check_move(CAPTURED, then)


@pytest.mark.parametrize("then", list(NeedState))
def test_a_closed_need_stays_closed(then: NeedState) -> None:
    with pytest.raises(IllegalMove):
        check_move(CLOSED, then)


@pytest.mark.parametrize(
    ("seats", "served", "expected"),
    [(0, 0, Standing.PRIORITISED), (1, 0, Standing.PLANNED), (6, 5, Standing.PARTLY_SERVED), (6, 6, Standing.SERVED)],
)
def test_seats_make_a_need_planned_and_acquis_make_it_served(seats: int, served: int, expected: Standing) -> None:
    assert standing_of(PRIORITISED, persons=6, seats=seats, served=served) is expected


def test_a_closed_need_is_closed_whatever_was_planned() -> None:
    assert standing_of(CLOSED, persons=6, seats=6) is Standing.CLOSED_OTHERWISE


@pytest.mark.parametrize(
    ("day", "expected"),
    [(1, CAPTURED), (2, QUALIFIED), (3, PRIORITISED), (9, CLOSED)],
)
def test_the_days_tell_how_a_need_stood(day: int, expected: NeedState) -> None:
    state = state_on(
        date(2026, 1, day),
        qualified_on=date(2026, 1, 2),
        prioritised_on=date(2026, 1, 3),
        closed_on=date(2026, 1, 9),
    )

    assert state is expected


def test_a_need_qualified_again_waits_for_a_new_priority() -> None:
    state = state_on(date(2026, 2, 1), qualified_on=date(2026, 1, 9), prioritised_on=date(2026, 1, 3), closed_on=None)

    assert state is QUALIFIED
