"""The invented people who fill the rooms: the same ones come back, each in their own commune."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from cic_events.demo.material import PersonSpec, communes, data, more_communes, people, words
from cic_events.demo.stage import Stage
from cic_events.kernel.names import fold
from cic_events.people import service
from cic_events.people.models import Channel, Gender, Language, Role
from cic_events.people.service import PersonDraft

AUDIENCES = ("officer", "elected_official", "association")
OF_AUDIENCE = {
    "sas_officer": "officer",
    "hr_referent": "officer",
    "director": "officer",
    "head_of_service": "officer",
    "coordinator": "officer",
    "lead_elected": "elected_official",
    "elected_official": "elected_official",
    "association_president": "association",
}


@dataclass(frozen=True)
class Guest:
    """Somebody who may come to a session. `home`: the commune or the association of the script."""

    key: str
    home: str
    commune: str
    draft: PersonDraft
    function: str
    named: bool = False


def email_of(name: str, home: str) -> str:
    """Nobody is ever reached there: example.org belongs to no one."""
    return f"{'.'.join(fold(name).split())}@{home}.example.org"


def phone_of(number: int, side: str) -> str:
    """Valid in form, never to be dialled."""
    return f"+212 600 000 {number % 100:03}" if side == "S" else f"+32 470 00 00 {number % 100:02}"


@cache
def sides() -> dict[str, str]:
    return {commune.id: commune.side for commune in (*communes(), *more_communes())}


@cache
def named_of(commune: str, audience: str) -> tuple[PersonSpec, ...]:
    """The people of the data set who belong to this audience of this commune, its associations' included."""
    below = {row["id"] for row in data()["associations"] if row["commune"] == commune}
    return tuple(
        person
        for person in people()
        if person.home in ({commune} | below) and any(OF_AUDIENCE.get(role) == audience for role in person.roles)
    )


@cache
def homes_of(commune: str) -> tuple[str, ...]:
    """The associations of a commune; the commune itself when it has none."""
    return tuple(row["id"] for row in data()["associations"] if row["commune"] == commune) or (commune,)


def guests(stage: Stage, commune: str, audience: str, number: int) -> Guest:
    """The nth person of this audience in this commune: the named ones first, then invented ones, always the same."""
    named = named_of(commune, audience)
    if number < len(named):
        person = named[number]
        return Guest(f"person:{person.id}", person.home, commune, draft_of(person), "", named=True)
    return invented(stage, commune, audience, number - len(named))


def invented(stage: Stage, commune: str, audience: str, number: int) -> Guest:
    luck, side = stage.luck(f"{commune}:{audience}:{number}"), sides()[commune]
    pool = words()["names"]["south" if side == "S" else "north"]
    gender = luck.choice("fm")
    first, family = _pair(pool, gender, commune, number * len(AUDIENCES) + AUDIENCES.index(audience))
    latin, arabic = f"{first[0]} {family[0]}", f"{first[1]} {family[1]}".strip()
    home = homes_of(commune)[number % len(homes_of(commune))] if audience == "association" else commune
    channel = luck.choices(("email", "whatsapp", "phone"), (6, 3, 1) if side == "S" else (1, 0, 0))[0]
    draft = PersonDraft(
        latin,
        name_ar=arabic,
        email=email_of(latin, commune) if channel == "email" else None,
        phone=phone_of(luck.randrange(100), side),
        language=Language(luck.choice(("ar", "ar", "fr")) if side == "S" else luck.choice(("fr", "nl"))),
        gender=Gender(gender),
        channel=Channel(channel),
    )
    function = words()["crowd_functions"][audience]
    return Guest(f"person:{commune}/{audience}/{number}", home, commune, draft, function)


def _pair(pool: Any, gender: str, commune: str, number: int) -> tuple[list[str], list[str]]:
    """A first and a family name; no two invented people of one commune bear the same pair."""
    firsts, families = pool[gender], pool["family"]
    start, turn = sum(map(ord, commune)), number // len(families)
    return firsts[(start + number * 5 + turn) % len(firsts)], families[(start + number) % len(families)]


def trainer_draft(stage: Stage, number: int) -> PersonDraft:
    """A trainer of the larger size."""
    found = invented(stage, "tanger", "officer", 70 + number).draft
    return replace(found, email=email_of(found.name_latin, "trainers"), language=Language.FR, channel=Channel.EMAIL)


def name_of(stage: Stage, trainer: str) -> str:
    """The name of a trainer of the script."""
    if trainer.startswith("trainer/"):
        return trainer_draft(stage, int(trainer.partition("/")[2])).name_latin
    return next(person.name for person in people() if person.id == trainer)


def draft_of(person: PersonSpec) -> PersonDraft:
    """What is recorded of a named person; who signs in has an address, whatever else reaches them."""
    number = int("".join(c for c in person.id if c.isdigit()) or 99)
    side = sides().get(person.home, "S" if person.name_ar else "N")
    reached = person.channel in ("email", "ics") or person.id in {key for key, _ in words()["logins"]}
    return PersonDraft(
        person.name,
        name_ar=person.name_ar,
        email=email_of(person.name, person.home if person.home in sides() else "cic") if reached else None,
        phone=phone_of(number, side),
        language=Language(person.language),
        gender=Gender(person.gender or "unknown"),
        channel=Channel(person.channel if person.channel in set(Channel) else "email"),
    )


@cache
def officer_of(commune: str) -> str:
    """Who acts for a commune: its social-action officer, or its coordinator; an invented one where none is named."""
    acts = {"sas_officer", "coordinator"}
    return next((p.id for p in people() if p.home == commune and acts & set(p.roles)), f"{commune}/officer/0")


def record(stage: Stage, guest: Guest, *, on: date) -> int:
    """The person's id; the commune's officer records who is not known yet."""
    if guest.key not in stage:
        with stage.acting(officer_of(guest.commune)) as officer:
            made = service.add_person(
                draft=guest.draft,
                organisation_id=stage[f"home:{guest.home}"],
                role=Role.PARTICIPANT,
                function=guest.function,
                starts_on=on,
                by=officer,
            )
        stage[guest.key] = made.id
    return stage[guest.key]
