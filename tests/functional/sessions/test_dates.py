"""What speaks against a date is said before the session is saved, once; the officer decides."""

from datetime import date
from typing import Any

import pytest
from webtest import TestResponse

from cic_events.events.models import Event
from cic_events.kernel.db import reading, session, transaction
from cic_events.people.models import Organisation
from tests import make_events as make
from tests.browser import Browser

pytestmark = pytest.mark.usefixtures("now")  # Monday 28 September 2026
TUESDAY, GREEN_MARCH, FRIDAY = "2026-11-10", "2026-11-06", "2026-11-13"


@pytest.fixture
def host(db: None) -> Organisation:
    return make.commune()


@pytest.fixture
def officer(browser: Browser, host: Organisation) -> Browser:
    return browser.signed_in_as(make.account(host)).in_language("en")


def filled(page: TestResponse, day: str, **typed: str) -> Any:
    form = page.forms["form"]
    said = {
        "title-fr": "Droit social",
        "off_plan_reason": "Demandé par le conseil",
        "capacity": "10",
        "minimum": "2",
        "zone": "Africa/Casablanca",
        "parts-0-day": day,
        "parts-0-start": "09:00",
        "parts-0-end": "11:30",
        **typed,
    }
    for name, value in said.items():
        form[name] = value
    return form


def warned(page: TestResponse) -> str:
    return " ".join(" ".join(note.text.split()) for note in page.html.select(".note--warn"))


def count() -> int:
    with reading():
        return session().query(Event).count()


def test_an_ordinary_date_is_saved_at_once(officer: Browser) -> None:
    filled(officer.get("/sessions/new"), TUESDAY).submit(status=303)

    assert count() == 1


def test_a_day_off_is_said_before_anything_is_saved(officer: Browser) -> None:
    page = filled(officer.get("/sessions/new"), GREEN_MARCH).submit(status=422)

    assert "Friday 6 November 2026: Green March, public holiday (Morocco)" in warned(page)
    assert page.forms["form"]["title-fr"].value == "Droit social"
    assert count() == 0


def test_who_ticks_that_the_date_stays_saves_it(officer: Browser) -> None:
    form = filled(officer.get("/sessions/new"), GREEN_MARCH).submit(status=422).forms["form"]
    form["keep_dates"] = True
    form.submit(status=303)

    assert count() == 1


def test_another_date_needs_no_tick(officer: Browser) -> None:
    form = filled(officer.get("/sessions/new"), GREEN_MARCH).submit(status=422).forms["form"]
    form["parts-0-day"] = TUESDAY
    form.submit(status=303)

    assert count() == 1


def test_a_tick_is_for_the_dates_that_were_shown_only(officer: Browser) -> None:
    form = filled(officer.get("/sessions/new"), GREEN_MARCH).submit(status=422).forms["form"]
    form["keep_dates"], form["parts-0-day"] = True, "2027-02-10"
    page = form.submit(status=422)

    assert "Ramadan" in warned(page)
    assert not page.forms["form"]["keep_dates"].checked
    assert count() == 0


@pytest.mark.parametrize(
    ("day", "end", "said"),
    [
        (FRIDAY, "13:00", "Friday prayer in Morocco"),
        ("2027-03-08", "11:30", "right beside a feast (Eid al-Fitr): many people travel: date estimated"),
        ("2027-03-09", "11:30", "Eid al-Fitr, public holiday (Morocco): date estimated"),
    ],
)
def test_every_reason_has_its_words(officer: Browser, day: str, end: str, said: str) -> None:
    page = filled(officer.get("/sessions/new"), day, **{"parts-0-end": end}).submit(status=422)

    assert said in warned(page)


def test_a_friday_morning_is_no_reason(officer: Browser) -> None:
    filled(officer.get("/sessions/new"), FRIDAY).submit(status=303)


def test_the_market_day_of_the_host_is_said(officer: Browser, host: Organisation) -> None:
    with transaction() as db:
        db.get_one(Organisation, host.id).market_day = "tue"

    page = filled(officer.get("/sessions/new"), TUESDAY).submit(status=422)

    assert "market day of the commune" in warned(page)


def test_the_month_of_the_council_counts_for_elected_people(officer: Browser) -> None:
    page = filled(officer.get("/sessions/new"), "2026-10-20", audience="elected_official").submit(status=422)

    assert "month of a council session" in warned(page)
    filled(officer.get("/sessions/new"), "2026-10-20", audience="officer").submit(status=303)


def test_belgian_days_off_count_when_one_joins_from_there(officer: Browser) -> None:
    belgian = "2026-11-11"
    page = filled(officer.get("/sessions/new"), belgian, online_url="https://meet.example.org/x").submit(status=422)

    assert "Armistice Day, public holiday (Belgium)" in warned(page)
    filled(officer.get("/sessions/new"), belgian).submit(status=303)


def test_a_date_that_stands_is_not_asked_about_again(officer: Browser, host: Organisation) -> None:
    planned = make.session(host, day=date.fromisoformat(GREEN_MARCH))

    form = officer.get(f"/sessions/{planned.id}/edit").forms["form"]
    form["place-fr"] = "Maison communale"
    form.submit(status=303)
    form = officer.get(f"/sessions/{planned.id}/edit").forms["form"]
    form["parts-1-day"], form["parts-1-start"], form["parts-1-end"] = "2026-11-18", "09:00", "12:00"
    page = form.submit(status=422)

    assert "Wednesday 18 November 2026: Independence Day" in warned(page)
    assert "6 November" not in warned(page)


def test_a_form_with_other_errors_speaks_of_them_first(officer: Browser) -> None:
    page = filled(officer.get("/sessions/new"), GREEN_MARCH, capacity="").submit(status=422)

    assert not warned(page)
    assert page.html.find(id="capacity-error") is not None
