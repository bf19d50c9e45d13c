from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cic_events.cycle.plans import rules
from cic_events.cycle.plans.rules import ItemFacts

WHOLE = ItemFacts(title="Basics of HR", code=True, need_or_reason=True, budget=True, due=True)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def test_a_whole_item_can_be_submitted() -> None:
    rules.check_submit([WHOLE])


@pytest.mark.parametrize(
    ("lacking", "sentence"),
    [
        ("code", "“Basics of HR” has no activity code."),
        ("need_or_reason", "“Basics of HR” serves no need: choose one, or say why there is none."),
        ("budget", "“Basics of HR” has no budget with a source."),
        ("due", "“Basics of HR” has no due date."),
    ],
)
def test_each_lack_is_a_sentence_that_names_the_item(lacking: str, sentence: str) -> None:
    assert [str(lack) for lack in rules.lacks_of([WHOLE, replace(WHOLE, **{lacking: False})])] == [sentence]


def test_all_lacks_are_said_at_once() -> None:
    bare = ItemFacts(title="Bare", code=False, need_or_reason=False, budget=False, due=False)
    with pytest.raises(rules.Incomplete) as refused:
        rules.check_submit([bare, replace(bare, title="Bare too")])

    assert [lack.params["item"] for lack in refused.value.lacks] == ["Bare"] * 4 + ["Bare too"] * 4


def test_an_empty_plan_is_not_submitted() -> None:
    assert [str(lack) for lack in rules.lacks_of([])] == ["The plan has no item yet."]


def test_nobody_decides_about_what_they_submitted() -> None:
    rules.check_decides(by_id=8, submitted_by_id=7)
    with pytest.raises(rules.OwnSubmission):
        rules.check_decides(by_id=7, submitted_by_id=7)


def test_a_plan_is_returned_with_words() -> None:
    with pytest.raises(rules.TextWanted):
        rules.check_return("  ")


def test_an_item_ends_within_its_plan_and_after_it_starts() -> None:
    rules.check_item(title={"fr": "A"}, seats=1, starts_on=YEAR[0], due_on=YEAR[1], period=YEAR)
    with pytest.raises(rules.DueOutside):
        rules.check_item(title={"fr": "A"}, seats=1, starts_on=None, due_on=date(2027, 1, 1), period=YEAR)
    with pytest.raises(rules.StartsAfterDue):
        rules.check_item(title={"fr": "A"}, seats=1, starts_on=date(2026, 5, 2), due_on=date(2026, 5, 1), period=YEAR)


def test_money_has_a_source_and_is_never_negative() -> None:
    with pytest.raises(rules.NoSource):
        rules.check_budget(source=" ", amounts=[Decimal(1)])
    with pytest.raises(rules.NegativeAmount):
        rules.check_budget(source="DGD", amounts=[Decimal(1), Decimal("-0.01")])


@pytest.mark.parametrize(
    ("seats", "needs", "shares"), [(12, 1, [12]), (12, 5, [3, 3, 2, 2, 2]), (2, 3, [1, 1, 1]), (9, 0, [])]
)
def test_seats_are_spread_over_the_needs(seats: int, needs: int, shares: list[int]) -> None:
    assert rules.spread(seats, needs) == shares
