import pytest

from cic_events.cycle.acquis.merits import has_acquired, was_present
from cic_events.cycle.acquis.states import AcquisState, Verdict
from cic_events.events.presence_rules import percent

ACQUIRED, PARTLY, NOT = Verdict.ACQUIRED, Verdict.PARTLY_ACQUIRED, Verdict.NOT_ACQUIRED
DRAFT, VALIDATED, CONTESTED, FINAL = AcquisState


@pytest.mark.parametrize(("minutes", "earned"), [(0, False), (79, False), (80, True), (100, True)])
def test_four_fifths_of_the_time_earn_the_paper(minutes: int, earned: bool) -> None:
    assert was_present(minutes=minutes, of=100, threshold=80) is earned


@pytest.mark.parametrize(("minutes", "shown", "earned"), [(335, 79, False), (336, 80, True)])
def test_a_minute_short_is_short_and_the_paper_never_rounds_up(minutes: int, shown: int, earned: bool) -> None:
    assert (percent(minutes, 420), was_present(minutes=minutes, of=420, threshold=80)) == (shown, earned)


def test_a_session_without_hours_proves_nothing() -> None:
    assert not was_present(minutes=0, of=0, threshold=80)


@pytest.mark.parametrize(
    ("verdicts", "earned"),
    [
        ([], False),
        ([(VALIDATED, ACQUIRED), (VALIDATED, NOT)], True),
        ([(VALIDATED, PARTLY), (FINAL, NOT)], False),
        ([(VALIDATED, ACQUIRED), (DRAFT, None)], False),
        ([(FINAL, ACQUIRED), (CONTESTED, NOT)], False),
    ],
)
def test_one_objective_acquired_and_nothing_left_open(
    verdicts: list[tuple[AcquisState, Verdict | None]], earned: bool
) -> None:
    assert has_acquired(verdicts) is earned
