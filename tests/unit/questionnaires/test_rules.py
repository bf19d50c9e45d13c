"""What a question must have, what an answer is worth, and when answers are taken."""

from datetime import UTC, datetime, timedelta

import pytest

from cic_events.questionnaires import rules
from cic_events.questionnaires.rules import Takes, score, takes, worths
from cic_events.questionnaires.states import AttemptState, QuestionKind, WaveState

SINGLE, MULTIPLE = QuestionKind.SINGLE, QuestionKind.MULTIPLE
ONE_RIGHT = dict(zip("abc", worths(SINGLE, 3, [False, True, False]), strict=True))
TWO_RIGHT = dict(zip("abcd", worths(MULTIPLE, 2, [True, True, False, False]), strict=True))
CLOSING = datetime(2026, 10, 5, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("picked", "points"), [(["b"], 3), (["a"], 0), ([], 0), (["a", "b"], 0), (["<script>"], 0), (["b", "z"], 3)]
)
def test_a_single_choice_is_worth_all_or_nothing(picked: list[str], points: int) -> None:
    assert score(SINGLE, ONE_RIGHT, picked) == points


@pytest.mark.parametrize(
    ("picked", "points"),
    [(["a", "b"], 4), (["a"], 2), (["a", "b", "c"], 2), (["a", "c"], 0), (["c", "d"], 0), (["a", "a"], 2), ([], 0)],
)
def test_where_several_are_right_wrong_picks_take_away_but_never_below_zero(picked: list[str], points: int) -> None:
    assert score(MULTIPLE, TWO_RIGHT, picked) == points


def test_a_perfect_answer_gets_the_most() -> None:
    assert rules.most(list(TWO_RIGHT.values())) == score(MULTIPLE, TWO_RIGHT, ["a", "b"]) == 4
    assert rules.most(list(ONE_RIGHT.values())) == score(SINGLE, ONE_RIGHT, ["b"]) == 3


@pytest.mark.parametrize(
    ("kind", "worded", "rights", "refusal"),
    [
        (SINGLE, False, [True, False], rules.NoWording),
        (SINGLE, True, [True], rules.TooFewChoices),
        (SINGLE, True, [False, False], rules.NoRightAnswer),
        (SINGLE, True, [True, True, False], rules.OneRightAnswer),
        (MULTIPLE, True, [False, False], rules.NoRightAnswer),
        (MULTIPLE, True, [True, True], rules.NoWrongAnswer),
    ],
)
def test_a_question_that_cannot_be_scored_is_refused_with_its_number(
    kind: QuestionKind, worded: bool, rights: list[bool], refusal: type[rules.QuestionLacks]
) -> None:
    with pytest.raises(refusal) as refused:
        rules.check_question(4, kind=kind, worded=worded, rights=rights)

    assert refused.value.params == {"number": 4}


def test_what_is_not_a_choice_falls_away_and_a_single_choice_keeps_one() -> None:
    assert rules.picks(MULTIPLE, ["a", "b", "c"], ["c", "x", "a"]) == ["a", "c"]
    assert rules.picks(SINGLE, ["a", "b", "c"], ["c", "b"]) == ["b"]


@pytest.mark.parametrize(
    ("state", "minutes", "expected"),
    [
        (WaveState.PLANNED, -60, Takes.NOTHING),
        (WaveState.OPEN, -1, Takes.ANSWERS),
        (WaveState.OPEN, 0, Takes.DRAFT),
        (WaveState.CLOSED, 1, Takes.DRAFT),
        (WaveState.CLOSED, 24 * 60, Takes.NOTHING),
    ],
)
def test_answers_count_until_the_closing_and_are_only_kept_for_a_day(
    state: WaveState, minutes: int, expected: Takes
) -> None:
    assert takes(state, closes_at=CLOSING, now=CLOSING + timedelta(minutes=minutes)) is expected


@pytest.mark.parametrize("state", [AttemptState.SUBMITTED, AttemptState.SCORED, AttemptState.VOID])
def test_what_was_sent_is_not_sent_again(state: AttemptState) -> None:
    with pytest.raises(rules.AlreadySubmitted):
        rules.check_unsent(state)
