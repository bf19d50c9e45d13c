from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml

import cic_events
from cic_events.calendar import day_names
from cic_events.calendar.holidays import (
    Advice,
    LocalSpan,
    Reason,
    ReligiousDay,
    advise,
    days_off,
    local_spans,
    public_holidays,
    religious_days,
)

ROWS = yaml.safe_load((Path(cic_events.__file__).parent / "data" / "religious_days_ma.yaml").read_text("utf-8"))
KNOWN = religious_days(ROWS)
BOTH = ("MA", "BE")


def reasons(
    starts: datetime, ends: datetime, countries: Sequence[str] = BOTH, market_day: str | None = None
) -> list[tuple[Reason, str]]:
    found = advise(starts, ends, countries=countries, religious=KNOWN, market_day=market_day)
    return [(advice.reason, advice.country) for advice in found]


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def morning(day: date) -> tuple[datetime, datetime]:
    return at(day, 8), at(day, 11)


def test_an_ordinary_tuesday_calls_for_no_advice() -> None:
    assert reasons(*morning(date(2026, 10, 6))) == []


@pytest.mark.parametrize(
    ("day", "country"),
    [
        (date(2026, 7, 30), "MA"),
        (date(2026, 11, 6), "MA"),
        (date(2027, 1, 14), "MA"),
        (date(2026, 10, 31), "MA"),
        (date(2026, 7, 21), "BE"),
        (date(2027, 5, 6), "BE"),
        (date(2018, 5, 21), "BE"),
    ],
)
def test_a_day_off_is_told_of_the_country_that_keeps_it(day: date, country: str) -> None:
    assert (Reason.PUBLIC_HOLIDAY, country) in reasons(*morning(day))


def test_a_day_off_in_the_other_country_is_no_matter_when_only_one_side_meets() -> None:
    assert reasons(*morning(date(2026, 7, 21)), countries=["MA"]) == []


def test_a_day_off_in_both_countries_is_told_of_both() -> None:
    found = advise(*morning(date(2028, 5, 1)), countries=BOTH)

    assert [(advice.country, advice.names["nl"]) for advice in found] == [
        ("MA", "Dag van de Arbeid"),
        ("BE", "Dag van de Arbeid"),
    ]


def test_the_package_s_guesses_at_religious_feasts_are_left_out() -> None:
    assert public_holidays("MA", 2018)[date(2018, 8, 21)] == ("Youth Day",)
    assert date(2018, 6, 15) not in public_holidays("MA", 2018)


@pytest.mark.parametrize("country", BOTH)
def test_every_day_off_has_its_name_in_four_languages(country: str) -> None:
    said = {name for year in range(2016, 2036) for names in public_holidays(country, year).values() for name in names}

    assert [name for name in sorted(said) if sorted(day_names.of_holiday(name)) != ["ar", "en", "fr", "nl"]] == []


def test_every_religious_day_of_the_table_has_its_name_in_four_languages() -> None:
    assert {kept.feast for kept in KNOWN} <= set(day_names.RELIGIOUS)


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2018, 8, 20), None),
        (date(2018, 8, 21), Reason.NEAR_FEAST),
        (date(2018, 8, 22), Reason.FEAST),
        (date(2018, 8, 23), Reason.FEAST),
        (date(2018, 8, 24), Reason.NEAR_FEAST),
        (date(2018, 8, 25), None),
    ],
)
def test_a_feast_casts_one_day_before_and_after(day: date, reason: Reason | None) -> None:
    feasts = {Reason.FEAST, Reason.NEAR_FEAST}

    assert [found for found, _ in reasons(at(day, 8), at(day, 10)) if found in feasts] == ([reason] if reason else [])


def test_a_feast_that_was_announced_is_certain_and_an_estimate_is_not() -> None:
    [announced] = advise(*morning(date(2018, 8, 22)), countries=["MA"], religious=KNOWN)
    [estimated] = advise(*morning(date(2027, 3, 10)), countries=["MA"], religious=KNOWN)

    assert announced == Advice(Reason.FEAST, date(2018, 8, 22), "MA", day_names.RELIGIOUS["eid_al_adha"], certain=True)
    assert estimated == Advice(Reason.FEAST, date(2027, 3, 10), "MA", day_names.RELIGIOUS["eid_al_fitr"], certain=False)


def test_the_day_kept_wins_over_the_estimate() -> None:
    row = {"feast": "mawlid", "estimate": "2017-11-30", "kept": "2017-12-01", "status": "press"}

    assert religious_days([row]) == [ReligiousDay("mawlid", date(2017, 12, 1), date(2017, 12, 2), certain=True)]


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2018, 5, 15), False),
        (date(2018, 5, 16), True),
        (date(2018, 6, 5), True),
        (date(2031, 1, 2), True),
        (date(2018, 6, 21), False),
    ],
)
def test_ramadan_means_short_days(day: date, told: bool) -> None:
    assert ((Reason.RAMADAN, "MA") in reasons(*morning(day))) is told


@pytest.mark.parametrize(
    ("starts", "ends", "told"),
    [
        ((9, 0), (12, 0), False),
        ((9, 0), (12, 1), True),
        ((14, 59), (16, 0), True),
        ((15, 0), (17, 0), False),
    ],
)
def test_friday_midday_is_for_prayers(starts: tuple[int, int], ends: tuple[int, int], told: bool) -> None:
    friday = date(2026, 10, 9)

    assert (reasons(at(friday, *starts), at(friday, *ends)) == [(Reason.FRIDAY_MIDDAY, "MA")]) is told


def test_friday_midday_is_read_on_the_moroccan_clock() -> None:
    summer_friday = date(2027, 6, 25)

    from_14_to_16_in_brussels = (at(summer_friday, 12), at(summer_friday, 14))
    assert reasons(*from_14_to_16_in_brussels) == [(Reason.FRIDAY_MIDDAY, "MA")]
    assert reasons(*from_14_to_16_in_brussels, countries=["BE"]) == []


def test_nobody_comes_on_market_day() -> None:
    tuesday = date(2026, 10, 6)

    assert reasons(*morning(tuesday), market_day="tue") == [(Reason.MARKET_DAY, "MA")]
    assert reasons(*morning(tuesday), market_day="wed") == []


def test_several_reasons_stand_in_the_order_of_the_days() -> None:
    thursday, friday = date(2026, 11, 5), date(2026, 11, 6)

    assert [
        (advice.day, advice.reason)
        for advice in advise(at(thursday, 20), at(friday, 13), countries=BOTH, market_day="thu")
    ] == [
        (thursday, Reason.MARKET_DAY),
        (friday, Reason.PUBLIC_HOLIDAY),
        (friday, Reason.FRIDAY_MIDDAY),
    ]


def test_midnight_belongs_to_the_day_that_it_ends() -> None:
    evening = date(2026, 11, 5)

    assert list(local_spans(at(evening, 22), at(date(2026, 11, 6), 0), "Africa/Casablanca")) == [
        LocalSpan(evening, at(evening, 22).time(), None)
    ]


def test_elected_people_are_needed_by_the_council_in_february_may_and_october() -> None:
    def said(day: date, countries: Sequence[str] = ("MA",)) -> list[Reason]:
        return [advice.reason for advice in advise(*morning(day), countries=countries, council=True)]

    assert said(date(2026, 10, 6)) == [Reason.COUNCIL_MONTH]
    assert said(date(2026, 11, 3)) == []
    assert said(date(2026, 10, 6), ["BE"]) == []


def test_a_whole_day_is_a_day_off_or_of_ramadan_but_not_the_eve_of_a_feast() -> None:
    def said(day: date, *countries: str) -> list[Reason]:
        return [advice.reason for advice in days_off(day, countries=countries, religious=KNOWN)]

    assert said(date(2027, 3, 8), "MA") == [Reason.RAMADAN]
    assert said(date(2026, 5, 26), "MA") == []
    assert said(date(2026, 5, 27), "MA") == [Reason.FEAST]
    assert said(date(2026, 7, 21), "MA") == []
    assert said(date(2026, 7, 21), "BE") == [Reason.PUBLIC_HOLIDAY]


@pytest.mark.parametrize("day", ["2017-09-21", "2018-09-11", "2024-07-07", "2026-06-16", "2027-06-06"])
def test_the_islamic_new_year_is_one_day(day: str) -> None:
    first = date.fromisoformat(day)
    following = date.fromordinal(first.toordinal() + 1)

    assert [a.reason for a in days_off(first, countries=["MA"], religious=KNOWN)] == [Reason.FEAST]
    assert [a.reason for a in days_off(following, countries=["MA"], religious=KNOWN)] == []
