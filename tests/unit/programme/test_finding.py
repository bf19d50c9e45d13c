"""Taking a code of the plan out of what people type."""

import pytest

from cic_events.programme.finding import asked


@pytest.mark.parametrize("typed", ["R3.2", "r3.2", " R 3.2 ", "r 3,2", "R٣.٢"])
def test_a_code_in_any_spelling_is_the_whole_question(typed: str) -> None:
    said = asked(typed)

    assert (said.code, said.words, said.only_code) == ("R3.2", "", True)


@pytest.mark.parametrize("typed", ["R2.5 bis", "R2.5bis", "r 2.5 BIS", "R2.5-bis"])
def test_bis_belongs_to_the_code(typed: str) -> None:
    assert asked(typed).code == "R2.5bis"


def test_words_around_a_code_stay_words() -> None:
    said = asked("budget R3.10 communes")

    assert (said.code, said.words, said.only_code) == ("R3.10", "budget communes", False)


@pytest.mark.parametrize("typed", ["Rabat", "4.2", "hor3.2", "Ra", "RER 3.2x", ""])
def test_words_that_only_look_like_codes_are_words(typed: str) -> None:
    assert asked(typed).code == ""
    assert asked(typed).words == typed


def test_a_result_is_a_code_too() -> None:
    assert asked("ra3").code == "RA3"
