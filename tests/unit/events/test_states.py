import itertools

import pytest

from cic_events.events.states import ACTIVE, HOLDS_A_PLACE, MOVES, IllegalMove, RegistrationState, check_move

R = RegistrationState


def test_an_end_is_an_end() -> None:
    for state in set(R) - ACTIVE:
        assert state not in MOVES


def test_every_living_registration_can_be_withdrawn() -> None:
    for state in ACTIVE:
        assert {R.CANCELLED_BY_PERSON, R.CANCELLED_BY_ORG} <= MOVES[state]


def test_only_the_moves_of_the_table_are_legal() -> None:
    for now, then in itertools.product(R, R):
        if then in MOVES.get(now, ()):
            check_move(now, then)
        else:
            with pytest.raises(IllegalMove):
                check_move(now, then)


def test_a_place_is_held_by_who_is_confirmed_or_offered_one() -> None:
    assert {R.CONFIRMED, R.OFFERED} == HOLDS_A_PLACE
