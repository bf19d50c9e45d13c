"""The same framework in other years: the next programme begins as a copy of this one."""

from dataclasses import replace
from datetime import date

from cic_events.kernel.texts import Texts
from cic_events.programme.framework import ActivitySpec, Framework, Period
from cic_events.programme.rules.figures import Window


def beginning_in(plan: Framework, year: int) -> Framework:
    """The plan with every date moved by whole years, so that its programme begins in that year."""
    years = year - plan.programme.first.year
    if not years:
        return plan
    return replace(
        plan,
        id=renamed(plan.id, plan.programme, years),
        programme=_window(plan.programme, years),
        plan=_window(plan.plan, years),
        objective=_activity(plan.objective, years),
        results=tuple(replace(result, period=_period(result.period, years)) for result in plan.results),
        activities=tuple(_activity(activity, years) for activity in plan.activities),
    )


def renamed(text: str, period: Window, years: int) -> str:
    """What is called after its years, called after the moved ones."""
    return text.replace(called(period), called(_window(period, years)))


def renamed_texts(texts: Texts, period: Window, years: int) -> Texts:
    return Texts({code: renamed(text, period, years) for code, text in texts.items()})


def called(period: Window) -> str:
    return f"{period.first.year}-{period.last.year}"


def _activity(spec: ActivitySpec, years: int) -> ActivitySpec:
    return replace(spec, period=_period(spec.period, years))


def _period(period: Period, years: int) -> Period:
    return replace(period, first=_day(period.first, years), last=_day(period.last, years))


def _window(window: Window, years: int) -> Window:
    return Window(_day(window.first, years), _day(window.last, years))


def _day(day: date, years: int) -> date:
    """The same day of another year; 29 February gives way to the 28th."""
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + years, day=28 if leap else day.day)
