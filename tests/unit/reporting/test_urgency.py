"""What stands first on the desk."""

from datetime import date

from cic_events.reporting.today import urgency

TODAY = date(2026, 11, 25)
OLD, LATE, NEXT = date(2018, 3, 15), date(2026, 10, 1), date(2026, 12, 1)


def test_what_is_years_late_does_not_hide_what_can_still_be_saved() -> None:
    assert sorted([None, OLD, NEXT, LATE], key=lambda due: urgency(due, TODAY)) == [LATE, NEXT, None, OLD]
