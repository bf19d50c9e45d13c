import pytest

from cic_events.programme import codes
from tests.make_programme import framework


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("R2.5bis", "R2.5bis"),
        ("R 2.5 bis", "R2.5bis"),
        ("R2.5-bis", "R2.5bis"),
        ("r2.5 BIS", "R2.5bis"),
        ("R2.5\N{NO-BREAK SPACE}bis", "R2.5bis"),
        ("RA 1", "RA1"),
        ("R٣.١٠", "R3.10"),
        (" os ", "OS"),
        ("R3.10", "R3.10"),
    ],
)
def test_a_code_is_understood_as_people_write_it(written: str, code: str) -> None:
    assert codes.normalise(written) == code


@pytest.mark.parametrize(
    "wrong", ["", "3.1", "R3", "R3.", "R0.1", "R3.01", "RA1.2", "RA1bis", "R3.1.2", "R123.1", "X1.1"]
)
def test_what_is_not_a_code_is_refused(wrong: str) -> None:
    with pytest.raises(codes.NotACode):
        codes.normalise(wrong)


def test_a_number_is_never_a_code_because_3_10_would_have_become_3_1() -> None:
    with pytest.raises(codes.NotACode):
        codes.normalise(3.10)


def test_every_code_of_the_plan_survives_being_printed_and_read_again() -> None:
    every = [a.code for a in framework().activities]

    assert [codes.normalise(codes.display(code)) for code in every] == every


def test_codes_sort_as_people_count() -> None:
    shuffled = ["R3.10", "R2.5bis", "RA3", "R3.2", "R2.5", "R3.9", "RA2", "OS", "R10.1"]

    assert sorted(shuffled, key=codes.sort_key) == [
        "OS", "RA2", "R2.5", "R2.5bis", "RA3", "R3.2", "R3.9", "R3.10", "R10.1",
    ]  # fmt: skip


def test_bis_is_printed_apart() -> None:
    assert [codes.display(c) for c in ("R2.5bis", "R3.10")] == ["R2.5\N{NO-BREAK SPACE}bis", "R3.10"]


@pytest.mark.parametrize(("code", "parent"), [("R3.10", "RA3"), ("R10.2", "RA10"), ("RA3", "OS"), ("OS", None)])
def test_a_code_names_its_parent(code: str, parent: str | None) -> None:
    assert codes.parent(code) == parent
