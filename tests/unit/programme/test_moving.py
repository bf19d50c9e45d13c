"""The next programme begins as a copy of the one before, in other years."""

from datetime import date

from cic_events.programme import moving
from cic_events.programme.loading import load


def test_every_day_moves_by_whole_years_and_nothing_else_changes() -> None:
    written = load()

    moved = moving.beginning_in(written, 2025)

    assert (moved.programme.first, moved.programme.last) == (date(2025, 1, 1), date(2029, 12, 31))
    assert (moved.plan.first, moved.plan.last) == (date(2025, 1, 1), date(2026, 12, 31))
    assert moved.id == "cic-ma-2025-2029"
    for before, after in zip(written.activities, moved.activities, strict=True):
        assert (after.code, after.rule, after.targets) == (before.code, before.rule, before.targets)
        assert after.period.first == before.period.first.replace(year=before.period.first.year + 8)
        assert after.period.last == before.period.last.replace(year=before.period.last.year + 8)


def test_the_same_year_is_the_file_itself() -> None:
    written = load()

    assert moving.beginning_in(written, 2017) is written
