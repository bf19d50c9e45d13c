"""What the needs of an item share."""

import pytest

from cic_events.cycle.plans.rules import agreed


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (["hr_basics", "hr_basics"], "hr_basics"),
        (["hr_basics"], "hr_basics"),
        (["hr_basics", "participation"], None),
        (["hr_basics", None], None),
        ([], None),
    ],
)
def test_only_what_all_needs_say_is_taken_over(said: list[str | None], expected: str | None) -> None:
    assert agreed(said) == expected
