"""What officers really type from a sheet, in four languages, and what is refused by name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cic_events.events import typed_sheet
from cic_events.events.states import Presence
from cic_events.events.typed_sheet import Said, read
from cic_events.kernel.errors import FieldRefused

P, L, G, E, A = Presence.PRESENT, Presence.LATE, Presence.LEFT_EARLY, Presence.EXCUSED, Presence.ABSENT


def typed(text: str, *, lines: int = 16) -> dict[int, tuple[Presence, int]]:
    return {said.line: (said.status, said.minutes_lost) for said in read(text, lines=lines, minutes=180)}


def there(*lines: int) -> dict[int, tuple[Presence, int]]:
    return dict.fromkeys(lines, (P, 0))


def test_the_sheet_of_the_example() -> None:
    assert typed("1-12, 14 late 20, 15 absent") == {**there(*range(1, 13)), 14: (L, 20), 15: (A, 0)}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("3", there(3)),
        ("1 2 3", there(1, 2, 3)),
        ("1 – 3", there(1, 2, 3)),
        ("1 à 3; 5", there(1, 2, 3, 5)),
        ("1-2 4-5 absent", {1: (A, 0), 2: (A, 0), 4: (A, 0), 5: (A, 0)}),
        ("1\n2\n3 excusé", {**there(1, 2), 3: (E, 0)}),
        ("٢", there(2)),
        ("١-٣، ٤ متأخر ٢٠، ٥ غائب", {**there(1, 2, 3), 4: (L, 20), 5: (A, 0)}),
        ("۱-۲", there(1, 2)),
        ("\u200f1-3\u200f، 4 غائبة", {**there(1, 2, 3), 4: (A, 0)}),
        ("1 إلى 3", there(1, 2, 3)),
        ("4 en retard 15", {4: (L, 15)}),
        ("1 - absent", {1: (A, 0)}),
        ("4 retard 15 min", {4: (L, 15)}),
        ("4: late 20 minutes", {4: (L, 20)}),
        ("4r20", {4: (L, 20)}),
        ("4a", {4: (A, 0)}),
        ("2 te laat 10, 3 afwezig", {2: (L, 10), 3: (A, 0)}),
        ("2 left early 30, 3 parti tôt 20", {2: (G, 30), 3: (G, 20)}),
        ("2 PRESENT", there(2)),
        ("2 absent, 2 absent", {2: (A, 0)}),
        ("15-16 absent, le reste", {**there(*range(1, 15)), 15: (A, 0), 16: (A, 0)}),
        ("1-14, rest absent", {**there(*range(1, 15)), 15: (A, 0), 16: (A, 0)}),
        ("1-14، الباقون غائبون", {**there(*range(1, 15)), 15: (A, 0), 16: (A, 0)}),
        ("tous", there(*range(1, 17))),
        (",, 1 ,,", there(1)),
    ],
)
def test_lines_are_read_as_they_are_typed(text: str, meant: dict[int, tuple[Presence, int]]) -> None:
    assert typed(text) == meant


@pytest.mark.parametrize(
    ("text", "refusal", "sentence"),
    [
        ("", typed_sheet.NothingTyped, "Type the numbers of the lines, for instance: 1-12, 14 late 20, 15 absent."),
        (" , ;", typed_sheet.NothingTyped, "Type the numbers of the lines, for instance: 1-12, 14 late 20, 15 absent."),
        ("1-3, blah", typed_sheet.NotUnderstood, "“blah” was not understood, in “blah”."),
        ("1-3, 4 blah", typed_sheet.NotUnderstood, "“blah” was not understood, in “4 blah”."),
        ("1 - 2 - 3", typed_sheet.NotUnderstood, "“-” was not understood, in “1 - 2 - 3”."),
        ("4 late soon", typed_sheet.NotUnderstood, "“soon” was not understood, in “4 late soon”."),
        ("4 late 20 30", typed_sheet.NotUnderstood, "“20” was not understood, in “4 late 20 30”."),
        ("17", typed_sheet.NoSuchLine, "There is no line 17 on this sheet: it has 16."),
        ("0", typed_sheet.NoSuchLine, "There is no line 0 on this sheet: it has 16."),
        ("1-99999999999999999999", typed_sheet.NoSuchLine, "There is no line 999999999 on this sheet: it has 16."),
        ("5-3", typed_sheet.RangeBackwards, "“5-3” goes backwards."),
        ("1-5, 3 absent", typed_sheet.LineTwice, "Line 3 is said twice, in different ways."),
        ("4 late", typed_sheet.HowLate, "How many minutes were missed on line 4? From 1 to 179: “4 late 20”."),
        ("4 late 180", typed_sheet.HowLate, "How many minutes were missed on line 4? From 1 to 179: “4 late 20”."),
        (
            "4 absent 20",
            typed_sheet.MinutesForNobody,
            "“20” after “absent” was not understood: minutes follow only late and left early.",
        ),
    ],
)
def test_what_is_not_understood_is_named(text: str, refusal: type[FieldRefused], sentence: str) -> None:
    with pytest.raises(refusal) as refused:
        typed(text)

    assert str(refused.value) == sentence


def test_who_was_not_spoken_of_is_said() -> None:
    assert typed_sheet.unsaid([Said(1, P), Said(3, A)], lines=4) == [2, 4]


@given(st.text(max_size=60))
def test_nonsense_is_refused_or_read_and_never_breaks(text: str) -> None:
    try:
        found = read(text, lines=25, minutes=180)
    except FieldRefused:
        return
    assert [said.line for said in found] == sorted({said.line for said in found})
    assert all(1 <= said.line <= 25 for said in found)
