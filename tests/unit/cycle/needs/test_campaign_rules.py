"""What a collection of needs must say, and when it takes, closes and is analysed."""

from datetime import date

import pytest

from cic_events.cycle.needs import rules
from cic_events.cycle.needs.states import CampaignIllegalMove, CampaignState, check_campaign

MONDAY, TUESDAY = date(2026, 9, 28), date(2026, 9, 29)


def test_a_collection_without_a_name_is_refused() -> None:
    with pytest.raises(rules.NoTitle):
        rules.check_campaign_said(title={"fr": " "}, starts_on=MONDAY, ends_on=TUESDAY)


def test_a_collection_of_one_day_is_possible_and_one_that_runs_backwards_is_not() -> None:
    rules.check_campaign_said(title={"fr": "Besoins"}, starts_on=MONDAY, ends_on=MONDAY)

    with pytest.raises(rules.EndsBeforeItBegins):
        rules.check_campaign_said(title={"fr": "Besoins"}, starts_on=TUESDAY, ends_on=MONDAY)


def test_it_is_not_opened_after_its_last_day() -> None:
    rules.check_opened(ends_on=MONDAY, today=MONDAY)

    with pytest.raises(rules.AlreadyOver):
        rules.check_opened(ends_on=MONDAY, today=TUESDAY)


@pytest.mark.parametrize(("today", "day"), [(MONDAY, None), (TUESDAY, MONDAY)])
def test_it_ends_by_itself_on_its_last_day(today: date, day: date | None) -> None:
    assert rules.closed_on(ends_on=MONDAY, today=today) == day


@pytest.mark.parametrize("state", [CampaignState.DRAFT, CampaignState.CLOSED, CampaignState.ANALYSED])
def test_only_an_open_collection_takes_needs(state: CampaignState) -> None:
    with pytest.raises(rules.CollectionNotOpen):
        rules.check_recorded_in(state, same_commune=True)


def test_a_collection_takes_the_needs_of_its_own_commune() -> None:
    rules.check_recorded_in(CampaignState.OPEN, same_commune=True)

    with pytest.raises(rules.CollectionOfOthers):
        rules.check_recorded_in(CampaignState.OPEN, same_commune=False)


def test_it_is_analysed_once_every_need_was_decided_on() -> None:
    rules.check_analysed(waiting=0)

    with pytest.raises(rules.NeedsWait) as refused:
        rules.check_analysed(waiting=2)
    assert str(refused.value) == "Needs that still wait to be qualified or answered otherwise: 2."


def test_a_closed_collection_is_not_opened_again() -> None:
    with pytest.raises(CampaignIllegalMove):
        check_campaign(CampaignState.CLOSED, CampaignState.OPEN)
