"""From the records of the stages to the figures of the plan."""

from datetime import date

import pytest

from cic_events.cycle.needs import service as needs
from cic_events.events.states import Audience
from cic_events.kernel.db import reading, transaction
from cic_events.people.models import Organisation, Partnership, PartnershipSouth, Role, Side
from cic_events.people.permissions import SYSTEM
from cic_events.programme.assessment import Assessment, assess
from cic_events.programme.plan import units_in
from cic_events.programme.rules.figures import Window
from cic_events.reporting.evidence import gather
from tests import make_cycle, make_events, make_people
from tests import make_programme as make

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
