"""A figure as lists: as many lines as the figure says, on any data."""

import random
from datetime import date, timedelta
from typing import Any

import pytest

from cic_events.programme.assessment import Assessment
from cic_events.programme.evidence import Evidence
from cic_events.programme.lines import Part, known_in, lines_of
from cic_events.programme.rows import (
    CoachingNote,
    DirectoryEntry,
    Exchange,
    FollowUp,
    PlanItem,
    PlanNeed,
    Project,
    SpaceVisit,
    Strength,
)
from tests import make_programme as make
from tests.make_programme import BELFAA, JETTE, KOEKELBERG, OUISSELSATE

COMMUNES = (JETTE, BELFAA, KOEKELBERG, OUISSELSATE)
CODES = sorted(make.framework().by_code)


def some_evidence(size: int, seed: int) -> Evidence:
    """So many rows of each kind, drawn around the day asked."""
    draw = random.Random(seed)

    def day() -> date:
        return date(2017, 1, 1) + timedelta(days=draw.randrange(900))

    def maybe(chance: float = 0.6) -> date | None:
        return day() if draw.random() < chance else None

    def commune() -> int:
        return draw.choice(COMMUNES)

    def rows(one: Any) -> tuple[Any, ...]:
        return tuple(one() for _row in range(size))

    themes = ("hr_basics", "competence_management", "communication_plan", "project_design")
    roles = ("officer", "director", "hr_referent", "head_of_service", "elected_official", "association")

    def trained() -> Any:
        return make.trained(
            draw.choice(themes), day(), draw.choice(roles), attendance=draw.randrange(101), commune=commune(),
            held=draw.random() < 0.7, person=draw.randrange(1, size + 1), needs_closed_on=maybe(),
            organisation=draw.choice((None, 7)), organisation_kind="association",
            strength=draw.choice(list(Strength)),
        )  # fmt: skip

    def document() -> Any:
        kinds = ("social_diagnosis", "sas_missions", "procedures_external", "procedures_internal", "communication_plan")
        facts = {"validated_at": maybe(), "deliberation": maybe(), "published_at": maybe(0.3)}
        return make.document(draw.choice(kinds), commune(), started_on=day(), **facts)

    def platform() -> Any:
        first = day()
        return make.platform(
            draw.choice(("NN", "NS", "SS")), first, approved=maybe(), held=draw.random() < 0.8,
            online=draw.random() < 0.2, hosts=frozenset(COMMUNES), theme=draw.choice(("", "needs")),
            audiences=frozenset({(commune(), "elected_official")}), common_week=(first, first + timedelta(days=30)),
        )  # fmt: skip

    def line() -> Any:
        pairs = (("sas_posts", "sas_posts_with_validated_job_description"),
                 ("sessions_held", "sessions_held_with_pre_and_post"))  # fmt: skip
        return make.line(*draw.choice(pairs), since=day(), done_on=maybe(), commune=commune())

    return Evidence(
        documents=rows(document),
        appointments=rows(
            lambda: make.appointment(
                draw.choice(("lead_elected", "sas_officer")), commune(), day(), decided_by_council=draw.random() < 0.5
            )
        ),
        events=rows(platform),
        trained=rows(trained),
        coaching=rows(lambda: CoachingNote(
            ref=make.ref("coaching_note"), organisation=draw.randrange(5), organisation_kind="association",
            commune=commune(), on=day(),
        )),
        lists=rows(line),
        plan_needs=rows(lambda: PlanNeed(
            ref=make.ref("need_assessment"), plan_scope="sas", commune=commune(), on=day(), served_on=maybe(),
        )),
        plan_items=rows(lambda: PlanItem(
            ref=make.ref("plan_item"), plan_scope="sas", commune=commune(), due_on=day(), since=date(2017, 1, 1),
            held_on=maybe(),
        )),
        directories=rows(lambda: DirectoryEntry(
            ref=make.ref("directory_entry"), directory=draw.choice(("training", "funding", "social_actors")),
            commune=commune(), checked_on=day(),
        )),
        projects=rows(lambda: Project(
            ref=make.ref("project"), commune=commune(), integrated=draw.random() < 0.5,
            states=(("idea", date(2017, 1, 1)), (draw.choice(("running", "accompanied", "completed")), day())),
        )),
        exchanges=rows(lambda: Exchange(
            ref=make.ref("exchange"), kind=draw.choice(("NS", "SS")), on=day(),
            communes=frozenset(draw.sample(COMMUNES, 2)),
        )),
        visits=rows(lambda: SpaceVisit(ref=make.ref("community_activity"), commune=commune(), on=day())),
        follow_ups=rows(lambda: FollowUp(
            ref=make.ref("public_event"), kind="public_event", commune=commune(), on=day(),
        )),
    )  # fmt: skip


def every_figure(evidence: Evidence) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for code in CODES:
        shown: Assessment = make.assessed(make.activity(code), evidence, make.TODAY)
        found += [(code, m.figure) for unit in shown.units for m in unit.measured]
    return found


@pytest.mark.parametrize("size", [3, 30, 300])
@pytest.mark.parametrize("seed", [1, 2])
def test_the_lines_are_as_many_as_the_figure_says(size: int, seed: int) -> None:
    evidence = some_evidence(size, seed)
    known = known_in(evidence.rows())

    for code, figure in every_figure(evidence):
        lines = lines_of(figure, known)
        counted = [line for line in lines if line.part is Part.COUNTED]
        assert len(counted) == len(figure.counted), code
        assert [line.key for line in counted] == [item.key for item in figure.counted], code
        assert sum(line.possible for line in lines) == len(figure.possible or ()), code
        assert sum(line.part is Part.REFUSED for line in lines) == len(figure.refused), code


def test_every_counted_line_that_has_records_has_a_strength() -> None:
    evidence = some_evidence(30, 5)
    known = known_in(evidence.rows())

    for code, figure in every_figure(evidence):
        weak = [line for line in lines_of(figure, known) if line.refs and line.strength is None]
        assert weak == [], code


@pytest.mark.parametrize("size", [3, 30, 300])
def test_removing_a_counted_record_moves_its_figure(size: int) -> None:
    evidence = some_evidence(size, 3)
    before = make.assessed(make.activity("R3.7"), evidence, make.TODAY)
    figure = next(m.figure for unit in before.units for m in unit.measured if m.figure.counted)
    gone = figure.counted[0].refs[0]

    kept = tuple(row for row in evidence.plan_needs if row.ref != gone)
    items = tuple(row for row in evidence.plan_items if row.ref != gone)
    less = Evidence(plan_needs=kept, plan_items=items)
    after = make.assessed(make.activity("R3.7"), less, make.TODAY)

    counted = [item.key for unit in after.units for m in unit.measured for item in m.figure.counted]
    assert str(gone) not in counted
    assert len(counted) == sum(len(m.figure.counted) for unit in before.units for m in unit.measured) - 1


def test_a_line_takes_the_strongest_of_its_records() -> None:
    first = make.trained("hr_basics", date(2018, 3, 1), "officer", person=5, strength=Strength.DECLARED)
    second = make.trained("hr_basics", date(2018, 4, 1), "officer", person=5, strength=Strength.VERIFIED)
    evidence = Evidence(trained=(first, second))

    [line] = lines_of(
        make.assessed(make.activity("R3.2"), evidence, make.TODAY).units[0].lead.figure, known_in(evidence.rows())
    )

    assert (line.part, line.strength, line.day) == (Part.COUNTED, Strength.VERIFIED, date(2018, 4, 1))
    assert line.refs == (first.ref, second.ref)
