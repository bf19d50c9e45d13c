"""The working hours that count for an offer, country by country; whoever edits the programme writes them."""

from typing import Any

import wtforms
from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import FieldList, FormField, TimeField
from wtforms.validators import Optional

from cic_events.blueprints.sessions import bp
from cic_events.blueprints.sessions.dates import COUNTRIES
from cic_events.events import hours
from cic_events.kernel.units import reading
from cic_events.people.permissions import Action
from cic_events.web.access import requires
from cic_events.web.forms import Form
from cic_events.web.locale import _, _l
from cic_events.web.pages import page, redirect
from cic_events.web.session import actor

DAYS = (_l("Monday"), _l("Tuesday"), _l("Wednesday"), _l("Thursday"), _l("Friday"), _l("Saturday"), _l("Sunday"))


class DayForm(wtforms.Form):
    opens = TimeField(_l("From"), [Optional()])
    closes = TimeField(_l("To"), [Optional()])
    ramadan_opens = TimeField(_l("From, during Ramadan"), [Optional()])
    ramadan_closes = TimeField(_l("To, during Ramadan"), [Optional()])

    def validate(self, extra_validators: Any = None) -> bool:
        good = bool(super().validate(extra_validators))
        for first, last in ((self.opens, self.closes), (self.ramadan_opens, self.ramadan_closes)):
            if bool(first.data) != bool(last.data):
                last.errors = [*last.errors, _("Fill in both hours, or none on a free day.")]
                good = False
            elif first.data and last.data <= first.data:
                last.errors = [*last.errors, _("The end of the working hours must come after their start.")]
                good = False
        return good


class WeekForm(Form):
    """A working week; a day without hours is free."""

    days = FieldList(FormField(DayForm), _l("Days"), min_entries=7, max_entries=7)

    def week(self) -> dict[tuple[bool, int], tuple[Any, Any]]:
        found: dict[tuple[bool, int], tuple[Any, Any]] = {}
        for number, day in enumerate(self.days):
            if day.opens.data:
                found[False, number] = (day.opens.data, day.closes.data)
            if day.ramadan_opens.data:
                found[True, number] = (day.ramadan_opens.data, day.ramadan_closes.data)
        return found


@bp.route("/working-hours/<any(MA, BE):country>", methods=["GET", "POST"])
@requires(Action.PROGRAMME_EDIT)
def working_hours(country: str) -> ResponseReturnValue:
    """From when to when people work there: only these hours count for who is offered a place."""
    with reading():
        form = WeekForm(data={"days": _stored(country)} if request.method == "GET" else None)
    if form.validate_on_submit():
        with form.refusals():
            hours.set_week(country, week=form.week(), by=actor())
            flash(_("Saved. Offers that were made keep their end."), "success")
            return redirect(url_for(".working_hours", country=country))
    return page("sessions/hours.html", form=form, country=country, countries=COUNTRIES, days=DAYS)


def _stored(country: str) -> list[dict[str, Any]]:
    week = hours.week_of(country)
    usual, fasting = ([week.get((ramadan, day), (None, None)) for day in range(7)] for ramadan in (False, True))
    return [
        {"opens": o, "closes": c, "ramadan_opens": ro, "ramadan_closes": rc}
        for (o, c), (ro, rc) in zip(usual, fasting, strict=True)
    ]
