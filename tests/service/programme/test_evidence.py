"""From the records of the stages to the figures of the plan."""

from datetime import UTC, date, datetime

import pytest

from cic_events.cycle.needs import campaigns
from cic_events.cycle.needs import service as needs
from cic_events.cycle.needs.campaigns import CampaignDraft
from cic_events.events import service as events
from cic_events.events.models import Registration
from cic_events.events.states import Audience
from cic_events.kernel import clock
from cic_events.kernel.db import reading, transaction
from cic_events.kernel.texts import Texts
from cic_events.people.models import Organisation, Partnership, PartnershipSouth, Role, Side
from cic_events.people.permissions import SYSTEM
from cic_events.programme.assessment import Assessment, assess
from cic_events.programme.plan import units_in
from cic_events.programme.rows import Strength, TrainedPerson
from cic_events.programme.rules.figures import Window
from cic_events.programme.states import State
from cic_events.programme.vocabulary import Predicate
from cic_events.questionnaires.states import WaveState
from cic_events.reporting.evidence import gather
from tests import make_cycle, make_events, make_people, make_proofs
from tests import make_programme as make
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("db", "now")
AS_OF = date(2026, 12, 15)
PERIOD = Window(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def belfaa() -> Organisation:
    """Belfaa with its partner Jette, and the plan's activities."""
    make_cycle.framework()
    jette, belfaa = make_people.commune("Jette", side=Side.NORTH), make_people.commune("Belfaa")
    with transaction() as db:
        link = PartnershipSouth(organisation_id=belfaa.id)
        db.add(Partnership(north_id=jette.id, starts_on=date(2015, 1, 1), ends_on=None, souths=[link]))
    return belfaa


def assessed(code: str, as_of: date = AS_OF) -> Assessment:
    spec = make.activity(code)
    spec = make.activity(code, period=make.period(spec, PERIOD.first, PERIOD.last))
    with reading():
        return assess(spec, units_in(PERIOD)[spec.unit], gather(), as_of)


def figures(code: str, as_of: date = AS_OF) -> list[tuple[int, int]]:
    """(counted, possible) of each figure of the commune."""
    [unit] = assessed(code, as_of).units
    return [(len(m.figure.counted), len(m.figure.possible or ())) for m in unit.measured]


def test_a_priority_need_is_served_once_a_plan_with_a_dated_item_is_approved(belfaa: Organisation) -> None:
    need = make_cycle.need(belfaa, qualified=True, audience=Audience.OFFICER)
    needs.prioritise(need.id, severity=4, version=make_cycle.again(need).version, by=SYSTEM)
    draft = make_cycle.item_draft(needs=(make_cycle.answering(need, 6),), without_need_reason="")
    plan = make_cycle.plan(belfaa, items=(draft,))
    assert figures("R3.7") == [(0, 1), (0, 0)]

    make_cycle.approved(plan)

    assert figures("R3.7") == [(1, 1), (0, 1)]
    assert figures("R4.4") == [(0, 0), (0, 0)]


def test_an_item_that_is_not_due_yet_is_not_asked_for(belfaa: Organisation) -> None:
    make_cycle.approved(make_cycle.plan(belfaa, items=(make_cycle.item_draft(due_on=date(2026, 11, 30)),)))

    assert figures("R3.7", date(2026, 11, 29))[1] == (0, 0)
    assert figures("R3.7", date(2026, 11, 30))[1] == (0, 1)


def test_an_officer_who_holds_a_place_is_on_the_way_and_not_yet_trained(belfaa: Organisation) -> None:
    planned = make_events.session(belfaa, theme="competence_management", day=date(2026, 10, 20))
    director = make_people.person(name="Hassan Idrissi", role=Role.DIRECTOR, at=belfaa, email="hassan@example.org")
    make_events.registered(planned, "Hassan Idrissi", email="hassan@example.org")

    figure = assessed("R3.5", date(2026, 10, 1)).units[0].lead.figure

    assert (len(figure.counted), [item.key for item in figure.open]) == (0, ["director"])
    assert director.id


def test_the_mandates_of_the_pair_fill_the_three_roles(belfaa: Organisation) -> None:
    make_people.person(name="Khadija Aït Lhaj", role=Role.LEAD_ELECTED, at=belfaa)
    make_people.person(name="Naïma Oubella", role=Role.SAS_OFFICER, at=belfaa)

    figure = assessed("R2.3").units[0].lead.figure

    assert [item.key for item in figure.counted] == ["lead_elected@S", "sas_officer@S"]


def collected(belfaa: Organisation, *, closed: date, audience: Audience = Audience.OFFICER) -> None:
    """A collection of needs that was closed on that day."""
    with clock.travel(datetime(closed.year, closed.month, closed.day, 12, tzinfo=UTC)):
        draft = CampaignDraft(Texts(fr="Besoins"), audience, closed, closed)
        campaign = campaigns.open_(campaigns.draft(belfaa.id, draft=draft, by=SYSTEM).id, by=SYSTEM)
        campaigns.close(campaign.id, by=SYSTEM)


def trained_row(registration: Registration) -> TrainedPerson:
    with reading():
        [row] = [row for row in gather().trained if row.ref.id == registration.id]
    return row


@pytest.mark.parametrize(
    ("minutes", "percent"),
    [((420, 420), 100), ((420, 252), 80), ((420, 251), 79), ((0, 0), 0)],
)
def test_attendance_is_the_share_of_all_minutes_rounded_down(
    belfaa: Organisation, minutes: tuple[int, int], percent: int
) -> None:
    session = make_events.session(belfaa, days=2, day=date(2026, 10, 20))
    registration = make_events.registered(session)

    make_proofs.marked(registration, *minutes)

    assert trained_row(registration).attendance == percent


def test_attendance_is_declared_then_documented_then_verified(belfaa: Organisation) -> None:
    session = make_events.session(belfaa, day=date(2026, 10, 20))
    registration = make_events.registered(session)
    assert (trained_row(registration).strength, trained_row(registration).held) == (Strength.DECLARED, False)

    make_proofs.marked(registration, 420)
    make_proofs.held(session, signed=False)
    assert (trained_row(registration).strength, trained_row(registration).held) == (Strength.DOCUMENTED, True)

    make_proofs.held(session)
    assert trained_row(registration).strength is Strength.VERIFIED


def test_a_training_says_which_collection_of_its_audience_came_before_it(belfaa: Organisation) -> None:
    collected(belfaa, closed=date(2026, 9, 1), audience=Audience.ELECTED_OFFICIAL)
    collected(belfaa, closed=date(2026, 10, 20))
    session = make_events.session(belfaa, day=date(2026, 10, 20))
    registration = make_events.registered(session)
    assert trained_row(registration).needs_closed_on is None

    collected(belfaa, closed=date(2026, 10, 19), audience=Audience.MIXED)
    collected(belfaa, closed=date(2026, 10, 5))

    assert trained_row(registration).needs_closed_on == date(2026, 10, 5)


def test_a_member_of_an_association_counts_for_the_association_and_its_commune(belfaa: Organisation) -> None:
    association = make_people.association(under=belfaa)
    session = make_events.session(belfaa, day=date(2026, 10, 20))
    member = make_people.person(name="Fatima Zahra", role=Role.ASSOCIATION_CONTACT, at=association)
    registration = events.register(session.id, person_id=member.id, organisation_id=association.id, by=SYSTEM)

    row = trained_row(registration)

    assert (row.commune, row.organisation, row.organisation_kind) == (belfaa.id, association.id, "association")


def test_sessions_count_as_measured_once_both_tests_are_closed_with_a_pair(belfaa: Organisation) -> None:
    measured, half, unmeasured = (make_events.session(belfaa, day=date(2026, 10, 20)) for _session in range(3))
    person = make_events.registered(measured).person_id
    for session in (measured, half, unmeasured):
        make_proofs.held(session)
    make_proofs.measured(measured, [person], [person])
    make_proofs.measured(half, [person], [])

    [unit] = assessed("R3.8").units

    assert (len(unit.lead.figure.counted), len(unit.lead.figure.possible or ())) == (1, 3)
    assert (unit.missing, unit.state) == ((Predicate.METHOD_ADOPTED,), State.AT_RISK)


def test_open_tests_prove_nothing_yet(belfaa: Organisation) -> None:
    session = make_events.session(belfaa, day=date(2026, 10, 20))
    person = make_events.registered(session).person_id
    make_proofs.held(session)
    make_proofs.measured(session, [person], [person], state=WaveState.OPEN)

    assert len(assessed("R3.8").units[0].lead.figure.counted) == 0


@pytest.mark.parametrize("sessions", [1, 3])
def test_gathering_asks_a_constant_number_of_questions(belfaa: Organisation, sessions: int) -> None:
    for number in range(sessions):
        session = make_events.session(belfaa, day=date(2026, 10, 20 + number))
        registration = make_events.registered(session, f"Amina {number}")
        make_proofs.marked(registration, 420)
        make_proofs.held(session)

    with reading(), statements() as sent:
        gather()

    assert len([s for s in sent if s.startswith("SELECT")]) == 16
