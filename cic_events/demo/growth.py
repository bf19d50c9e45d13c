"""The larger size: more communes, more trainers, and three hundred sessions of the current programme."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, time, timedelta
from functools import partial

from cic_events.cycle.directory import service as directory
from cic_events.demo import cast, days
from cic_events.demo.agenda import PartSpec, SessionSpec
from cic_events.demo.founding import MANAGER
from cic_events.demo.material import communes, more_communes, words
from cic_events.demo.stage import Stage, Step
from cic_events.kernel import clock
from cic_events.people import service
from cic_events.people.models import Role

SESSIONS = 300
MEMBERS = 40  # of each audience in each southern commune
TRAINERS = 2  # of each southern commune, in turn
AHEAD = timedelta(weeks=10)
OPENED = timedelta(weeks=5)
KINDS: Mapping[str, tuple[str, str, str]] = {
    "hr_basics": ("R3.2", "sas", "officer"),
    "project_design": ("R4.7", "local_actors", "association"),
    "elected_role": ("R5.2", "elected", "elected_official"),
    "competence_management": ("R3.5", "sas", "officer"),
    "inclusion_disability": ("R4.4", "local_actors", "association"),
    "participation": ("R5.2", "elected", "elected_official"),
    "social_diagnosis": ("R3.7", "sas", "officer"),
    "funding_search": ("R4.8", "local_actors", "association"),
    "monitoring_indicators": ("R3.7", "sas", "officer"),
    "communication_plan": ("R6.1", "sas", "officer"),
    "gender_equality": ("R3.7", "sas", "officer"),
    "digital_basics": ("R4.4", "local_actors", "association"),
}


def souths() -> list[str]:
    return [commune.id for commune in (*communes(), *more_communes()) if commune.side == "S"]


def steps(stage: Stage, *, on: date) -> list[Step]:
    """The officers of the new communes, and trainers enough."""
    found = [Step(days.at(on, 11), partial(_officer, stage, commune.id, commune.side)) for commune in more_communes()]
    for number in range(len(souths()) * TRAINERS):
        found.append(Step(days.at(on, 12 + number / 60), partial(_trainer, stage, number)))
    return found


def _officer(stage: Stage, commune: str, side: str) -> None:
    guest = cast.invented(stage, commune, "officer", 0)
    draft = replace(guest.draft, email=cast.email_of(guest.draft.name_latin, commune))
    role = Role.SAS_OFFICER if side == "S" else Role.COORDINATOR
    with stage.acting(MANAGER) as by:
        made = service.add_person(
            draft=draft, organisation_id=stage[f"home:{commune}"], role=role, starts_on=clock.today(), by=by
        )
    stage[guest.key] = made.id


def _trainer(stage: Stage, number: int) -> None:
    key = f"trainer/{number}"
    with stage.acting(MANAGER) as by:
        made = service.add_person(
            draft=cast.trainer_draft(stage, number),
            organisation_id=stage["home:trainers"],
            role=Role.TRAINER,
            function=words()["functions"]["trainer"],
            starts_on=clock.today(),
            by=by,
        )
        stage[f"person:{key}"] = made.id
        entry = directory.propose_trainer(
            stage["home:trainers"], person_id=made.id, themes=sorted(KINDS), languages=["ar", "fr"], by=by
        )
        directory.check_trainer(entry.id, by=by)
    with stage.acting(key) as trainer:
        directory.publish_trainer(entry.id, by=trainer)


def sessions(stage: Stage, *, early: Iterable[date], late: Iterable[date]) -> list[SessionSpec]:
    """Every southern commune in turn, on Tuesdays and Wednesdays of these weeks."""
    weeks = [*early, *late]
    hosts, each = souths(), SESSIONS // len(souths())
    found = []
    for place, host in enumerate(hosts):
        for turn in range(each):
            week = weeks[(turn * len(hosts) + place) * len(weeks) // (each * len(hosts))]
            found.append(_session(stage, host, hosts[(place + 1) % len(hosts)], place, turn, week))
    return found


def _session(stage: Stage, host: str, neighbour: str, place: int, turn: int, week: date) -> SessionSpec:
    theme = list(KINDS)[(turn + place) % len(KINDS)]
    code, scope, audience = KINDS[theme]
    tuesday = week + timedelta(days=1)
    luck = stage.luck(f"grown:{host}:{turn}")
    parts = (PartSpec(tuesday, time(9), time(16)), PartSpec(tuesday + timedelta(days=1), time(9), time(13)))
    planned = SessionSpec(
        id=f"g{place}-{turn}",
        theme=theme,
        host=host,
        zone=days.MOROCCO,
        parts=parts,
        audience=audience,
        capacity=24,
        confirmed=luck.randint(16, 24),
        waitlisted=0,
        attended=0,
        trainer=f"trainer/{place * TRAINERS + turn % TRAINERS}",
        code=code,
        state="held",
        communes=(host, neighbour),
        scope=scope,
        eur=1200 + 100 * luck.randint(0, 14),
        extra={"first": turn * 7, "of": MEMBERS},
    )
    return _standing(days.settled(planned, stage.today), stage.today)


def _standing(session: SessionSpec, today: date) -> SessionSpec:
    """Over, open, or planned; what is planned has nobody yet."""
    if session.last_day < today:
        return replace(session, state="held")
    opened = session.first_day - today < OPENED
    return replace(session, state="open" if opened else "scheduled", confirmed=session.confirmed if opened else 0)


def mondays(first: date, last: date) -> list[date]:
    """The Mondays between these days, both included."""
    start = first + timedelta(days=-first.weekday() % 7)
    return [start + timedelta(weeks=n) for n in range((last - start).days // 7 + 1)]
