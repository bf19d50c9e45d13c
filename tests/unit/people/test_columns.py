import pytest

from cic_events.people.imports import columns
from cic_events.people.imports.columns import Kind


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (("Nom", "Prénom", "Téléphone", "E-mail"), {"name_latin": 0, "first_name": 1, "phone": 2, "email": 3}),
        (("الاسم", "الهاتف", "الجنس"), {"name_ar": 0, "phone": 1, "gender": 2}),
        (("Naam", "GSM", "Taal"), {"name_latin": 0, "phone": 1, "language": 2}),
        (("Name", "Name"), {"name_latin": 0}),
        (("Observations", "N°"), {}),
    ],
)
def test_headings_are_understood_in_four_languages(headings: tuple[str, ...], expected: dict[str, int]) -> None:
    assert columns.guess(Kind.PEOPLE, headings) == expected


def test_a_choice_of_columns_survives_the_address() -> None:
    chosen = {"name_latin": 3, "email": 0}

    assert columns.chosen(Kind.PEOPLE, columns.written(chosen), width=4) == chosen


@pytest.mark.parametrize(
    "hostile", ["", ":::", "name_latin:99", "name_latin:-1", "merged_into_id:0", "email:²", "a" * 5000]
)
def test_a_choice_that_makes_no_sense_is_dropped(hostile: str) -> None:
    assert columns.chosen(Kind.PEOPLE, hostile, width=4) == {}


def test_a_list_without_a_name_is_not_usable() -> None:
    assert not columns.usable(Kind.PEOPLE, {"email": 0})
    assert columns.usable(Kind.PEOPLE, {"name_ar": 0})
