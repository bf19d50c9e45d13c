from datetime import date

from cic_events.programme.assessment import assess
from cic_events.programme.evidence import Evidence
from cic_events.programme.rollups import RolledUp, roll_up
from cic_events.programme.states import State
from tests import make_programme as make
from tests.make_programme import BELFAA, JETTE, KOEKELBERG, OUISSELSATE, TODAY


def result(code: str, evidence: Evidence, as_of: date = TODAY) -> RolledUp:
    spec = next(r for r in make.framework().results if r.code == code)
    units = make.units()
    known = {
        child: assess(make.activity(child), units[make.activity(child).unit], evidence, as_of)
        for child in spec.rollup.all_of
    }
    return roll_up(code, spec.rollup, spec.period, known=known, units=units, evidence=evidence, as_of=as_of)


def office_of(south: int, north: int) -> Evidence:
    """Missions and organisation chart decided, the three roles filled."""
    long_ago = date(2016, 2, 1)
    return Evidence(
        documents=tuple(make.document(t, south, deliberation=long_ago) for t in ("sas_missions", "org_chart_deed")),
        appointments=(
            make.appointment("lead_elected", south, long_ago),
            make.appointment("lead_elected", north, long_ago),
            make.appointment("sas_officer", south, long_ago),
        ),
    )


def test_a_result_is_achieved_when_every_commune_has_every_listed_activity() -> None:
    belfaa, ouisselsate = office_of(BELFAA, JETTE), office_of(OUISSELSATE, KOEKELBERG)
    both = Evidence(
        documents=belfaa.documents + ouisselsate.documents,
        appointments=belfaa.appointments + ouisselsate.appointments,
    )

    one, all_ = result("RA2", belfaa), result("RA2", both)

    assert (one.passing, one.state) == (1, State.AT_RISK)
    assert (all_.passing, all_.state) == (2, State.ACHIEVED)


def test_a_pair_that_lacks_a_role_keeps_its_commune_from_passing() -> None:
    belfaa = office_of(BELFAA, JETTE)
    without_officer = Evidence(documents=belfaa.documents, appointments=belfaa.appointments[:2])

    assert result("RA2", without_officer).passing == 0


def test_ra1_asks_for_an_action_plan_besides_its_activities() -> None:
    day = date(2017, 6, 1)
    done = [
        make.document("pac_social_chapter", validated_at=day, deliberation=day),
        make.document("target_group_choice", validated_at=day),
        make.document("sas_framework", validated_at=day),
    ]
    plan = make.document("target_group_action_plan", validated_at=day)

    assert result("RA1", Evidence(documents=tuple(done))).passing == 0
    assert result("RA1", Evidence(documents=(*done, plan))).passing == 1
