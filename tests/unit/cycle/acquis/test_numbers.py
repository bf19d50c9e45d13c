from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cic_events.cycle.acquis import numbers
from cic_events.kernel import secrets


@pytest.fixture(autouse=True, scope="module")
def key() -> Iterator[None]:
    before = secrets._key
    secrets.use_key("t" * 40)
    yield
    secrets._key = before


def test_a_number_tells_year_place_and_check_letter() -> None:
    assert numbers.number(2026, 123) == "CIC-2026-000123-X"
    assert numbers.number(2026, 1_234_567) == "CIC-2026-1234567-" + numbers.check_letter(2026, 1_234_567)


@given(st.integers(2017, 2099), st.integers(1, 999_999), st.integers(0, 9), st.integers(0, 9))
def test_one_wrong_digit_is_seen(year: int, running: int, place: int, digit: int) -> None:
    right = numbers.number(year, running)
    digits = [at for at, c in enumerate(right) if c.isdigit()]
    wrong = right[: digits[place]] + str(digit) + right[digits[place] + 1 :]

    assert (numbers.read(wrong).number != "") is (wrong == right)


@given(st.integers(2017, 2099), st.integers(1, 999_999), st.integers(0, 8))
def test_two_swapped_digits_are_seen(year: int, running: int, place: int) -> None:
    right = numbers.number(year, running)
    digits = [at for at, c in enumerate(right) if c.isdigit()]
    one, other = digits[place], digits[place + 1]
    letters = list(right)
    letters[one], letters[other] = letters[other], letters[one]
    wrong = "".join(letters)

    assert (numbers.read(wrong).number != "") is (wrong == right)


def test_the_address_holds_only_with_its_own_code() -> None:
    number = numbers.number(2026, 7)

    assert numbers.read(numbers.address(number)).holds
    assert not numbers.read(f"{number}-{numbers.code(numbers.number(2026, 8))}").holds
    assert not numbers.read(number).holds
    assert len(numbers.code(number)) == 10


@pytest.mark.parametrize("typed", ["cic 2026 000123 x", "CIC–2026–000123–X", "  CIC2026000123X ", "cic-2026-000123-x"])
def test_a_number_is_read_however_it_is_typed(typed: str) -> None:
    assert numbers.read(typed).number == "CIC-2026-000123-X"


@pytest.mark.parametrize(
    "typed", ["", "CIC", "CIC-2026-000123", "CIC-2026-000123-A", "../../etc", "CIC-2026-000123-X-<b>"]
)
def test_anything_else_is_no_number(typed: str) -> None:
    assert numbers.read(typed) == numbers.Typed()


def test_the_link_of_the_person_is_not_the_code_of_the_paper() -> None:
    number = numbers.number(2026, 7)

    assert numbers.code(number).lower() not in numbers.link_token(number)
    assert len(numbers.link_token(number)) == 40
