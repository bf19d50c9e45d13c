"""Makes sessions, registrations and their people for tests, through the verbs that people use."""

import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import select

from cic_events.cycle.directory import service as directory
from cic_events.cycle.directory.models import Trainer
from cic_events.cycle.sessions import service, sheets, trainer_access, trainers
from cic_events.cycle.sessions.models import TrainerAssignment, TrainingSession
from cic_events.cycle.sessions.service import SessionDraft
from cic_events.events import presence
from cic_events.events import service as registrations
from cic_events.events.attendance import Mark
from cic_events.events.models import AttendanceEvent, EventPart, Registration
from cic_events.events.parts import PartDraft
from cic_events.events.presence_rules import PARTLY
from cic_events.events.service import Visitor
from cic_events.events.states import Audience, Presence, RegistrationState
from cic_events.kernel import clock
from cic_events.kernel.db import one, reading, transaction
from cic_events.kernel.reach import SYSTEM_REACH, acting_as
from cic_events.kernel.texts import Texts
from cic_events.people import accounts
from cic_events.people import service as people
from cic_events.people.models import Channel, Language, Organisation, OrganisationKind, Person, Role, Side
from cic_events.people.permissions import PUBLIC, SYSTEM, Actor, actor_for
from cic_events.questionnaires.models import EvaluationWave, Questionnaire
from cic_events.questionnaires.states import Phase, QuestionnaireKind, WaveState

_number = itertools.count(1)


def commune(slug: str = "belfaa", *, name: str = "Belfaa", country: str = "MA") -> Organisation:
    with acting_as(SYSTEM_REACH), transaction():
        return people.new_organisation(
            Texts(fr=name),
            kind=OrganisationKind.COMMUNE,
            slug=slug,
            country=country,
            side=Side.SOUTH if country == "MA" else Side.NORTH,
        )


def person(name: str = "Amina Aït", *, at: Organisation, role: Role = Role.PARTICIPANT, **more: Any) -> Person:
    """Somebody with a mandate; e-mail by default."""
    email = more.pop("email", f"person{next(_number)}@example.org")
    channel = more.pop("channel", Channel.EMAIL)
    with acting_as(SYSTEM_REACH), transaction():
        made = people.new_person(name, email=email, language=more.pop("language", Language.FR), channel=channel, **more)
        people.give_mandate(made, at, role, starts_on=date(2017, 1, 1))
        return made


def officer(at: Organisation, *, role: Role = Role.SAS_OFFICER) -> Actor:
    """The actor of a person with this role there."""
    who = person("Naïma Oubella", at=at, role=role)
    return actor_for(who.id, who.name, who.language, {role: frozenset({at.id})}, frozenset())


def draft(**changed: Any) -> SessionDraft:
    """All that a session needs before it opens: two days, twenty places."""
    first = changed.pop("day", None) or clock.today() + timedelta(days=30)
    parts = [PartDraft(first + timedelta(days=n), time(9), time(16)) for n in range(changed.pop("days", 1))]
    said: dict[str, Any] = {
        "title": Texts(fr="Gestion des compétences", ar="تدبير الكفاءات"),
        "zone": "Africa/Casablanca",
        "capacity": 20,
        "minimum": 1,
        "parts": parts,
        "off_plan_reason": "Demandé par le conseil",
        "activity_code": "R3.2",
        "objectives": Texts(fr="Mener un entretien."),
        "prerequisites": Texts(fr="Aucun"),
        "assessment": Texts(fr="Un test avant et après"),
        "cost": Texts(fr="Gratuit"),
        "place": Texts(fr="Salle du Conseil"),
        "audience": Audience.OFFICER,
        "theme": "competence_management",
        "languages": ("fr",),
        "trainer_name": "Jean-Luc Mertens",
    }
    return SessionDraft(**{**said, **changed})


def session(at: Organisation | None = None, *, opened: bool = True, **changed: Any) -> TrainingSession:
    """A session of the commune, open for registration unless said otherwise."""
    host = at or commune()
    with acting_as(SYSTEM_REACH):
        planned = service.plan(host.id, draft=draft(**changed), by=SYSTEM)
        if opened:
            service.schedule(planned.id, by=SYSTEM)
            service.open_registration(planned.id, by=SYSTEM)
        with reading():
            return one(TrainingSession, planned.id)


def asked(planned: TrainingSession, name: str = "Jean-Luc Mertens", **more: Any) -> TrainerAssignment:
    """A trainer asked by mail, who has a week to answer."""
    email = more.pop("email", f"{name.split()[0].lower()}@train.example.org")
    answer_by = more.pop("answer_by", clock.now() + timedelta(days=7))
    with acting_as(SYSTEM_REACH):
        return trainers.ask(
            planned.id, name=name, email=email, answer_by=answer_by, language=Language.FR, by=SYSTEM, **more
        )


def trainer_of(planned: TrainingSession, name: str = "Jean-Luc Mertens", **more: Any) -> TrainerAssignment:
    """A trainer who was asked, said yes and was confirmed."""
    assignment = asked(planned, name, **more)
    with acting_as(SYSTEM_REACH):
        trainers.accept(assignment.id, by=SYSTEM)
        trainers.confirm(assignment.id, by=SYSTEM)
    return assignment


def trainer_token(assignment: TrainerAssignment) -> str:
    """The secret of the link that was mailed to the trainer."""
    return trainer_access.token(assignment.link_seed)


def assignments(planned: TrainingSession) -> list[TrainerAssignment]:
    """The trainers asked, in the order of the asking, read anew."""
    with acting_as(SYSTEM_REACH), reading() as db:
        found = select(TrainerAssignment).where(TrainerAssignment.session_id == planned.id)
        return list(db.scalars(found.order_by(TrainerAssignment.id)))


def trainer(at: Organisation, name: str = "Amal Serghini") -> Trainer:
    """A published entry of the directory."""
    who = person(name, at=at)
    with acting_as(SYSTEM_REACH):
        made = directory.propose_trainer(at.id, person_id=who.id, themes=["hr_basics"], languages=["fr"], by=SYSTEM)
        directory.check_trainer(made.id, by=SYSTEM)
        return directory.publish_trainer(made.id, by=SYSTEM)


def wave(planned: TrainingSession, *, opened: bool) -> EvaluationWave:
    """A test at the end of the session."""
    with acting_as(SYSTEM_REACH), transaction() as db:
        asked_ = Questionnaire(owner_id=planned.owner_id, kind=QuestionnaireKind.ACQUIS, title=Texts(fr="Test"))
        db.add(asked_)
        db.flush()
        made = EvaluationWave(
            owner_id=planned.owner_id,
            subject_kind="training_session",
            subject_id=planned.id,
            questionnaire_id=asked_.id,
            phase=Phase.POST,
            state=WaveState.OPEN if opened else WaveState.PLANNED,
        )
        db.add(made)
        return made


def close_wave(made: EvaluationWave) -> None:
    with acting_as(SYSTEM_REACH), transaction():
        one(EvaluationWave, made.id).state = WaveState.CLOSED


def confirmed(
    at: Organisation | None = None, *, people: Sequence[str] = ("Amina Aït", "Brahim Oul"), **changed: Any
) -> TrainingSession:
    """A session that takes place: these people registered, the trainer and the session confirmed."""
    planned = session(at, **changed)
    for name in people:
        registered(planned, name)
    trainer_of(planned)
    with acting_as(SYSTEM_REACH):
        service.confirm(planned.id, by=SYSTEM)
        with reading():
            return one(TrainingSession, planned.id)


def parts_of(planned: TrainingSession) -> list[EventPart]:
    """The parts in their order, read anew."""
    with acting_as(SYSTEM_REACH), reading() as db:
        found = select(EventPart).where(EventPart.event_id == planned.id).order_by(EventPart.starts_at)
        return list(db.scalars(found))


@contextmanager
def during(part: EventPart, *, minutes: int = 5) -> Iterator[None]:
    """The clock stands so many minutes after the part began."""
    with clock.travel(part.starts_at + timedelta(minutes=minutes)):
        yield


def marks(planned: TrainingSession, **status: Presence) -> list[Mark]:
    """Everybody confirmed is present, but for those said by first name: Amina=Presence.ABSENT; late ones lose 30."""
    with acting_as(SYSTEM_REACH), reading():
        people = presence.book(planned.id).people
    return [
        Mark(one_.registration_id, said, 30 if said in PARTLY else 0)
        for one_ in people
        for said in [status.get(one_.name.split()[0], Presence.PRESENT)]
    ]


def held(planned: TrainingSession, **status: Presence) -> TrainingSession:
    """Every part marked alike and countersigned."""
    for part in parts_of(planned):
        with during(part), acting_as(SYSTEM_REACH):
            sheets.mark(part.id, marks=marks(planned, **status), by=SYSTEM, by_name="Jean-Luc Mertens")
            sheets.countersign(part.id, by=SYSTEM, by_name="Jean-Luc Mertens")
    with acting_as(SYSTEM_REACH), reading():
        return one(TrainingSession, planned.id)


def visitor(name: str, at: Organisation | int, **more: Any) -> Visitor:
    said: dict[str, Any] = {
        "email": f"{name.split()[0].lower()}@example.org",
        "phone": None,
        "function": "Agente SAS",
        "language": Language.FR,
    }
    return Visitor(name=name, commune_id=at if isinstance(at, int) else at.id, **{**said, **more})


def registered(planned: TrainingSession, name: str = "Amina Aït", **more: Any) -> Registration:
    """Register somebody as the public does; their registration."""
    with acting_as(PUBLIC.reach):
        registrations.register_oneself(planned.id, visitor=visitor(name, planned.owner_id, **more), by=PUBLIC)
    return registration_of(planned.id, name)


def registration_of(event_id: int, name: str) -> Registration:
    """The newest registration of this person for the event, read anew."""
    with acting_as(SYSTEM_REACH), reading() as db:
        found = db.scalars(
            select(Registration)
            .join(Person, Person.id == Registration.person_id)
            .where(Registration.event_id == event_id, Person.name_latin == name)
            .order_by(Registration.id.desc())
        ).first()
        assert found is not None, f"{name} is not registered"
        return found


def states(event_id: int) -> list[tuple[str, RegistrationState]]:
    """(name, state) of every registration, in the order of their numbers."""
    with acting_as(SYSTEM_REACH), reading() as db:
        rows = db.execute(
            select(Person.name_latin, Registration.state)
            .join(Person, Person.id == Registration.person_id)
            .where(Registration.event_id == event_id)
            .order_by(Registration.queue_number)
        )
        return [(name, state) for name, state in rows]


def version_of(event_id: int) -> int:
    """The version that a form of this moment would carry."""
    with acting_as(SYSTEM_REACH), reading():
        return one(TrainingSession, event_id).version


def account(at: Organisation, *, role: Role = Role.SAS_OFFICER, name: str = "Naïma Oubella") -> Person:
    """A person of this role who can sign in."""
    who = person(name, at=at, role=role)
    with acting_as(SYSTEM_REACH), transaction():
        accounts.make_account(who)
    return who


def book(planned: TrainingSession) -> presence.Book:
    """All sheets of the session."""
    with acting_as(SYSTEM_REACH), reading():
        return presence.book(planned.id)


def standing(planned: TrainingSession) -> dict[str, Presence]:
    """name -> how the person was on the first sheet."""
    [part, *_rest], found = parts_of(planned), book(planned)
    return {
        one_.name: mark.status
        for one_ in found.people
        if (mark := found.mark(one_.registration_id, part.id)) is not None
    }


def mark_all(planned: TrainingSession, **status: Presence) -> None:
    """Everybody marked on the first sheet, at this moment."""
    with acting_as(SYSTEM_REACH):
        sheets.mark(parts_of(planned)[0].id, marks=marks(planned, **status), by=SYSTEM, by_name="Jean-Luc Mertens")


def rows_of_history(planned: TrainingSession) -> int:
    """How many marks were ever made for the session."""
    with acting_as(SYSTEM_REACH), reading() as db:
        mine = select(AttendanceEvent.id).join(EventPart, EventPart.id == AttendanceEvent.part_id)
        return len(db.scalars(mine.where(EventPart.event_id == planned.id)).all())


def session_of(assignment: TrainerAssignment) -> TrainingSession:
    with acting_as(SYSTEM_REACH), reading():
        return one(TrainingSession, assignment.session_id)


def account_of(person_id: int) -> Person:
    """The same person, who can sign in from now on."""
    with acting_as(SYSTEM_REACH), transaction():
        who = one(Person, person_id)
        accounts.make_account(who)
        return who


def again(planned: TrainingSession) -> TrainingSession:
    """The session as it is stored now."""
    with acting_as(SYSTEM_REACH), reading():
        return one(TrainingSession, planned.id)
