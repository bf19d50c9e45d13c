"""Needs: told in a campaign, qualified by the officer, made a priority by who may; some wait, some close otherwise."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from cic_events.cycle.needs import campaigns as collections
from cic_events.cycle.needs import service
from cic_events.cycle.needs.campaigns import CampaignDraft
from cic_events.cycle.needs.models import TrainingNeed
from cic_events.cycle.needs.service import NeedDraft
from cic_events.cycle.needs.states import NeedOrigin, NotTraining
from cic_events.demo import cast, days
from cic_events.demo.material import CampaignSpec, NeedSpec, campaigns, needs, people, words
from cic_events.demo.stage import Stage, Step
from cic_events.events.states import Audience
from cic_events.kernel.texts import Texts

OVER = "Le programme 2017-2021 est terminé ; à dire de nouveau si le problème demeure"
PRESSING = 4  # from this severity on, a need is made a priority
PRIORITISE = ("hr_referent", "lead_elected")


def steps(stage: Stage, *, era: str, moved: int) -> list[Step]:
    """The needs of the three campaigns, each in every commune that met the problem."""
    known, shift = campaigns(), timedelta(days=moved)
    held = dict.fromkeys((need.campaign, commune) for need in needs() for commune in need.communes)
    found = [step for id, commune in held for step in _campaign(stage, known[id], commune, era, shift)]
    for number, need in enumerate(needs()):
        told = known[need.campaign].opens + shift + timedelta(days=2 + number % 3)
        for place, commune in enumerate(need.communes):
            found += _life(stage, need, commune, place, era=era, told=told)
    return found


def _campaign(stage: Stage, campaign: CampaignSpec, commune: str, era: str, shift: timedelta) -> list[Step]:
    """A commune's collection: opened, closed on its last day, analysed when each of its needs was decided on."""
    key, who = f"campaign:{era}:{campaign.id}@{commune}", cast.officer_of(commune)
    opens, closes = campaign.opens + shift, campaign.closes + shift
    draft = CampaignDraft(campaign.title, Audience(campaign.audience), opens, closes)
    return [
        Step(days.at(opens, 8.5), partial(_open, stage, key, commune, who, draft)),
        Step(days.at(closes, 17), partial(_on, stage, key, who, collections.close)),
        Step(days.at(closes + timedelta(days=1), 9), partial(_on, stage, key, who, collections.analyse)),
    ]


def _open(stage: Stage, key: str, commune: str, who: str, draft: CampaignDraft) -> None:
    with stage.acting(who) as by:
        stage[key] = collections.draft(stage[f"home:{commune}"], draft=draft, by=by).id
        collections.open_(stage[key], by=by)


def _on(stage: Stage, key: str, who: str, verb: Callable[..., object]) -> None:
    with stage.acting(who) as by:
        verb(stage[key], by=by)


def _life(stage: Stage, need: NeedSpec, commune: str, place: int, *, era: str, told: date) -> list[Step]:
    key, officer = f"need:{era}:{need.id}@{commune}", cast.officer_of(commune)
    persons = need.people // len(need.communes) + (1 if place < need.people % len(need.communes) else 0)
    draft = NeedDraft(
        problem=need.problem,
        persons=max(1, persons),
        severity=need.severity,
        theme=need.theme,
        audience=Audience(need.audience),
        origin=NeedOrigin.INTERVIEW if campaigns()[need.campaign].by_interview else NeedOrigin.CAMPAIGN,
    )
    campaign, hour = f"campaign:{era}:{need.campaign}@{commune}", 9 + place / 2
    found = [
        Step(days.at(told, hour), partial(_record, stage, key, commune, officer, draft, campaign)),
        Step(days.at(told + timedelta(days=7), hour), partial(qualify, stage, key, need.theme, need.code, officer)),
    ]
    judge = _judge(commune)
    if need.severity >= PRESSING and judge:
        found.append(
            Step(days.at(told + timedelta(days=12), hour), partial(_prioritise, stage, key, need.severity, judge))
        )
    return found


def _record(stage: Stage, key: str, commune: str, who: str, draft: NeedDraft, campaign: str = "") -> None:
    with stage.acting(who) as by:
        whole = replace(draft, campaign_id=stage.get(campaign))
        stage[key] = service.record(stage[f"home:{commune}"], draft=whole, by=by).id


def qualify(stage: Stage, key: str, theme: str, code: str, who: str) -> None:
    with stage.acting(who) as by:
        id = stage[key]
        service.qualify(id, theme=theme, activity_code=code, version=stage.version(TrainingNeed, id), by=by)


def _judge(commune: str) -> str:
    """Who makes a need a priority here."""
    return next((p.id for role in PRIORITISE for p in people() if p.home == commune and role in p.roles), "")


def _prioritise(stage: Stage, key: str, severity: int, who: str) -> None:
    with stage.acting(who) as by:
        id = stage[key]
        service.prioritise(id, severity=severity, version=stage.version(TrainingNeed, id), by=by)


def ended(stage: Stage, *, era: str, on: date) -> list[Step]:
    """When a programme is over, what it served is closed and stays readable."""

    every = [(need, commune) for need in needs() for commune in need.communes]
    return [
        Step(
            days.at(on, 10 + number / 60),
            partial(end, stage, f"need:{era}:{need.id}@{commune}", cast.officer_of(commune)),
        )
        for number, (need, commune) in enumerate(every)
    ]


def end(stage: Stage, key: str, who: str) -> None:
    """Closed with its programme."""
    with stage.acting(who) as by:
        id = stage[key]
        service.close_otherwise(id, reason=OVER, version=stage.version(TrainingNeed, id), by=by)


def recent(stage: Stage) -> list[Step]:
    """What was told lately: some needs wait for the officer, one is not a training problem."""
    found = []
    for number, row in enumerate(words()["waiting_needs"]):
        found.append(_told(stage, row, f"need:recent:{number}"))
    for number, row in enumerate(words()["closed_needs"]):
        key, told = f"need:closed:{number}", _told(stage, row, f"need:closed:{number}")
        found += [told, Step(told.at + timedelta(days=3), partial(_close, stage, key, row))]
    return found


def _told(stage: Stage, row: Mapping[str, Any], key: str) -> Step:
    draft = NeedDraft(
        problem=Texts(row["problem"]),
        persons=row["persons"],
        severity=row["severity"],
        theme=row.get("theme") or None,
        audience=Audience(row["audience"]) if "audience" in row else None,
    )
    day = days.weekday_near(stage.today - timedelta(days=row["days"]))
    return Step(days.at(min(day, stage.today), 8), partial(_record, stage, key, row["at"], row["by"], draft))


def _close(stage: Stage, key: str, row: Mapping[str, Any]) -> None:
    with stage.acting(row["by"]) as by:
        id = stage[key]
        service.close_otherwise(
            id, reason=row["reason"], version=stage.version(TrainingNeed, id), by=by, lacks=NotTraining(row["lacks"])
        )
