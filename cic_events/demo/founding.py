"""The house is opened: communes, partnerships, organisations, people with their roles, accounts, trainers."""

from collections.abc import Callable, Iterable
from datetime import date

from sqlalchemy import select

from cic_events.cycle.directory import service as directory
from cic_events.demo import cast, days
from cic_events.demo.logins import PASSWORD, logins
from cic_events.demo.material import CommuneSpec, PersonSpec, communes, data, more_communes, people, words
from cic_events.demo.stage import Stage, Step
from cic_events.kernel import clock
from cic_events.kernel.db import reading
from cic_events.kernel.reach import SYSTEM_REACH, acting_as
from cic_events.kernel.texts import Texts
from cic_events.people import accounts, mandates, organisations, service, setup
from cic_events.people.models import Mandate, Organisation, OrganisationKind, Partnership, Role, Side
from cic_events.people.organisations import OrganisationDraft
from cic_events.programme import service as programme
from cic_events.reporting import first_start

OPENED = date(2017, 1, 2)
FIRST, MANAGER = "p31", "p39"  # the coordinator of Jette opens the house, the programme manager furnishes it
ROLES = {
    "association_president": Role.ASSOCIATION_CONTACT,
    "elected_official": Role.PARTICIPANT,
    "calendar_subscriber": Role.PARTICIPANT,
}
NOT_ROLES = {"consultation_coordinator"}


def steps(stage: Stage) -> list[Step]:
    """From the first start to the people at work."""
    opening: Iterable[Callable[[], None]] = (
        lambda: _first_start(stage),
        lambda: _centre(stage),
        lambda: _communes(stage, communes()),
        lambda: _associations(stage),
        lambda: _people(stage),
        lambda: _partnerships(stage),
        lambda: _trainers(stage),
        lambda: _accounts(stage),
    )
    return [Step(days.at(OPENED, 9 + number / 4), do) for number, do in enumerate(opening)]


def _first_start(stage: Stage) -> None:
    first = next(person for person in people() if person.id == FIRST)
    draft = cast.draft_of(first)
    said = setup.FirstStart(
        code=setup.pending_code() or "",
        north="jette",
        south="belfaa",
        partnership_since=date.fromisoformat(data()["partnerships"][0]["from"]),
        name_latin=draft.name_latin,
        name_ar=draft.name_ar,
        email=draft.email or "",
        password=PASSWORD,
        language=draft.language,
        works_for=Side.NORTH,
        today=clock.today(),
    )
    stage[f"person:{FIRST}"] = first_start.run(said)
    with acting_as(SYSTEM_REACH), reading() as db:
        for id, slug in db.execute(select(Organisation.id, Organisation.slug)):
            stage[f"home:{slug}"] = id
        stage["partnership:jette"] = db.scalars(select(Partnership.id)).one()


def _centre(stage: Stage) -> None:
    """The programme's office, its manager, who is the administrator from then on, and the network of trainers."""
    with stage.acting(FIRST) as first:
        for key, kind, side in (
            ("programme", OrganisationKind.PROGRAMME_OFFICE, Side.NORTH),
            ("trainers", OrganisationKind.TRAINER_BODY, Side.SOUTH),
        ):
            draft = OrganisationDraft(
                Texts(words()["offices"][key]), kind=kind, side=side, languages=("fr", "nl", "ar")
            )
            stage[f"home:{'office' if key == 'programme' else key}"] = organisations.add(draft, by=first).id
        manager = next(person for person in people() if person.id == MANAGER)
        id = _person(stage, manager, Role.PROGRAMME_MANAGER, by=FIRST)
        mandates.give(id, organisation_id=stage["home:office"], role=Role.ADMINISTRATOR, starts_on=OPENED, by=first)
        accounts.invite(id, by=first)
    with stage.acting(MANAGER) as by:
        mandates.end(_mandate(stage[f"person:{FIRST}"], Role.ADMINISTRATOR), on=OPENED, by=by)
    stage.forget_roles()


def _mandate(person_id: int, role: Role) -> int:
    with acting_as(SYSTEM_REACH), reading() as db:
        return db.scalars(select(Mandate.id).where(Mandate.person_id == person_id, Mandate.role == role)).one()


def _communes(stage: Stage, wanted: Iterable[CommuneSpec]) -> None:
    with stage.acting(MANAGER) as by:
        for commune in wanted:
            if f"home:{commune.id}" in stage:
                continue
            draft = OrganisationDraft(
                commune.name,
                kind=OrganisationKind.COMMUNE,
                side=Side(commune.side),
                languages=commune.languages,
                region=commune.region,
                market_day=commune.market_day,
            )
            stage[f"home:{commune.id}"] = organisations.add(draft, by=by).id


def _associations(stage: Stage) -> None:
    for row in data()["associations"]:
        with stage.acting(MANAGER) as by:
            draft = OrganisationDraft(
                Texts(row["name"]), parent_id=stage[f"home:{row['commune']}"], languages=("ar", "fr")
            )
            stage[f"home:{row['id']}"] = organisations.add(draft, by=by).id


def _people(stage: Stage) -> None:
    for person in people():
        roles = [ROLES.get(role) or Role(role) for role in person.roles if role not in NOT_ROLES]
        if f"person:{person.id}" in stage:
            continue
        id = _person(stage, person, roles[0], by=MANAGER)
        for role in roles[1:]:
            _role(stage, person, id, role)
    stage.forget_roles()


def _person(stage: Stage, person: PersonSpec, role: Role, *, by: str) -> int:
    with stage.acting(by) as actor:
        made = service.add_person(
            draft=cast.draft_of(person),
            organisation_id=stage[f"home:{person.home}"],
            role=role,
            function=words()["functions"].get(person.roles[0], ""),
            starts_on=clock.today(),
            by=actor,
        )
    stage[f"person:{person.id}"] = made.id
    return made.id


def _role(stage: Stage, person: PersonSpec, id: int, role: Role) -> None:
    with stage.acting(MANAGER) as by:
        mandates.give(
            id,
            organisation_id=stage[f"home:{person.home}"],
            role=role,
            starts_on=clock.today(),
            function=words()["functions"].get(role.value, ""),
            by=by,
        )


def _partnerships(stage: Stage) -> None:
    for row in data()["partnerships"]:
        last = date.fromisoformat(row["until"]) if "until" in row else None
        with stage.acting(MANAGER) as by:
            if (key := f"partnership:{row['north']}") in stage:
                if last is not None:
                    organisations.end_partnership(stage[key], on=last, by=by)
                continue
            made = organisations.join_in_partnership(
                stage[f"home:{row['north']}"],
                south_ids=[stage[f"home:{south}"] for south in row["south"]],
                starts_on=date.fromisoformat(row["from"]),
                ends_on=last,
                by=by,
            )
            stage[key] = made.id


def _trainers(stage: Stage) -> None:
    for row in data()["trainers"]:
        with stage.acting(MANAGER) as by:
            entry = directory.propose_trainer(
                stage["home:trainers"],
                person_id=stage[f"person:{row['id']}"],
                themes=row["themes"],
                languages=row["langs"],
                by=by,
            )
            directory.check_trainer(entry.id, by=by)
        with stage.acting(row["id"]) as trainer:
            directory.publish_trainer(entry.id, by=trainer)


def _accounts(stage: Stage) -> None:
    """Each person of the list is invited by the programme manager and chooses a password."""
    for login in logins():
        id = stage[f"person:{login.person}"]
        if login.person not in (FIRST, MANAGER):
            with stage.acting(MANAGER) as by:
                accounts.invite(id, by=by)
        accounts.set_password(id, PASSWORD)


def next_programme(stage: Stage, first_year: int, *, larger: bool) -> list[Step]:
    """The programme around today begins: the same plan in other years, partnerships prolonged or made anew."""
    begins = date(first_year, 1, 1)
    last = date(first_year + 4, 12, 31)

    def opened() -> None:
        with stage.acting(MANAGER) as by:
            programme.load_framework(by=by, first_year=first_year)
            for row in data()["partnerships"]:
                if "until" in row:
                    _go_on(stage, row["north"], row["south"], date.fromisoformat(row["until"]), begins, last)

    def enlarged() -> None:
        _communes(stage, more_communes())
        norths = [commune.id for commune in more_communes() if commune.side == "N"]
        souths = [commune.id for commune in more_communes() if commune.side == "S"]
        for north, south in zip(norths, souths, strict=True):
            _go_on(stage, north, [south], None, begins, None)

    found = [Step(days.at(begins, 33), opened)]  # the morning of the first working day
    return [*found, Step(days.at(begins, 34), enlarged)] if larger else found


def _go_on(
    stage: Stage, north: str, souths: Iterable[str], until: date | None, begins: date, last: date | None
) -> None:
    """A partnership that still lasts is prolonged; one that has ended is made anew."""
    with stage.acting(MANAGER) as by:
        if until is not None and until >= begins:
            organisations.end_partnership(stage[f"partnership:{north}"], on=last or until, by=by)
            return
        organisations.join_in_partnership(
            stage[f"home:{north}"], south_ids=[stage[f"home:{south}"] for south in souths], starts_on=begins, by=by
        )
