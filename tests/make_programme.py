"""Makes rows of evidence, units and activities for the tests of the programme."""

from dataclasses import replace
from datetime import date
from functools import cache
from itertools import count
from typing import Any

from cic_events.programme.assessment import Assessment, assess
from cic_events.programme.evidence import Evidence
from cic_events.programme.framework import ActivitySpec, Framework, Period
from cic_events.programme.loading import load
from cic_events.programme.rows import (
    Appointment,
    Cycle,
    DocumentFact,
    EventHeld,
    FollowUp,
    ListedThing,
    Ref,
    TrainedPerson,
)
from cic_events.programme.rules.figures import Unit, Window
from cic_events.programme.units import Link, Units, units_of
from cic_events.programme.vocabulary import UnitKind

TODAY = date(2018, 10, 8)
PROGRAMME = Window(date(2017, 1, 1), date(2021, 12, 31))
JETTE, BELFAA, KOEKELBERG, OUISSELSATE = 1, 2, 3, 4
_ids = count(1)


@cache
def framework() -> Framework:
    return load()


def activity(code: str, **changes: Any) -> ActivitySpec:
    return replace(framework().by_code[code], **changes)


def period(spec: ActivitySpec, first: date, last: date) -> Period:
    return replace(spec.period, first=first, last=last)


def units() -> Units:
    """Jette-Belfaa from before the programme, Koekelberg-Ouisselsate from May 2017."""
    return units_of(
        [
            Link(1, JETTE, BELFAA, date(2015, 1, 1), date(2025, 12, 31)),
            Link(2, KOEKELBERG, OUISSELSATE, date(2017, 5, 1), date(2021, 12, 31)),
        ],
        PROGRAMME,
    )


def unit(kind: UnitKind, commune: int | None = None) -> Unit:
    """The unit of that kind that holds the commune."""
    return next(u for u in units()[kind] if commune is None or commune in u.communes)


def ref(kind: str) -> Ref:
    return Ref(kind, next(_ids))


def platform(kind: str, day: date, *, approved: date | None = None, **changes: Any) -> EventHeld:
    """A platform of two communes with a theme, held on that day unless `held` says otherwise."""
    values: dict[str, Any] = {
        "ref": ref("platform_meeting"),
        "kind": "platform",
        "platform_kind": kind,
        "first_day": day,
        "last_day": day,
        "held": True,
        "communes": frozenset({JETTE, KOEKELBERG} if kind == "NN" else {BELFAA, OUISSELSATE}),
        "theme": "social diagnosis",
        "minutes_approved_on": approved,
    }
    return EventHeld(**{**values, **changes})


def document(doc_type: str, commune: int | None = BELFAA, **facts: Any) -> DocumentFact:
    days = [day for day in facts.values() if isinstance(day, date)]
    return DocumentFact(
        **{"ref": ref("document"), "doc_type": doc_type, "commune": commune, "started_on": min(days), **facts}
    )


def appointment(role: str, commune: int, starts_on: date, ends_on: date | None = None, **more: Any) -> Appointment:
    return Appointment(
        ref=ref("appointment"),
        person=next(_ids),
        commune=commune,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        **more,
    )


def trained(theme: str, day: date, *roles: str, attendance: int = 100, **changes: Any) -> TrainedPerson:
    values: dict[str, Any] = {
        "ref": ref("attendance"),
        "person": next(_ids),
        "commune": BELFAA,
        "training": next(_ids),
        "theme": theme,
        "first_day": day,
        "last_day": day,
        "held": True,
        "attendance": attendance,
        "roles": frozenset(roles),
        "needs_closed_on": date(2017, 2, 1),
    }
    return TrainedPerson(**{**values, **changes})


def cycle(*sessions: date | None, **changes: Any) -> Cycle:
    values: dict[str, Any] = {
        "ref": ref("training_cycle"),
        "communes": frozenset({BELFAA}),
        "audience": "elected_official",
        "first_day": min(day for day in sessions if day),
        "sessions": sessions,
        "needs_closed_on": date(2017, 1, 15),
        "awareness": True,
        "evaluated_on": max(day for day in sessions if day),
        "gender_known": True,
    }
    return Cycle(**{**values, **changes})


def follow_up(commune: int, day: date, platform: Ref | None = None) -> FollowUp:
    return FollowUp(ref=ref("public_event"), kind="public_event", commune=commune, on=day, platform=platform)


def line(of: str, done: str, since: date, done_on: date | None = None, **more: Any) -> ListedThing:
    return ListedThing(
        **{"ref": ref("line"), "of": of, "done": done, "commune": BELFAA, "since": since, "done_on": done_on, **more}
    )


def units_from(starts_on: date, ends_on: date | None = None) -> Units:
    """The units of a single partnership."""
    return units_of([Link(1, JETTE, BELFAA, starts_on, ends_on)], PROGRAMME)


def assessed(spec: ActivitySpec, evidence: Evidence, as_of: date) -> Assessment:
    """The activity for the two partnerships."""
    return assess(spec, units()[spec.unit], evidence, as_of)
