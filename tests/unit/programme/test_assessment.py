"""The cases that the plan itself raises."""

from datetime import date

import pytest

from cic_events.programme.assessment import assess, assess_unit
from cic_events.programme.evidence import NOTHING, Evidence
from cic_events.programme.rows import DirectoryEntry, PlanItem, PlanNeed, SpaceVisit
from cic_events.programme.states import State
from cic_events.programme.vocabulary import UnitKind
from tests import make_programme as make
from tests.make_programme import BELFAA, JETTE, KOEKELBERG, OUISSELSATE, TODAY

NN_2017 = [date(2017, 2, 9), date(2017, 5, 30), date(2017, 9, 21)]


def state_on(code: str, evidence: Evidence, as_of: date = TODAY) -> State:
    spec = make.activity(code)
    return assess(spec, make.units()[spec.unit], evidence, as_of).state


def of_unit(code: str, evidence: Evidence, as_of: date = TODAY, commune: int | None = BELFAA):
    spec = make.activity(code)
    return assess_unit(spec, make.unit(spec.unit, commune), evidence, as_of)


def nn_of_2018() -> list:
    return [
        make.platform("NN", date(2018, 2, 8), approved=date(2018, 2, 20)),
        make.platform("NN", date(2018, 5, 17), approved=date(2018, 6, 1)),
        make.platform("NN", date(2018, 9, 27)),  # its minutes are in review
        make.platform("NN", date(2018, 11, 29), held=False),
    ]


def nn_of_2017() -> list:
    return [make.platform("NN", day, approved=date(2018, 1, 10)) for day in NN_2017]


def test_three_nn_platforms_of_four_leave_2017_overdue() -> None:
    seen = of_unit("R7.5", Evidence(events=tuple(nn_of_2017())), date(2018, 1, 31), JETTE)

    assert dict(seen.years)[2017] is State.OVERDUE


def test_two_approved_one_in_review_and_one_planned_is_on_track_and_2017_stays_missed() -> None:
    seen = of_unit("R7.5", Evidence(events=tuple(nn_of_2017() + nn_of_2018())), TODAY, JETTE)

    assert (seen.state, seen.missed) == (State.ON_TRACK, (2017,))
    assert (seen.lead.figure.value, seen.lead.figure.open_value) == (2, 2)


def test_a_platform_without_a_theme_does_not_count_for_r7_5_and_says_why() -> None:
    bare = make.platform("NN", date(2018, 2, 8), approved=date(2018, 2, 20), theme="")

    figure = of_unit("R7.5", Evidence(events=(bare,)), TODAY, JETTE).lead.figure

    assert (figure.value, [r.why for r in figure.refused]) == (0, ["theme_required"])


def test_an_action_outside_the_common_week_is_refused_for_r6_4() -> None:
    agadir = make.platform("NS", date(2017, 5, 19), common_week=(date(2017, 6, 12), date(2017, 6, 18)))
    inside = make.follow_up(BELFAA, date(2017, 6, 14), agadir.ref)
    late = make.follow_up(JETTE, date(2017, 6, 25), agadir.ref)
    evidence = Evidence(events=(agadir,), follow_ups=(inside, late))

    belfaa, jette = of_unit("R6.4", evidence), of_unit("R6.4", evidence, commune=JETTE)

    assert (belfaa.state, belfaa.lead.figure.refs) == (State.ACHIEVED, (inside.ref,))
    assert (jette.lead.figure.value, [r.ref for r in jette.lead.figure.refused]) == (0, [late.ref])


@pytest.mark.parametrize("week", [None, (date(2017, 8, 14), date(2017, 8, 20))])
def test_without_a_common_week_within_ninety_days_r6_4_is_not_measurable(week: tuple[date, date] | None) -> None:
    agadir = make.platform("NS", date(2017, 5, 19), common_week=week)

    assert of_unit("R6.4", Evidence(events=(agadir,))).state is State.NOT_MEASURABLE


def test_a_council_decision_of_2015_still_counts_for_r2_1() -> None:
    missions = make.document("sas_missions", deliberation=date(2015, 10, 5))

    assert of_unit("R2.1", Evidence(documents=(missions,)), date(2017, 1, 1)).state is State.ACHIEVED


def test_a_repealed_decision_no_longer_counts() -> None:
    missions = make.document("sas_missions", deliberation=date(2015, 10, 5), ended_on=date(2018, 5, 7))
    evidence = Evidence(documents=(missions,))

    assert of_unit("R2.1", evidence, date(2018, 5, 6)).state is State.ACHIEVED
    assert of_unit("R2.1", evidence, date(2018, 5, 7)).state is State.AT_RISK


def test_the_ss_meeting_of_2017_is_one_record_behind_two_indicators() -> None:
    meeting = make.platform("SS", date(2017, 11, 14), approved=date(2017, 12, 1))
    evidence = Evidence(events=(meeting,))

    first, yearly = of_unit("R7.1", evidence), of_unit("R7.2", evidence)

    assert first.state is State.ACHIEVED
    assert dict(yearly.years)[2017] is State.ACHIEVED
    assert {*first.lead.figure.refs} == {meeting.ref}


def pair_of_belfaa(ends_on: date | None) -> Evidence:
    return Evidence(
        appointments=(
            make.appointment("lead_elected", BELFAA, date(2015, 9, 4)),
            make.appointment("lead_elected", JETTE, date(2012, 12, 1), ends_on),
            make.appointment("sas_officer", BELFAA, date(2016, 3, 1)),
        )
    )


def test_a_mandate_ended_by_an_election_reopens_r2_3() -> None:
    election = date(2018, 10, 14)

    assert of_unit("R2.3", pair_of_belfaa(election), election).state is State.ACHIEVED
    after = of_unit("R2.3", pair_of_belfaa(election), date(2018, 10, 15))
    assert (after.state, after.lead.figure.value) == (State.IN_PROGRESS, 2)


def test_an_elected_person_of_the_other_side_does_not_fill_the_role() -> None:
    twice_south = Evidence(appointments=tuple(make.appointment("lead_elected", BELFAA, date(2015, 9, 4)) for _ in "ab"))

    assert of_unit("R2.3", twice_south).lead.figure.value == 1


def test_a_lead_without_council_decision_is_not_counted_for_r5_1_and_is_named() -> None:
    lead = make.appointment("lead_elected", BELFAA, date(2015, 9, 4))

    figure = of_unit("R5.1", Evidence(appointments=(lead,))).lead.figure

    assert (figure.value, [(r.ref, r.why) for r in figure.refused]) == (0, [(lead.ref, "council_deed")])


def test_a_commune_that_joined_in_may_2017_is_not_late_for_march() -> None:
    march = make.platform(
        "SS", date(2017, 3, 20), approved=date(2017, 4, 1), audiences=frozenset({(BELFAA, "elected_official")})
    )
    evidence = Evidence(events=(march,))

    assert of_unit("R5.5", evidence, commune=OUISSELSATE).state is State.NOT_MEASURABLE
    assert of_unit("R5.5", evidence, commune=BELFAA).state is State.ACHIEVED


def test_the_time_of_a_commune_begins_when_it_joined() -> None:
    windows = [of_unit("R3.4", NOTHING, date(2017, 6, 1), c).lead.window.first for c in (BELFAA, OUISSELSATE)]

    assert windows == [date(2017, 1, 1), date(2017, 5, 1)]


def test_a_year_before_the_commune_joined_is_not_due() -> None:
    spec = make.activity("R3.4")
    late = make.units_from(date(2018, 3, 1))[UnitKind.COMMUNE_S][0]

    assert [year for year, _ in assess_unit(spec, late, NOTHING, TODAY).years] == [2018, 2019, 2020, 2021]


def test_a_unit_that_left_before_the_period_is_not_counted() -> None:
    spec = make.activity("R3.4")
    early = make.units_from(date(2015, 1, 1), date(2018, 6, 30))[UnitKind.COMMUNE_S][0]

    assert [year for year, _ in assess_unit(spec, early, NOTHING, TODAY).years] == [2017, 2018]


@pytest.mark.parametrize("code", ["R1.3", "R2.4", "R3.7", "R3.8", "R4.2", "R5.5", "R6.3", "R6.4"])
def test_nothing_to_divide_by_is_not_measurable_and_never_a_hundred_percent(code: str) -> None:
    seen = state_on(code, NOTHING)

    assert seen is State.NOT_MEASURABLE


@pytest.mark.parametrize("spec", make.framework().activities, ids=lambda spec: spec.code)
def test_without_any_record_nothing_is_counted_and_nothing_is_open(spec) -> None:
    for state in assess(spec, make.units()[spec.unit], NOTHING, date(2017, 3, 1)).units:
        for measured in state.measured:
            assert (measured.figure.value, measured.figure.open_value) == (0, 0)
            assert measured.state in (State.NOT_STARTED, State.NOT_MEASURABLE)


def test_an_online_ns_platform_counts_only_when_the_manager_says_so() -> None:
    online = make.platform("NS", date(2018, 3, 1), approved=date(2018, 3, 9), online=True)
    said = make.platform("NS", date(2018, 3, 1), approved=date(2018, 3, 9), online=True, counts_although_online=True)

    values = [of_unit("R7.4", Evidence(events=(event,))).lead.figure.value for event in (online, said)]

    assert values == [0, 1]


def test_a_platform_approved_after_the_day_asked_was_still_in_review_on_that_day() -> None:
    late = make.platform("SS", date(2018, 4, 12), approved=date(2018, 7, 2))

    figure = of_unit("R7.2", Evidence(events=(late,)), date(2018, 5, 1)).lead.figure

    assert (figure.value, figure.open_value) == (0, 1)


def test_one_officer_with_enough_presence_is_counted_once_however_many_trainings() -> None:
    twice = [make.trained("hr_basics", date(2018, month, 6), "officer", person=77) for month in (3, 5)]
    short = make.trained("hr_basics", date(2018, 3, 6), "officer", attendance=79)

    figure = of_unit("R3.2", Evidence(trained=(*twice, short))).lead.figure

    assert (figure.value, set(figure.refs)) == (1, {row.ref for row in twice})


def test_a_training_before_the_needs_were_collected_does_not_count_for_r3_2() -> None:
    hasty = make.trained("hr_basics", date(2018, 3, 6), "officer", needs_closed_on=date(2018, 3, 6))

    assert [r.why for r in of_unit("R3.2", Evidence(trained=(hasty,))).lead.figure.refused] == ["needs_assessed_first"]


def test_three_roles_are_three_whoever_came_twice() -> None:
    rows = [
        make.trained("competence_management", date(2018, 4, 3), role)
        for role in ("director", "director", "hr_referent")
    ]

    figure = of_unit("R3.5", Evidence(trained=tuple(rows))).lead.figure

    assert [item.key for item in figure.counted] == ["director", "hr_referent"]


def test_a_cycle_counts_for_the_partnership_of_its_communes_once_evaluated() -> None:
    done = make.cycle(date(2018, 1, 20), date(2018, 3, 31))
    unevaluated = make.cycle(date(2018, 4, 7), date(2018, 6, 2), evaluated_on=None)
    evidence = Evidence(cycles=(done, unevaluated))

    figure = of_unit("R5.2", evidence).lead.figure

    assert (figure.value, figure.open_value) == (1, 1)
    assert of_unit("R5.2", evidence, commune=OUISSELSATE).lead.figure.value == 0


def plan_item(due_on: date, held_on: date | None = None, **more: date) -> PlanItem:
    values = {"since": date(2018, 1, 15), **more}
    return PlanItem(
        ref=make.ref("plan_item"), plan_scope="sas", commune=BELFAA, due_on=due_on, held_on=held_on, **values
    )


def test_of_two_figures_the_worse_leads() -> None:
    served = date(2018, 3, 1)
    need = PlanNeed(ref=make.ref("need"), plan_scope="sas", commune=BELFAA, on=date(2018, 2, 1), served_on=served)
    items = [plan_item(date(2018, 4, 1), held) for held in (date(2018, 4, 1), None, None, None)]

    seen = of_unit("R3.7", Evidence(plan_needs=(need,), plan_items=tuple(items)))

    assert [m.state for m in seen.measured] == [State.ACHIEVED, State.AT_RISK]
    assert seen.state is State.AT_RISK


def test_only_items_that_are_due_in_the_edition_in_force_are_asked_for() -> None:
    due = plan_item(date(2018, 4, 1), date(2018, 4, 1))
    later = plan_item(date(2018, 12, 1))
    replaced = plan_item(date(2018, 4, 1), until=date(2018, 6, 1))
    evidence = Evidence(plan_items=(due, later, replaced))

    def possible(as_of: date) -> list[str]:
        figure = of_unit("R3.7", evidence, as_of).measured[1].figure
        return [item.key for item in figure.possible or ()]

    assert possible(date(2018, 5, 1)) == [str(due.ref), str(replaced.ref)]
    assert possible(TODAY) == [str(due.ref)]


def test_the_lowest_quarter_that_is_over_speaks_for_the_private_space() -> None:
    quiet = [SpaceVisit(ref=make.ref("visit"), commune=c, on=date(2018, 2, 1)) for c in (BELFAA, JETTE)]
    lively = [SpaceVisit(ref=make.ref("visit"), commune=c, on=date(2018, 5, 1)) for c in (1, 2, 3, 4)]
    third = [SpaceVisit(ref=make.ref("visit"), commune=c, on=date(2018, 8, 1)) for c in (1, 2, 3)]

    assert of_unit("R7.3", Evidence(visits=(*quiet, *lively, *third))).lead.figure.value == 50


def test_a_commune_is_not_asked_for_the_quarter_in_which_it_joined() -> None:
    visits = [SpaceVisit(ref=make.ref("visit"), commune=c, on=date(2017, 6, 1)) for c in (BELFAA, JETTE)]
    visits += [SpaceVisit(ref=make.ref("visit"), commune=c, on=date(2017, 2, 1)) for c in (BELFAA, JETTE)]

    figure = of_unit("R7.3", Evidence(visits=tuple(visits)), date(2017, 7, 15)).lead.figure

    assert [item.key for item in figure.possible or ()] == [f"commune:{c}" for c in (JETTE, BELFAA)]


def test_live_entries_grow_old_and_must_come_from_enough_communes() -> None:
    entries = [
        DirectoryEntry(ref=make.ref("entry"), directory="training", commune=BELFAA, checked_on=date(2018, 1, 1))
        for _ in range(20)
    ]
    evidence = Evidence(directories=tuple(entries))

    seen = of_unit("R3.9", evidence)

    assert (seen.lead.figure.value, seen.lead.missing) == (20, ("enough_contributors",))
    assert seen.state is State.ON_TRACK
    assert of_unit("R3.9", evidence, date(2019, 1, 2)).lead.figure.value == 0


def test_an_equipped_office_is_the_share_of_what_was_agreed() -> None:
    agreed = [
        make.line("equipment_items_agreed", "equipment_items_received", date(2017, 3, 1), done)
        for done in (date(2018, 1, 1), date(2018, 2, 1), date(2018, 12, 1), None)
    ]

    assert of_unit("R2.4", Evidence(lists=tuple(agreed))).lead.figure.value == 50


def test_many_units_are_achieved_when_all_of_them_are() -> None:
    both = [make.document("social_diagnosis", c, validated_at=date(2017, 9, 1)) for c in (BELFAA, OUISSELSATE)]

    assert state_on("R1.1", Evidence(documents=tuple(both))) is State.ACHIEVED
    assert state_on("R1.1", Evidence(documents=(both[0],)), date(2017, 11, 1)) is State.ON_TRACK
    assert state_on("R1.1", Evidence(documents=(both[0],)), date(2019, 1, 1)) is State.OVERDUE


def test_a_waived_target_is_waived_with_nothing_said_about_its_figure() -> None:
    from dataclasses import replace

    spec = make.activity("R1.1")
    spec = replace(spec, targets=(replace(spec.targets[0], waived_because="no SAS here"),))

    assert assess(spec, make.units()[spec.unit], NOTHING, TODAY).state is State.WAIVED


def test_communes_of_both_sides_are_the_units_of_r6_1() -> None:
    seen = assess(make.activity("R6.1"), make.units()[UnitKind.COMMUNE], NOTHING, TODAY)

    assert [unit.unit.key for unit in seen.units] == [f"commune:{c}" for c in (JETTE, KOEKELBERG, BELFAA, OUISSELSATE)]
