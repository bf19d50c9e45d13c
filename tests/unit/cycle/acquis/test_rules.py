"""Before and after on the same items, the verdict proposed, means only of enough people."""

from datetime import UTC, datetime, timedelta

import pytest

from cic_events.cycle.acquis import rules
from cic_events.cycle.acquis.rules import Item, Result, means, paired, propose
from cic_events.cycle.acquis.states import AcquisState, Verdict

VALIDATED = datetime(2026, 10, 1, 12, tzinfo=UTC)
A_SECOND = timedelta(seconds=1)


def test_only_the_same_item_in_the_same_version_is_a_pair() -> None:
    before = [Item("a", 1, 7, 2), Item("b", 1, 7, 2), Item("c", 1, 7, 2)]
    after = [Item("a", 1, 7, 2), Item("b", 2, 7, 2), Item("d", 1, 7, 2)]

    assert paired(before, after) == [Item("a", 1, 7, 2)]


def test_what_is_not_scored_is_no_pair() -> None:
    item = Item("a", 1, 7, 0)

    assert paired([item], [item]) == []


def test_points_are_summed_by_objective_and_a_missing_answer_is_zero() -> None:
    items = [Item("a", 1, 7, 2), Item("b", 1, 7, 3), Item("c", 1, 8, 4)]

    found = rules.result(items, 7, pre={("a", 1): 2, ("c", 1): 4}, post={("a", 1): 2, ("b", 1): 3})

    assert found == Result(pre=2, post=5, possible=5)


def test_who_took_no_test_has_no_points() -> None:
    items = [Item("a", 1, 7, 2)]

    assert rules.result(items, 7, pre=None, post={}) == Result(pre=None, post=0, possible=2)


@pytest.mark.parametrize(
    ("pre", "post", "possible", "verdict"),
    [
        (0, 6, 10, Verdict.ACQUIRED),
        (8, 6, 10, Verdict.ACQUIRED),
        (None, 6, 10, Verdict.ACQUIRED),
        (0, 5, 10, Verdict.PARTLY_ACQUIRED),
        (5, 5, 10, Verdict.NOT_ACQUIRED),
        (6, 5, 10, Verdict.NOT_ACQUIRED),
        (None, 5, 10, Verdict.NOT_ACQUIRED),
        (5, None, 10, Verdict.NOT_ASSESSED),
        (0, 0, 0, Verdict.NOT_ASSESSED),
    ],
)
def test_the_verdict_that_the_rule_proposes(pre: int | None, post: int | None, possible: int, verdict: Verdict) -> None:
    assert propose(Result(pre, post, possible), pass_mark=60) is verdict


def test_two_thirds_reach_66_percent_and_not_67() -> None:
    assert propose(Result(None, 2, 3), pass_mark=66) is Verdict.ACQUIRED
    assert propose(Result(None, 2, 3), pass_mark=67) is Verdict.NOT_ACQUIRED


def test_no_mean_of_fewer_than_five() -> None:
    four = means([(20.0, 60.0)] * 4)
    five = means([(20.0, 60.0)] * 4 + [(50.0, 40.0)])

    assert (four.shown, four.before, four.after, four.n, four.progressed) == (False, None, None, 4, 4)
    assert (five.shown, five.before, five.after, five.progressed) == (True, 26.0, 56.0, 4)


def test_a_result_is_contested_until_the_fifteenth_day_ends() -> None:
    last = VALIDATED + timedelta(days=15)
    rules.check_contest(AcquisState.VALIDATED, validated_at=VALIDATED, now=last, text="Q3 was misread")

    with pytest.raises(rules.TooLateToContest):
        rules.check_contest(AcquisState.VALIDATED, validated_at=VALIDATED, now=last + A_SECOND, text="Q3 was misread")


@pytest.mark.parametrize("state", [AcquisState.DRAFT, AcquisState.CONTESTED, AcquisState.FINAL])
def test_only_what_is_validated_is_contested(state: AcquisState) -> None:
    with pytest.raises(rules.TooLateToContest):
        rules.check_contest(state, validated_at=VALIDATED, now=VALIDATED, text="Q3 was misread")


def test_a_contest_says_something() -> None:
    with pytest.raises(rules.SayWhy):
        rules.check_contest(AcquisState.VALIDATED, validated_at=VALIDATED, now=VALIDATED, text="  ")


@pytest.mark.parametrize("rating", [-1, 5])
def test_a_rating_goes_from_0_to_4(rating: int) -> None:
    with pytest.raises(rules.UnknownRating):
        rules.check_rating(rating)
