"""From nothing to R3.2 = 1 by the verbs that people use, with the records behind it; one correction takes it back."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from cic_events.cycle.acquis import service as acquis
from cic_events.cycle.needs import campaigns
from cic_events.cycle.needs import service as needs
from cic_events.cycle.needs.campaigns import CampaignDraft
from cic_events.cycle.plans.models import PlanItem
from cic_events.cycle.sessions import sheets
from cic_events.cycle.sessions.models import TrainingSession
from cic_events.events import corrections
from cic_events.events.attendance import Mark
from cic_events.events.models import EventPart
from cic_events.events.states import Audience, Presence
from cic_events.kernel import clock
from cic_events.kernel.db import reading, transaction
from cic_events.kernel.reach import acting_as
from cic_events.kernel.texts import Texts
from cic_events.people.models import Organisation, Partnership, PartnershipSouth, Role, Side
from cic_events.people.permissions import SYSTEM, link_actor
from cic_events.programme import queries
from cic_events.programme.assessment import UnitState
from cic_events.programme.lines import Part, known_in, lines_of
from cic_events.programme.rows import Ref, Strength
from cic_events.programme.states import State
from cic_events.questionnaires.states import Phase
from cic_events.reporting import proof
from cic_events.reporting.evidence import gather
from tests import make_cycle, make_events, make_learning, make_people

JANUARY = datetime(2018, 1, 8, 12, tzinfo=UTC)
FEBRUARY, MARCH = date(2018, 2, 12), date(2018, 3, 20)
PEOPLE = ("Amina Aït", "Brahim Oul")


@pytest.fixture
def belfaa(db: None) -> Iterator[Organisation]:
    """Belfaa in January 2018, partner of Jette; two agents who will be trained."""
    with clock.travel(JANUARY):
        make_cycle.framework()
        jette, belfaa = make_people.commune("Jette", side=Side.NORTH), make_people.commune("Belfaa")
        with transaction() as db_:
            link = PartnershipSouth(organisation_id=belfaa.id)
            db_.add(Partnership(north_id=jette.id, starts_on=date(2015, 1, 1), ends_on=None, souths=[link]))
        for name in PEOPLE:
            make_events.person(name, at=belfaa, role=Role.SAS_OFFICER, email=f"{name.split()[0].lower()}@example.org")
        yield belfaa


def r32(as_of: date = date(2018, 4, 30)) -> UnitState:
    with reading():
        shown = queries.activity_page("R3.2", gather(), as_of=as_of)
    assert shown is not None
    [unit] = shown.assessment.units
    return unit


def collected_and_planned(belfaa: Organisation) -> PlanItem:
    """A collection with one need, closed; the need qualified and made first; a plan with an item for it, approved."""
    draft = CampaignDraft(Texts(fr="Besoins des agents"), Audience.OFFICER, date(2018, 1, 8), date(2018, 1, 31))
    collection = campaigns.open_(campaigns.draft(belfaa.id, draft=draft, by=SYSTEM).id, by=SYSTEM)
    need = make_cycle.need(belfaa, campaign_id=collection.id, audience=Audience.OFFICER)
    campaigns.close(collection.id, by=SYSTEM)
    need = needs.qualify(need.id, theme="hr_basics", activity_code="R3.2", version=need.version, by=SYSTEM)
    campaigns.analyse(collection.id, by=SYSTEM)
    item = make_cycle.item_draft(
        needs=(make_cycle.answering(need, 6),), without_need_reason="", seats=8, theme="hr_basics",
        starts_on=FEBRUARY, due_on=MARCH,
    )  # fmt: skip
    plan = make_cycle.approved(make_cycle.plan(belfaa, items=(item,), year=2018))
    with reading() as db:
        return db.query(PlanItem).where(PlanItem.plan_id == plan.id).one()


def given(belfaa: Organisation, item: PlanItem) -> TrainingSession:
    """A session of two days from the item, with a test before and after; Brahim was there on the first day only."""
    planned = make_learning.confirmed(
        belfaa, people=PEOPLE, day=FEBRUARY, days=2, plan_item_id=item.id, off_plan_reason="",
        activity_code="R3.2", theme="hr_basics", audience=Audience.OFFICER,
    )  # fmt: skip
    make_learning.open_test(planned, Phase.PRE)
    for name in PEOPLE:
        make_learning.answer(planned, Phase.PRE, name, "a", "a", "a")
    for number, part in enumerate(make_events.parts_of(planned)):
        brahim = Presence.PRESENT if number == 0 else Presence.ABSENT
        sign(planned, part, Brahim=brahim)
    with clock.travel(JANUARY + timedelta(days=40)):
        make_learning.open_test(planned, Phase.POST)
        for name in PEOPLE:
            make_learning.answer(planned, Phase.POST, name, "b", "ab", "b")
        make_learning.close_test(planned, Phase.POST)
        [assignment] = make_events.assignments(planned)
        trainer = link_actor({("trainer_assignment", assignment.id), ("event", planned.id)})
        with acting_as(trainer.reach):
            acquis.validate(planned.id, by=trainer)
    return make_learning.again(planned)


def sign(planned: TrainingSession, part: EventPart, **status: Presence) -> None:
    with make_events.during(part):
        marks = make_events.marks(planned, **status)
        sheets.mark(part.id, marks=marks, by=SYSTEM, by_name="Jean-Luc Mertens")
        sheets.countersign(part.id, by=SYSTEM, by_name="Jean-Luc Mertens")


def test_from_a_need_said_to_one_officer_trained_and_back(belfaa: Organisation) -> None:
    assert (r32().state, r32().lead.figure.value) == (State.NOT_STARTED, 0)

    item = collected_and_planned(belfaa)
    session = given(belfaa, item)

    amina = make_events.registration_of(session.id, "Amina Aït")
    with reading():
        evidence = gather()
    unit = r32()
    [line] = [line for line in lines_of(unit.lead.figure, known_in(evidence.rows())) if line.part is Part.COUNTED]
    assert (unit.state, unit.lead.figure.value) == (State.ACHIEVED, 1)
    assert (line.refs, line.strength) == ((Ref("attendance", amina.id),), Strength.VERIFIED)
    assert {row.ref.id: row.attendance for row in evidence.trained}[amina.id] == 100

    with reading():
        [chain] = proof.chains("R3.2", evidence, as_of=date(2018, 4, 30))
    assert chain.item is not None
    assert chain.session is not None
    said = (chain.severity, chain.persons, chain.item.seats, chain.session.registered, chain.session.present)
    assert said == (4, 6, 8, 2, 1)
    assert (chain.session.measured, chain.session.acquired) == (2, 2)

    corrected(session, amina.id)

    assert (r32().state, r32().lead.figure.value) == (State.NOT_STARTED, 0)


def corrected(session: TrainingSession, registration_id: int) -> None:
    """Amina was not there on the second day after all: one asks, another agrees."""
    belfaa_id = session.owner_id
    with reading() as db:
        belfaa = db.get_one(Organisation, belfaa_id)
    asks, agrees = (make_cycle.actor(role, at=belfaa) for role in (Role.SAS_OFFICER, Role.HR_REFERENT))
    part = make_events.parts_of(session)[1]
    with clock.travel(JANUARY + timedelta(days=50)):
        with make_cycle.acting(asks):
            mark = Mark(registration_id, Presence.ABSENT)
            asked = corrections.ask(part.id, mark=mark, reason="She was at the wali's office", by=asks)
        with make_cycle.acting(agrees):
            corrections.confirm(asked.id, by=agrees)


def test_a_collection_closed_after_the_first_day_does_not_count(belfaa: Organisation) -> None:
    item = make_cycle.item_draft(theme="hr_basics", starts_on=FEBRUARY, due_on=MARCH)
    plan = make_cycle.approved(make_cycle.plan(belfaa, items=(item,), year=2018))
    with reading() as db:
        planned = db.query(PlanItem).where(PlanItem.plan_id == plan.id).one()

    given(belfaa, planned)

    [refused] = r32().lead.figure.refused
    assert (r32().lead.figure.value, refused.why) == (0, "needs_assessed_first")
