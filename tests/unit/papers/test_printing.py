"""Papers as whoever opens them meets them."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from cic_events.cycle.acquis import certificate_paper as paper
from cic_events.cycle.acquis import numbers
from cic_events.kernel import secrets
from cic_events.messages import config
from cic_events.papers import letters, printing

AT = datetime(2026, 9, 28, 12, tzinfo=UTC)
NUMBER = "CIC-2026-000123-X"
SAYS: dict[str, Any] = {
    "form": 1,
    "kind": "participation",
    "house": "CIC",
    "names": {"latin": "Amina Aït Lahcen", "ar": "أمينة آيت لحسن"},
    "title": {"fr": "Gestion des compétences", "ar": "تدبير الكفاءات"},
    "host": {"fr": "Belfaa", "ar": "بلفاع"},
    "country": "MA",
    "trainer": "Jean-Luc Mertens",
    "days": ["2026-09-01", "2026-09-03"],
    "parts": [3, 4],
    "minutes": 750,
    "of": 840,
    "threshold": 80,
    "activity": "R3.2",
    "objectives": [],
    "issued_on": "2026-09-28",
}
LONG = "Marie-Françoise Vandenbroucke-El Yazidi de la Motte-Beuvron épouse Ouhammou née Aït Oussaïd"
SIX = [
    {"text": {"fr": f"Rédiger une fiche de fonction avec la personne concernée, étape {n}"}, "verdict": "acquired"}
    for n in range(6)
]


@pytest.fixture(autouse=True)
def house(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "_key", b"t" * 40)
    monkeypatch.setattr(config, "_config", config.MailConfig(host="", base_url="https://cic.example.org"))


def printed(**changed: Any) -> PdfReader:
    return PdfReader(BytesIO(paper.pdf(NUMBER, {**SAYS, **changed}, at=AT)))


def words(reader: PdfReader) -> str:
    return " ".join(reader.pages[0].extract_text().split())


def letters_of(reader: PdfReader) -> set[str]:
    return set(reader.pages[0].extract_text())


def test_one_page_says_it_in_both_scripts_with_number_and_code() -> None:
    reader = printed()
    said = words(reader)

    assert len(reader.pages) == 1
    for text in (
        "Attestation de participation",
        "Amina Aït Lahcen",
        "Gestion des compétences",
        "Jean-Luc Mertens",
        "12 heures 30 minutes sur 14 heures (89 %)",
        "3 sur 4",
        "R3.2",
        NUMBER,
        "28 septembre 2026",
    ):
        assert text in said, text
    assert set("أمينة") <= letters_of(reader)
    assert numbers.code(NUMBER)[:5] in said


def test_it_is_tagged_titled_and_has_a_language() -> None:
    root = printed().trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 (a PDF object)
    assert root["/Lang"] == "fr"
    assert "/StructTreeRoot" in root
    assert printed().metadata.title == f"Attestation de participation {NUMBER}"  # type: ignore[union-attr]


def test_it_declares_both_standards() -> None:
    described = printed().trailer["/Root"]["/Metadata"].get_data().decode()

    assert "<pdfuaid:part>1</pdfuaid:part>" in described
    assert "<pdfaid:part>2</pdfaid:part>" in described
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in described


def test_printed_twice_it_is_the_same_to_the_byte() -> None:
    assert paper.pdf(NUMBER, SAYS, at=AT) == paper.pdf(NUMBER, SAYS, at=AT)


def test_a_belgian_host_adds_dutch_and_english() -> None:
    said = words(printed(country="BE", title={**SAYS["title"], "nl": "Competentiebeheer"}))

    for text in ("Deelnameattest", "Certificate of attendance", "Competentiebeheer", "12 uur 30 minuten van 14 uur"):
        assert text in said, text


@pytest.mark.parametrize("kind", ["participation", "acquis"])
@pytest.mark.parametrize("country", ["MA", "BE"])
def test_long_names_titles_and_six_objectives_stay_on_one_page(kind: str, country: str) -> None:
    reader = printed(
        kind=kind,
        country=country,
        names={"latin": LONG, "ar": "خديجة بنت الحاج محمد أوبلا السوسي الرحماني"},
        title={"fr": "Élaborer, suivre et évaluer le plan de formation annuel d'une commune rurale " * 2},
        objectives=SIX,
    )

    assert len(reader.pages) == 1
    assert "épouse Ouhammou" in words(reader)
    assert words(reader).count("étape") == 6


def test_who_has_only_an_arabic_name_has_it_on_the_paper() -> None:
    assert set("خديجة") <= letters_of(printed(names={"latin": "", "ar": "خديجة"}))


def test_an_erased_name_is_said_to_be_erased() -> None:
    said = words(printed(names={"latin": "", "ar": ""}))

    assert "nom effacé à la demande de la personne" in said
    assert "Amina" not in said


@pytest.mark.parametrize(
    "hostile",
    ["#panic()", "$x^2$", "*gras* _x_ `raw`", "<script>alert(1)</script>", '"quoted\\"', "@ref", "= Title", "a // b"],
)
def test_hostile_words_are_printed_as_they_are(hostile: str) -> None:
    said = words(printed(names={"latin": hostile, "ar": ""}))
    assert hostile.replace(" ", "") in said.replace(" ", "")


@pytest.mark.parametrize("odd", ["Ali 😀", "李 明", "A\u202eB", "A\x00B", "A\ud800", "Z\u0310a", "ⴰⵎⵉⵏⴰ"])
def test_no_letter_stops_the_printing(odd: str) -> None:
    assert len(printed(names={"latin": odd, "ar": ""}).pages) == 1


def test_letters_without_a_shape_become_question_marks_and_turning_marks_go() -> None:
    assert letters.printable({"a": ["Ali 😀 é ⴰ", "A\u202eB\x00C\u00a0D"]}, printing.FONTS) == {
        "a": ["Ali ? é ⴰ", "ABC\u00a0D"]
    }


def test_the_picture_is_a_png_of_the_page() -> None:
    assert paper.picture(NUMBER, SAYS, at=AT).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("minutes", "language", "said"),
    [
        (60, "fr", "1 heure"),
        (185, "fr", "3 heures 5 minutes"),
        (0, "en", "0 minutes"),
        (750, "nl", "12 uur 30 minuten"),
        (60, "ar", "ساعة واحدة"),
        (120, "ar", "ساعتان"),
        (185, "ar", "3 ساعات و5 دقائق"),
        (750, "ar", "12 ساعة و30 دقيقة"),
    ],
)
def test_hours_are_counted_in_each_language(minutes: int, language: str, said: str) -> None:
    assert paper.time(minutes, language) == said


@pytest.mark.parametrize(
    ("days", "language", "said"),
    [
        (["2026-09-01"], "fr", "1er septembre 2026"),
        (["2026-09-01", "2026-09-03"], "fr", "du 1er septembre 2026 au 3 septembre 2026"),
        (["2026-08-06", "2026-08-07"], "ar", "من 6 غشت 2026 إلى 7 غشت 2026"),
        ([], "en", ""),
    ],
)
def test_days_are_said_in_moroccan_and_belgian_words(days: list[str], language: str, said: str) -> None:
    assert paper.days(days, language) == said


def test_the_words_are_there_in_four_languages() -> None:
    shapes = [_shape(paper.words()[language]) for language in ("fr", "ar", "nl", "en")]

    assert shapes[0] == shapes[1] == shapes[2] == shapes[3]


def _shape(words: Any) -> Any:
    counted = {"zero", "one", "two", "few", "many", "other"}
    if isinstance(words, dict):
        return "counted" if set(words) <= counted else {name: _shape(word) for name, word in words.items()}
    return None
