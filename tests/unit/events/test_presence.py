from datetime import UTC, date, datetime, time, timedelta

import pytest

from cic_events.events import presence_rules as rules
from cic_events.events.states import EventState, Presence

HALF_DAY = 180
NINE = datetime(2026, 10, 12, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "lost", "minutes"),
    [
        (Presence.PRESENT, 0, 180),
        (Presence.PRESENT, 30, 180),
        (Presence.LATE, 20, 160),
        (Presence.LEFT_EARLY, 179, 1),
        (Presence.EXCUSED, 0, 0),
        (Presence.ABSENT, 15, 0),
    ],
)
def test_minutes_follow_from_the_mark_and_the_length_of_the_part(status: Presence, lost: int, minutes: int) -> None:
    assert rules.minutes_present(status, length=HALF_DAY, lost=lost) == minutes


@pytest.mark.parametrize("lost", [0, -5, 180, 500])
def test_who_is_late_lost_some_of_the_minutes_and_not_all(lost: int) -> None:
    with pytest.raises(rules.MinutesWanted) as refused:
        rules.minutes_present(Presence.LATE, length=HALF_DAY, lost=lost)
    assert str(refused.value) == "Say how many minutes were missed: from 1 to 179."


@pytest.mark.parametrize(("minutes", "of", "percent"), [(287, 360, 79), (288, 360, 80), (360, 360, 100), (0, 0, 0)])
def test_a_percentage_is_rounded_down(minutes: int, of: int, percent: int) -> None:
    assert rules.percent(minutes, of) == percent


def test_a_sheet_opens_half_an_hour_before_its_part() -> None:
    for early in (timedelta(minutes=30), timedelta(0), -timedelta(hours=3)):
        rules.check_time(starts_at=NINE, now=NINE - early, day=date(2026, 10, 12), start=time(9))
    with pytest.raises(rules.TooEarly) as refused:
        rules.check_time(starts_at=NINE, now=NINE - timedelta(minutes=31), day=date(2026, 10, 12), start=time(9))
    assert "2026-10-12 at 09:00" in str(refused.value)


def test_only_a_session_that_takes_place_is_marked() -> None:
    for state in (EventState.CONFIRMED, EventState.RUNNING):
        rules.check_markable(state, locked=False)
    for state in set(EventState) - {EventState.CONFIRMED, EventState.RUNNING}:
        with pytest.raises(rules.NotUnderWay):
            rules.check_markable(state, locked=False)
    with pytest.raises(rules.SheetLocked):
        rules.check_markable(EventState.RUNNING, locked=True)


@pytest.mark.parametrize("typed", ["Jean-Luc Mertens", "mertens jean luc", "  JEAN-LUC  MERTENS ", "جان لوك مرتنس"])
def test_one_signs_with_the_own_name_however_it_is_typed(typed: str) -> None:
    rules.check_signed_by(typed, "Jean-Luc Mertens", "جان لوك مرتنس")


@pytest.mark.parametrize("typed", ["", "Mertens", "Amal Serghini"])
def test_another_name_signs_nothing(typed: str) -> None:
    with pytest.raises(rules.NotThisName):
        rules.check_signed_by(typed, "Jean-Luc Mertens", "")


def test_a_correction_wants_a_signed_sheet_a_reason_and_an_open_record() -> None:
    rules.check_correction(reason="Was in the other room", locked=True, closed=False)
    with pytest.raises(rules.SheetNotLocked):
        rules.check_correction(reason="Was in the other room", locked=False, closed=False)
    with pytest.raises(rules.CorrectionWantsReason):
        rules.check_correction(reason=" ", locked=True, closed=False)
    with pytest.raises(rules.RecordsClosed):
        rules.check_correction(reason="Was in the other room", locked=True, closed=True)


def test_nobody_is_the_own_second_person() -> None:
    rules.check_second(asked_by=1, second=2)
    for second in (1, None):
        with pytest.raises(rules.SecondPersonWanted):
            rules.check_second(asked_by=1, second=second)
