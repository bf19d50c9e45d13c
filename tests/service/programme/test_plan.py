from datetime import date

import pytest

from cic_events.kernel import audit
from cic_events.kernel.db import reading
from cic_events.kernel.errors import Forbidden
from cic_events.kernel.texts import Texts
from cic_events.people.permissions import PUBLIC, SYSTEM
from cic_events.programme import queries, service
from cic_events.programme.evidence import NOTHING, Evidence
from cic_events.programme.plan import plan_on
from cic_events.programme.queries import Found
from cic_events.programme.specs import rule_as_data, rule_of
from cic_events.programme.states import State
from cic_events.programme.vocabulary import Origin
from tests import make_programme as make
from tests.make_programme import TODAY

pytestmark = pytest.mark.usefixtures("db", "now")


@pytest.fixture
def plan() -> service.Programme:
    return service.load_framework(by=SYSTEM)


def target_of(code: str, figure: str = "") -> int:
    with reading():
        spec = plan_on(TODAY).activity(code)
        [target] = [t for t in spec.targets_on(date(2021, 12, 31)) if t.figure == figure]
        return target.id


def test_the_rows_say_what_the_file_says(plan: service.Programme) -> None:
    with reading():
        read = {spec.code: spec for spec in plan_on(TODAY).activities}

    assert list(read) == [spec.code for spec in make.framework().activities]
    for spec in make.framework().activities:
        row = read[spec.code]
        assert (row.labels, row.period, row.rule, row.requires) == (spec.labels, spec.period, spec.rule, spec.requires)
        assert [(t.min, t.measure, t.origin, t.figure) for t in row.targets] == [
            (t.min, t.measure, t.origin, t.figure) for t in spec.targets
        ]


def test_loading_twice_changes_nothing(plan: service.Programme) -> None:
    service.edit_target(target_of("R3.9"), minimum=30, reason="the network grew", by=SYSTEM, valid_from=TODAY)

    again = service.load_framework(by=SYSTEM)

    assert again.id == plan.id
    with reading():
        assert [t.min for t in plan_on(TODAY).activity("R3.9").targets] == [20, 30]


def test_the_next_programme_has_the_same_plan_and_its_own_days(plan: service.Programme) -> None:
    later = service.load_framework(by=SYSTEM, first_year=2025)

    assert later.id != plan.id
    assert service.load_framework(by=SYSTEM, first_year=2025).id == later.id
    with reading():
        past, present = plan_on(date(2018, 10, 8)), plan_on(date(2026, 9, 28))
        board = queries.board(NOTHING, as_of=date(2026, 9, 28))
    assert (past.id, present.id) == (plan.id, later.id)
    assert present.name["nl"] == "Gemeentelijke internationale samenwerking, Marokko 2025-2029"
    assert [spec.code for spec in present.activities] == [spec.code for spec in past.activities]
    assert [period.first.year for period in board.periods] == [2017, 2025]


def test_only_a_programme_manager_loads_or_edits(plan: service.Programme) -> None:
    with pytest.raises(Forbidden):
        service.load_framework(by=PUBLIC)
    with pytest.raises(Forbidden):
        service.edit_target(target_of("R3.9"), minimum=30, reason="because", by=PUBLIC)


def test_a_target_changed_from_a_day_on_leaves_the_days_before_as_they_were(plan: service.Programme) -> None:
    service.edit_target(
        target_of("R7.5"), minimum=2, reason="two communes left", by=SYSTEM, valid_from=date(2019, 1, 1)
    )

    with reading():
        spec = plan_on(TODAY).activity("R7.5")

    assert [t.min for t in spec.targets_on(date(2018, 12, 31))] == [4]
    assert [t.min for t in spec.targets_on(date(2019, 1, 1))] == [2]


def test_a_closed_year_keeps_the_target_that_it_had(plan: service.Programme) -> None:
    three = tuple(
        make.platform("NN", date(year, month, 9), approved=date(year, month, 20))
        for year in (2018, 2019)
        for month in (2, 5, 9)
    )
    service.edit_target(
        target_of("R7.5"), minimum=3, reason="agreed in Brussels", by=SYSTEM, valid_from=date(2019, 1, 1)
    )

    with reading():
        spec = plan_on(date(2020, 1, 1)).activity("R7.5")
    years = dict(make.assessed(spec, Evidence(events=three), date(2020, 1, 1)).units[0].years)

    assert (years[2018], years[2019]) == (State.OVERDUE, State.ACHIEVED)


def test_a_target_that_a_manager_set_is_no_longer_assumed(plan: service.Programme) -> None:
    service.edit_target(target_of("R3.9"), minimum=25, reason="as agreed", by=SYSTEM, valid_from=TODAY)

    with reading():
        [target] = plan_on(TODAY).activity("R3.9").targets_on(TODAY)

    assert (target.min, target.origin) == (25, Origin.STATED)


@pytest.mark.parametrize(
    ("minimum", "reason", "day", "refusal"),
    [
        (5, "  ", TODAY, service.NoReason),
        (0, "why", TODAY, service.NoTarget),
        (101, "why", TODAY, service.NoTarget),
        (5, "why", date(2022, 1, 1), service.OutsideThePeriod),
    ],
)
def test_a_change_without_sense_is_refused(
    plan: service.Programme, minimum: int, reason: str, day: date, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        service.edit_target(target_of("R7.3"), minimum=minimum, reason=reason, by=SYSTEM, valid_from=day)


def test_a_target_that_was_replaced_is_not_replaced_again(plan: service.Programme) -> None:
    old = target_of("R3.9")
    service.edit_target(old, minimum=25, reason="as agreed", by=SYSTEM, valid_from=TODAY)

    with pytest.raises(service.AlreadyReplaced):
        service.edit_target(old, minimum=30, reason="once more", by=SYSTEM, valid_from=TODAY)


def test_a_waived_target_says_why_and_can_be_asked_for_again(plan: service.Programme) -> None:
    service.waive_target(target_of("R7.3"), reason="no private space", by=SYSTEM, valid_from=TODAY)
    with reading():
        spec = plan_on(TODAY).activity("R7.3")
    assert make.assessed(spec, NOTHING, TODAY).state is State.WAIVED

    service.edit_target(target_of("R7.3"), minimum=50, reason="it opened", by=SYSTEM, valid_from=date(2018, 11, 1))
    with reading():
        spec = plan_on(TODAY).activity("R7.3")
    assert make.assessed(spec, NOTHING, date(2018, 11, 2)).state is not State.WAIVED


def test_every_change_leaves_a_trace(plan: service.Programme) -> None:
    service.edit_target(target_of("R3.9"), minimum=25, reason="as agreed", by=SYSTEM, valid_from=TODAY)

    with reading() as db:
        actions = [row.action for row in db.query(audit.AuditEvent).order_by(audit.AuditEvent.id)]
        assert audit.breaks() == []

    assert actions == ["programme.loaded", "target.replaced"]


def test_labels_are_versioned_by_plan_year(plan: service.Programme) -> None:
    with reading():
        id = plan_on(TODAY).ids["R1.1"]
    service.reword(id, labels=Texts(en="Social diagnosis, renewed"), plan_year=2019, by=SYSTEM)

    with reading():
        before, after = plan_on(TODAY).activity("R1.1"), plan_on(date(2019, 1, 1)).activity("R1.1")

    assert (before.labels.best("en"), after.labels.best("en")) == (
        "Social diagnosis by target group",
        "Social diagnosis, renewed",
    )


def test_a_retired_activity_stays_on_the_board_of_the_days_before(plan: service.Programme) -> None:
    with reading():
        id = plan_on(TODAY).ids["R7.3"]
    service.retire(id, on=date(2019, 1, 1), reason="the group moved elsewhere", by=SYSTEM)

    with reading():
        before, after = (codes_on(day) for day in (date(2018, 12, 31), date(2019, 1, 1)))

    assert ("R7.3" in before, "R7.3" in after) == (True, False)


def codes_on(day: date) -> list[str]:
    return [a.code for result in queries.board(NOTHING, as_of=day).results for a in result.activities]


def test_a_kept_figure_can_be_printed_again_with_its_records(plan: service.Programme) -> None:
    meeting = make.platform("SS", date(2017, 11, 14), approved=date(2017, 12, 1))
    assessed = make.assessed(make.activity("R7.1"), Evidence(events=(meeting,)), TODAY)

    [kept] = service.keep_snapshots(plan.id, [assessed], by=SYSTEM)

    assert (kept.code, kept.counted, kept.target, kept.state, kept.evidence) == (
        "R7.1", 1, 1, State.ACHIEVED, [str(meeting.ref)],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("R3.1", (Found.NOT_IN_THE_PLAN, "R3.1")),
        ("r 3.10", (Found.ACTIVITY, "R3.10")),
        ("R 2.5 bis", (Found.ACTIVITY, "R2.5bis")),
        ("RA 1", (Found.RESULT, "RA1")),
        ("R9.9", (Found.NOT_IN_THE_PLAN, "R9.9")),
        ("forum", (Found.NOT_A_CODE, "forum")),
    ],
)
def test_a_code_is_found_however_it_is_written(plan: service.Programme, text: str, answer: tuple[Found, str]) -> None:
    with reading():
        assert queries.find(text, as_of=TODAY) == answer


def test_other_stages_choose_from_the_activities_in_natural_order(plan: service.Programme) -> None:
    with reading():
        codes = [choice.code for choice in queries.code_choices(TODAY)]

    assert (len(codes), codes[codes.index("R3.9") + 1], "OS" in codes) == (44, "R3.10", False)


def test_a_rule_survives_the_database() -> None:
    for spec in make.framework().activities:
        assert rule_of(rule_as_data(spec.rule)) == spec.rule


def test_without_a_plan_there_is_no_board() -> None:
    with reading():
        assert (queries.has_plan(), queries.board(NOTHING, as_of=TODAY)) == (False, None)
