import pytest

from cic_events.cycle.needs import rules


def test_a_need_says_a_problem_in_one_language_at_least() -> None:
    rules.check_said(problem={"ar": "لا نعرف حدود دور المنتخب"}, persons=1, severity=1)
    with pytest.raises(rules.NoProblem) as refused:
        rules.check_said(problem={"fr": "  "}, persons=1, severity=1)

    assert (refused.value.field, str(refused.value)) == ("problem", "Describe the problem in at least one language.")


def test_somebody_has_the_problem() -> None:
    with pytest.raises(rules.NobodyConcerned):
        rules.check_said(problem={"fr": "Les dossiers attendent"}, persons=0, severity=3)


@pytest.mark.parametrize("severity", [0, 6])
def test_severity_goes_from_one_to_five(severity: int) -> None:
    with pytest.raises(rules.SeverityOutside):
        rules.check_severity(severity)


@pytest.mark.parametrize(("typed", "code"), [("R3.10", "R3.10"), ("r 2.5 BIS", "R2.5bis")])
def test_a_qualified_need_carries_the_canonical_code(typed: str, code: str) -> None:
    assert rules.check_qualified(theme="hr_basics", activity_code=typed) == code


@pytest.mark.parametrize("typed", ["", "3.10", "RA3", "OS"])
def test_a_need_serves_an_activity_not_a_result(typed: str) -> None:
    with pytest.raises(rules.NoCode):
        rules.check_qualified(theme="hr_basics", activity_code=typed)


def test_without_a_theme_it_is_not_a_training_problem() -> None:
    with pytest.raises(rules.NoTheme):
        rules.check_qualified(theme="", activity_code="R3.2")


def test_closing_otherwise_says_why() -> None:
    with pytest.raises(rules.ReasonWanted):
        rules.check_reason(" . ")
