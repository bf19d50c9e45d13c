"""The administrator writes the working hours of a country, and offers count them."""

import pytest

from cic_events.events import hours
from cic_events.kernel.db import reading
from cic_events.people.models import Role
from tests import make_events as make
from tests.browser import Browser

pytestmark = pytest.mark.usefixtures("now")


def test_the_hours_of_a_country_are_changed_on_one_page(browser: Browser) -> None:
    browser = browser.signed_in_as(make.account(make.commune(), role=Role.ADMINISTRATOR)).in_language("en")
    form = browser.get("/sessions/working-hours/MA").forms["form"]

    form["days-5-opens"], form["days-5-closes"] = "09:00", "12:00"
    form["days-4-opens"], form["days-4-closes"] = "", ""
    form.submit(status=303)

    with reading():
        week = hours.week_of("MA")
        belgium = hours.week_of("BE")
    assert [f"{at:%H:%M}" for at in week[False, 5]] == ["09:00", "12:00"]
    assert ((False, 4) in week, (True, 4) in week, (False, 4) in belgium) == (False, True, True)


def test_hours_that_end_before_they_start_are_refused_at_the_field(browser: Browser) -> None:
    browser = browser.signed_in_as(make.account(make.commune(), role=Role.ADMINISTRATOR)).in_language("en")
    form = browser.get("/sessions/working-hours/BE").forms["form"]

    form["days-0-closes"] = "07:00"
    refused = form.submit(status=422)

    assert refused.html.find(id="days-0-closes-error") is not None


def test_an_officer_does_not_change_them(browser: Browser) -> None:
    browser.signed_in_as(make.account(make.commune())).get("/sessions/working-hours/MA", status=404)
