from dataclasses import replace

import pytest

from cic_events.cycle.sessions import rules
from cic_events.cycle.sessions.states import MOVES, AssignmentState, IllegalMove, check_move
from cic_events.events.states import EventState

COMPLETE = rules.Sheet(
    parts=2, trainer=True, place=True, objectives=True, audience=True, prerequisites=True, assessment=True, cost=True
)


def test_a_complete_session_opens() -> None:
    rules.check_schedule(COMPLETE)
    rules.check_open(COMPLETE)


@pytest.mark.parametrize(("lack", "word"), [("trainer", "trainer"), ("place", "place"), ("parts", "dates")])
def test_no_dates_are_announced_without_parts_trainer_and_place(lack: str, word: str) -> None:
    with pytest.raises(rules.Incomplete) as refused:
        rules.check_schedule(replace(COMPLETE, **{lack: 0 if lack == "parts" else False}))
    assert refused.value.missing == (word,)


def test_everything_that_lacks_for_the_public_is_named_at_once() -> None:
    with pytest.raises(rules.Incomplete) as refused:
        rules.check_open(replace(COMPLETE, objectives=False, cost=False))
    assert refused.value.missing == ("objectives", "cost")


def test_a_session_is_confirmed_from_its_minimum_on() -> None:
    rules.check_confirm(confirmed=8, minimum=8, trainer=AssignmentState.CONFIRMED)
    with pytest.raises(rules.TooFewPeople) as refused:
        rules.check_confirm(confirmed=7, minimum=8, trainer=AssignmentState.CONFIRMED)
    assert str(refused.value) == "7 people are confirmed; the session needs at least 8."


@pytest.mark.parametrize("trainer", [None, AssignmentState.REQUESTED, AssignmentState.ACCEPTED])
def test_a_trainer_who_is_not_confirmed_holds_the_session_back(trainer: AssignmentState | None) -> None:
    with pytest.raises(rules.TrainerNotConfirmed):
        rules.check_confirm(confirmed=8, minimum=8, trainer=trainer)


def test_a_session_comes_from_the_plan_or_says_why_not() -> None:
    rules.check_origin(plan_item_id=9, off_plan_reason="")
    rules.check_origin(plan_item_id=None, off_plan_reason="Asked by the governor")
    with pytest.raises(rules.NoReason):
        rules.check_origin(plan_item_id=None, off_plan_reason="  ")


def test_a_cancelled_or_closed_session_stays_so() -> None:
    for end in (EventState.CANCELLED, EventState.CLOSED):
        assert end not in MOVES
    with pytest.raises(IllegalMove):
        check_move(EventState.CANCELLED, EventState.OPEN)
