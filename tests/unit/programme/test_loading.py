from pathlib import Path

import pytest

from cic_events.programme.loading import FILE, load
from cic_events.programme.reading import Refused
from cic_events.programme.vocabulary import Origin, Per
from tests.make_programme import framework

SOURCE = FILE.read_text("utf-8")


def refusal(tmp_path: Path, old: str, new: str) -> str:
    """What is said of the file when one place of it is changed."""
    assert SOURCE.count(old) >= 1
    changed = tmp_path / "framework.yaml"
    changed.write_text(SOURCE.replace(old, new, 1), "utf-8")
    with pytest.raises(Refused) as refused:
        load(changed)
    return str(refused.value)


def line_of(text: str) -> int:
    return SOURCE[: SOURCE.index(text)].count("\n") + 1


def test_the_plan_has_one_objective_seven_results_and_forty_four_activities() -> None:
    plan = framework()

    assert (plan.objective.code, len(plan.results), len(plan.activities)) == ("OS", 7, 44)


def test_r3_10_is_text_and_not_3_1() -> None:
    assert "R3.10" in framework().by_code
    assert framework().absent == ("R3.1",)


def test_the_order_of_the_source_is_kept() -> None:
    third = [a.code for a in framework().activities if a.parent == "RA3"]

    assert third[:3] == ["R3.3", "R3.2", "R3.4"]


def test_every_label_exists_in_the_four_languages() -> None:
    assert [a.code for a in framework().activities if a.labels.missing()] == []


def test_twenty_three_activities_have_a_figure_of_ours() -> None:
    assumed = {a.code for a in framework().activities if Origin.ASSUMED in {t.origin for t in a.targets}}

    assert len(assumed) == 23


def test_two_targets_are_two_figures() -> None:
    figures = [(t.figure, t.min, t.per) for t in framework().by_code["R3.7"].targets]

    assert figures == [("priority_needs_served", 100, Per.YEAR), ("due_items_held", 80, Per.YEAR)]


def test_a_code_that_became_a_number_is_refused_with_its_line(tmp_path: Path) -> None:
    line = line_of('code: "R3.10"')

    said = refusal(tmp_path, 'code: "R3.10"', "code: 3.10")

    assert said == f"line {line}: code: text in quotes is wanted, not 3.10"


def test_an_unknown_rule_is_refused_with_line_and_code(tmp_path: Path) -> None:
    said = refusal(tmp_path, "name: plan_progress, plan_scope: sas", "name: plan_magic, plan_scope: sas")

    assert said.startswith(
        f"line {line_of('name: plan_progress, plan_scope: sas')}, R3.7: name: “plan_magic” is not one of"
    )


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("requires: [council_deed]", "requires: [good_mood]", "R5.1: requires: “good_mood” is not one of"),
        ('min: 3, per: once', 'min: "3", per: once', "R2.3: min: a whole number is wanted, not 3"),
        ("plan_scope: sas}", "plan_scope: sas, if: today}", "R3.7: rule: plan_progress has no if"),
        ("automation: partial", "automation: partial\n    colour: red", "R1.3: unknown: colour"),
        ('depends_on: ["R1.2"]', 'depends_on: ["R3.1"]', "R1.3: names R3.1, which is not in the file"),
        ("doc_type: social_diagnosis", "doc_type: poem", "R1.1: doc_type: “poem” is not one of"),
        ("measure: boolean, min: 1", "measure: percent, min: 1", "R1.1: targets: document_adopted answers a boolean"),
        ('until: "2018-12-31", from_origin', 'until: "2016-12-31", from_origin', "ends on 2016-12-31"),
        ("minutes_required: true, assumed", "minutes_required: maybe, assumed", "true or false is wanted, not maybe"),
        ('order: 2\n', "order: 1\n", "a code or an order stands twice"),
        ("schema_version: 2", "schema_version: 3", "version 2 is wanted"),
        ("states: [not_started,", "states: [asleep, not_started,", "“asleep” is not one of"),
    ],
)  # fmt: skip
def test_the_file_is_read_strictly(tmp_path: Path, old: str, new: str, why: str) -> None:
    assert why in refusal(tmp_path, old, new)


def test_a_label_that_lacks_a_language_is_refused(tmp_path: Path) -> None:
    line = line_of("Sociale diagnose per doelgroep")

    said = refusal(tmp_path, 'nl: "Sociale diagnose per doelgroep", ', "")

    assert said == f"line {line}, R1.1: labels: nl lacks"


def test_a_key_that_stands_twice_is_refused(tmp_path: Path) -> None:
    assert "R1.1: order stands twice" in refusal(tmp_path, "order: 1\n", "order: 1\n    order: 1\n")
