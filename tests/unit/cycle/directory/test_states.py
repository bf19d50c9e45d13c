from datetime import date, timedelta

import pytest

from cic_events.cycle.directory.states import STILL_RIGHT, IllegalMove, TrainerState, check_move, is_dormant

TODAY = date(2026, 9, 28)


def test_a_trainer_is_checked_before_being_published() -> None:
    check_move(TrainerState.CHECKED, TrainerState.PUBLISHED)
    with pytest.raises(IllegalMove):
        check_move(TrainerState.PROPOSED, TrainerState.PUBLISHED)


@pytest.mark.parametrize(("days", "dormant"), [(365, False), (366, True)])
def test_after_a_year_without_still_right_an_entry_is_dormant(days: int, dormant: bool) -> None:
    assert timedelta(days=365) == STILL_RIGHT
    assert is_dormant(confirmed_on=TODAY - timedelta(days=days), as_of=TODAY) is dormant


def test_an_entry_that_nobody_confirmed_is_dormant() -> None:
    assert is_dormant(confirmed_on=None, as_of=TODAY)
