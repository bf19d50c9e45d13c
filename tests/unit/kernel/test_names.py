import pytest

from cic_events.kernel.names import clean, fold, fold_email


@pytest.mark.parametrize(
    ("typed", "sought"),
    [
        ("أمينة", "امينه"),
        ("Aït Baha", "ait baha"),
        ("Fatima-Zahra", "fatima zahra"),
        ("M'hamed", "m hamed"),
        ("M’hamed", "M'hamed"),
        ("ڭرامة", "كرامة"),
        ("٢٠١٨", "2018"),
        ("  Élodie   DUPONT ", "elodie dupont"),
        ("محمـــد", "محمد"),
    ],
)
def test_two_spellings_of_one_name_fold_alike(typed: str, sought: str) -> None:
    assert fold(typed) == fold(sought)


def test_control_characters_and_direction_overrides_are_cleaned() -> None:
    assert clean("Ami\x00na\u202e\r\nEl\tAmrani") == "Amina El Amrani"


def test_a_long_text_keeps_its_lines() -> None:
    assert clean("one\r\ntwo\x0b \n\nthree", lines=True) == "one\ntwo\n\nthree"


def test_addresses_fold_case_and_width() -> None:
    assert fold_email(" Amina@BELFAA.test ") == "amina@belfaa.test"
