import pytest

from cic_events.cycle.plans.states import DECIDED, EDITABLE, MOVES, IllegalMove, PlanState, check_move

S = PlanState


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (S.DRAFT, S.SUBMITTED),
        (S.SUBMITTED, S.RETURNED),
        (S.RETURNED, S.SUBMITTED),
        (S.SUBMITTED, S.ENDORSED),
        (S.ENDORSED, S.APPROVED),
        (S.SUBMITTED, S.APPROVED),
        (S.APPROVED, S.IN_FORCE),
        (S.IN_FORCE, S.SUPERSEDED),
        (S.IN_FORCE, S.CLOSED),
    ],
)
def test_the_way_of_a_plan(now: PlanState, then: PlanState) -> None:
    check_move(now, then)


@pytest.mark.parametrize(
    ("now", "then"), [(S.DRAFT, S.APPROVED), (S.RETURNED, S.APPROVED), (S.APPROVED, S.RETURNED), (S.CLOSED, S.DRAFT)]
)
def test_no_step_is_skipped_nor_taken_back(now: PlanState, then: PlanState) -> None:
    with pytest.raises(IllegalMove) as refused:
        check_move(now, then)

    assert str(refused.value) == f"A plan that is “{now}” cannot become “{then}”."


def test_what_was_decided_is_never_edited() -> None:
    assert set() == EDITABLE & DECIDED
    assert set(MOVES) | {S.SUPERSEDED, S.CLOSED} == set(PlanState)
