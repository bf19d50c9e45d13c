"""Sessions: planned from the plan, announced, opened; people register or are registered, the surplus waits."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from cic_events.cycle.sessions import service, trainers
from cic_events.cycle.sessions.service import SessionDraft
from cic_events.demo import cast, days, giving, measuring
from cic_events.demo.agenda import SessionSpec, title_of
from cic_events.demo.cast import Guest
from cic_events.demo.material import people, tests, words
from cic_events.demo.stage import Stage, Step
from cic_events.events import service as registrations
from cic_events.events.parts import PartDraft
from cic_events.events.service import Visitor
from cic_events.events.states import Audience
from cic_events.kernel import clock
from cic_events.kernel.texts import Texts

LONG_BEFORE = timedelta(days=45)
MINIMUM = 0.4  # of the places
OPEN = frozenset({"open", "held", "evaluated"})
HELD = frozenset({"held", "evaluated"})


@dataclass(frozen=True)
class Course:
    """When a session was prepared: from its first draft to the eve, or to today."""

    begins: datetime
    ends: datetime

    def at(self, share: float) -> datetime:
        return self.begins + (self.ends - self.begins) * share


def course(session: SessionSpec, *, since: datetime, now: datetime) -> Course:
    """`since`: its plan holds from then on; `now`: what stands today was done before."""
    ends = min(days.at(session.first_day, 7), now - timedelta(minutes=5))
    begins = min(days.at(session.first_day) - LONG_BEFORE, now - timedelta(days=21))
    return Course(max(begins, min(since, ends - timedelta(hours=2))), ends)


def steps(
    stage: Stage, session: SessionSpec, *, era: str, since: datetime, now: datetime, tested: bool = True
) -> list[Step]:
    """The life of a session until today, as far as its state says. `tested`: its learning is measured."""
    tested = tested and session.theme in tests()
    key, host, when = (
        f"session:{era}:{session.id}",
        cast.officer_of(session.host),
        course(session, since=since, now=now),
    )
    found = [Step(when.at(0.02), partial(_plan, stage, session, key, f"item:{era}:{session.id}", host))]
    if session.state == "draft":
        return found
    if tested:
        found.append(Step(when.at(0.04), partial(measuring.write, stage, session, key, host)))
    found.append(Step(when.at(0.06), partial(_by, stage, host, service.schedule, key)))
    found += _trainer(stage, session, key, host, when)
    if session.state not in OPEN:
        return found
    found.append(Step(when.at(0.1), partial(_by, stage, host, service.open_registration, key)))
    for number, guest in enumerate(arriving(stage, session)):
        at = when.at(0.12 + 0.78 * (number + 1) / (session.registered + 1))
        found.append(Step(at, partial(enrol, stage, key, guest, number)))
    if session.state in HELD:
        if tested:
            found.append(Step(when.at(0.94), partial(measuring.before, stage, session, key, host)))
        found.append(Step(when.at(0.97), partial(_by, stage, host, service.confirm, key)))
        reported = giving.reported_on(session, era=era)
        found += giving.steps(stage, session, key, host, tested=tested, reported=reported)
    return found


def _trainer(stage: Stage, session: SessionSpec, key: str, host: str, when: Course) -> list[Step]:
    """Asked by the officer, accepted by the link, confirmed."""
    return [
        Step(when.at(0.07), partial(_ask, stage, session, key, host, when.at(0.95))),
        Step(when.at(0.2), partial(_accept, stage, key)),
        Step(when.at(0.3), partial(_by, stage, host, trainers.confirm, f"{key}:trainer")),
    ]


def _ask(stage: Stage, session: SessionSpec, key: str, who: str, answer_by: datetime) -> None:
    with stage.acting(who) as by:
        asked = trainers.ask(stage[key], answer_by=answer_by, by=by, person_id=stage[f"person:{session.trainer}"])
        stage[f"{key}:trainer"] = asked.id


def _accept(stage: Stage, key: str) -> None:
    with giving.by_link(stage, key) as trainer:
        trainers.accept(stage[f"{key}:trainer"], by=trainer)


def _by(stage: Stage, who: str, verb: Callable[..., None], key: str) -> None:
    with stage.acting(who) as by:
        verb(stage[key], by=by)


def _plan(stage: Stage, session: SessionSpec, key: str, item: str, who: str) -> None:
    with stage.acting(who) as by:
        stage[key] = service.plan(stage[f"home:{session.host}"], draft=draft_of(stage, session, item), by=by).id


def minimum(session: SessionSpec) -> int:
    """With fewer people it does not take place."""
    return max(1, int(session.capacity * MINIMUM))


def draft_of(stage: Stage, session: SessionSpec, item: str) -> SessionDraft:
    common, theme = words()["common"], words()["themes"][session.theme]
    planned = stage.get(item)
    return SessionDraft(
        title=title_of(session),
        zone=session.zone,
        capacity=session.capacity,
        minimum=minimum(session),
        parts=[PartDraft(part.day, part.start, part.end) for part in session.parts],
        plan_item_id=planned,
        off_plan_reason="" if planned else "Demandé par le groupe de travail des communes",
        activity_code=session.code,
        objectives=Texts(theme["objectives"]),
        prerequisites=Texts(common["prerequisites"]),
        assessment=Texts(common["assessment"]),
        cost=Texts(common["cost"]),
        place=Texts(common["online" if session.online else "hall"]),
        online_url="https://visio.example.org/cic" if session.online else None,
        audience=Audience(session.audience),
        theme=session.theme,
        languages=("nl", "fr") if session.zone == "Europe/Brussels" else ("ar", "fr"),
        trainer_name=cast.name_of(stage, session.trainer),
    )


def arriving(stage: Stage, session: SessionSpec) -> Iterator[Guest]:
    """Who comes, commune after commune in turn. In the larger size each session begins elsewhere among the people."""
    audiences = cast.AUDIENCES if session.audience == "mixed" else (session.audience,)
    homes = list(dict.fromkeys(session.communes))
    first, of = session.extra.get("first", 0), session.extra.get("of", session.capacity + session.registered)
    for number in range(session.registered):
        place, turn = number % len(homes), number // len(homes)
        audience = audiences[turn % len(audiences)]
        yield cast.guests(stage, homes[place], audience, (first + turn // len(audiences)) % of)


def enrol(stage: Stage, key: str, guest: Guest, number: int) -> None:
    """One in three with an address registers alone; an association's president or the officer does it for others."""
    person = cast.record(stage, guest, on=clock.today())
    if guest.draft.email and number % 3 == 0:
        visitor = Visitor(
            name=guest.draft.name_latin,
            commune_id=stage[f"home:{guest.commune}"],
            email=guest.draft.email,
            phone=guest.draft.phone,
            function=guest.function,
            language=guest.draft.language,
        )
        with stage.visiting() as by:
            registrations.register_oneself(stage[key], visitor=visitor, by=by)
        return
    with stage.acting(_speaker(guest)) as by:
        registrations.register(
            stage[key], person_id=person, organisation_id=stage[f"home:{guest.home}"], function=guest.function, by=by
        )


def _speaker(guest: Guest) -> str:
    """Who registers for an organisation: the president of an association, the officer of a commune."""
    if guest.home == guest.commune:
        return cast.officer_of(guest.commune)
    return next(p.id for p in people() if p.home == guest.home and "association_president" in p.roles)


def after(stage: Stage, session: SessionSpec, *, era: str) -> list[Step]:
    """What became of a session of the history that was still to come on the day that the history is told."""
    key, host = f"session:{era}:{session.id}", cast.officer_of(session.host)
    if session.registered >= minimum(session):
        confirmed = Step(
            days.at(session.first_day - timedelta(days=3)), partial(_by, stage, host, service.confirm, key)
        )
        return [
            confirmed,
            *giving.steps(stage, session, key, host, tested=False, reported=giving.reported_on(session, era=era)),
        ]
    return [Step(days.at(session.first_day - timedelta(days=7)), partial(_call_off, stage, key, host))]


def _call_off(stage: Stage, key: str, who: str) -> None:
    with stage.acting(who) as by:
        service.cancel(stage[key], reason="Trop peu d'inscrits ; les besoins passent au plan suivant", by=by)
