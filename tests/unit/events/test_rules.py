from datetime import UTC, datetime, timedelta

import pytest

from cic_events.events import rules
from cic_events.events.states import EventState

START = datetime(2027, 3, 9, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("state", [EventState.OPEN, EventState.CONFIRMED, EventState.CONVENED])
def test_one_registers_until_the_minute_before_closing(state: EventState) -> None:
    rules.check_open(state, closes_at=START, now=START - MINUTE)


def test_registration_closes_on_the_minute() -> None:
    with pytest.raises(rules.RegistrationClosed):
        rules.check_open(EventState.OPEN, closes_at=START, now=START)


@pytest.mark.parametrize("state", [EventState.DRAFT, EventState.SCHEDULED, EventState.POSTPONED, EventState.HELD])
def test_a_session_that_is_not_open_takes_nobody(state: EventState) -> None:
    with pytest.raises(rules.NotOpen):
        rules.check_open(state, closes_at=START, now=START - MINUTE)


def test_a_cancelled_session_says_so_even_after_closing() -> None:
    with pytest.raises(rules.EventCancelled):
        rules.check_open(EventState.CANCELLED, closes_at=START, now=START + MINUTE)


def test_one_withdraws_until_the_start() -> None:
    rules.check_withdrawal(starts_at=START, now=START - MINUTE)
    with pytest.raises(rules.HasBegun):
        rules.check_withdrawal(starts_at=START, now=START)


def test_the_capacity_cannot_go_below_the_places_taken() -> None:
    rules.check_places(capacity=12, minimum=6, taken=12)
    with pytest.raises(rules.CapacityBelowTaken) as refused:
        rules.check_places(capacity=11, minimum=6, taken=12)
    assert str(refused.value) == "12 places are taken already: the capacity cannot be less."
    assert refused.value.field == "capacity"


def test_the_minimum_fits_in_the_capacity() -> None:
    with pytest.raises(rules.MinimumAboveCapacity):
        rules.check_places(capacity=5, minimum=6)


def span(day: str, start: int, end: int) -> rules.Span:
    at = datetime.fromisoformat(day).replace(tzinfo=UTC)
    return rules.Span(day, at + timedelta(hours=start), at + timedelta(hours=end))


def test_parts_that_touch_do_not_overlap() -> None:
    rules.check_spans([span("2027-03-09", 13, 16), span("2027-03-09", 9, 13)])


def test_parts_that_overlap_are_refused_with_their_day() -> None:
    with pytest.raises(rules.PartsOverlap) as refused:
        rules.check_spans([span("2027-03-09", 9, 13), span("2027-03-09", 12, 16)])
    assert str(refused.value) == "Two parts of the session overlap, on 2027-03-09."


def test_a_part_ends_after_it_starts() -> None:
    with pytest.raises(rules.EndsBeforeItStarts):
        rules.check_spans([span("2027-03-09", 13, 9)])


@pytest.mark.parametrize(("parts", "each"), [(1, True), (3, True), (4, False)])
def test_more_than_three_parts_are_told_in_one_mail(parts: int, each: bool) -> None:
    assert rules.told_part_by_part(parts) is each
