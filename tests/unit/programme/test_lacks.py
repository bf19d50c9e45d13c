"""Why a unit is not achieved, as things to do."""

from datetime import date

from cic_events.programme.assessment import UnitState
from cic_events.programme.evidence import Evidence
from cic_events.programme.lacks import Lack, lacks_of
from cic_events.programme.lines import known_in
from cic_events.programme.rows import PlanNeed
from cic_events.programme.vocabulary import Party, Predicate
from tests import make_programme as make
from tests.make_programme import BELFAA

DAY = date(2018, 3, 1)


def belfaa(code: str, evidence: Evidence) -> UnitState:
    """The unit that holds Belfaa."""
    units = make.assessed(make.activity(code), evidence, make.TODAY).units
    return next(unit for unit in units if BELFAA in unit.unit.communes)


def lacks(code: str, evidence: Evidence) -> list[Lack]:
    return list(lacks_of(make.activity(code), belfaa(code, evidence), known_in(evidence.rows())))


def said(code: str, evidence: Evidence) -> list[str]:
    return [
        lack.what % {name: value["en"] if isinstance(value, dict) else value for name, value in lack.params.items()}
        for lack in lacks(code, evidence)
    ]


def test_nothing_at_all_asks_for_a_training() -> None:
    assert said("R3.2", Evidence()) == ["Plan a training on “HR basics”; still asked for: 1 (officer trained)"]


def test_what_is_achieved_lacks_nothing() -> None:
    assert lacks("R3.2", Evidence(trained=(make.trained("hr_basics", DAY, "officer"),))) == []


def test_a_training_before_any_collection_of_needs_says_so_once() -> None:
    trained = tuple(make.trained("hr_basics", DAY, "officer", needs_closed_on=None) for _person in range(3))

    found = lacks("R3.2", Evidence(trained=trained))

    assert [(lack.key, lack.screen) for lack in found] == [
        (f"refused:{Predicate.NEEDS_ASSESSED_FIRST}", "campaigns.new"),
        ("train", "sessions.new"),
    ]


def test_a_session_on_the_way_is_to_be_held_on_its_day_and_no_other_is_asked_for() -> None:
    coming = make.trained("hr_basics", date(2018, 11, 5), "officer", held=False)

    [lack] = lacks("R3.2", Evidence(trained=(coming,)))

    assert (lack.key, lack.due, lack.args) == (f"hold:{coming.training}", date(2018, 11, 5), {"id": coming.training})


def test_each_role_that_nobody_was_trained_for_is_named() -> None:
    trained = make.trained("competence_management", DAY, "director")

    assert [lack.key for lack in lacks("R3.5", Evidence(trained=(trained,)))] == [
        "role:hr_referent",
        "role:head_of_service",
    ]


def test_each_vacant_mandate_is_named_with_its_side() -> None:
    appointed = make.appointment("lead_elected", BELFAA, date(2017, 1, 1))

    found = lacks("R2.3", Evidence(appointments=(appointed,)))

    assert [(lack.key, lack.side) for lack in found] == [("role:lead_elected@N", "N"), ("role:sas_officer@S", "S")]


def test_each_need_that_no_plan_serves_is_named() -> None:
    need = PlanNeed(ref=make.ref("need_assessment"), plan_scope="sas", commune=BELFAA, on=DAY)

    found = said("R3.7", Evidence(plan_needs=(need,)))

    assert found == [f"Plan a training for need {need.ref.id}", "Have a plan with dated items approved"]


def test_the_method_is_asked_of_the_manager_even_when_every_session_was_measured() -> None:
    line = make.line("sessions_held", "sessions_held_with_pre_and_post", since=DAY, done_on=DAY)

    [lack] = lacks("R3.8", Evidence(lists=(line,)))

    assert (lack.party, lack.params["what"]["en"]) == (
        Party.PROGRAMME_MANAGER,
        "the method for measuring what was learnt is adopted",
    )


def test_an_unmeasured_session_is_the_trainers_work() -> None:
    line = make.line("sessions_held", "sessions_held_with_pre_and_post", since=DAY, ref=make.ref("training_session"))

    found = lacks("R3.8", Evidence(lists=(line,)))

    assert [(lack.key, lack.party) for lack in found[1:]] == [(f"lacking:{line.ref}", Party.TRAINER)]


def test_every_activity_without_any_record_says_what_lacks() -> None:
    silent = [code for code in make.framework().by_code if not lacks_everywhere(code)]

    assert silent == []


def lacks_everywhere(code: str) -> bool:
    units = make.assessed(make.activity(code), Evidence(), make.TODAY).units
    return all(lacks_of(make.activity(code), unit, {}) for unit in units)
