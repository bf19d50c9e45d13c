"""The papers of a session as whoever prints them meets them: no database is touched."""

from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from cic_events.cycle.sessions.paperwork import desk, signing
from cic_events.cycle.sessions.paperwork.desk import Kind, Prepared
from cic_events.cycle.sessions.paperwork.gathering import Gathered, Guest, Half, _languages
from cic_events.cycle.sessions.paperwork.missions import Order
from cic_events.events.paper_models import Payer, Transport
from cic_events.kernel import secrets
from cic_events.kernel.texts import Texts
from cic_events.messages import config
from cic_events.papers import saying

AT = datetime(2026, 9, 28, 12, tzinfo=UTC)
LINK = "https://cic.example.org/my/registration/" + "a" * 40
LONG = "Marie-Françoise Vandenbroucke-El Yazidi de la Motte-Beuvron épouse Ouhammou née Aït Oussaïd"


@pytest.fixture(autouse=True)
def house(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "_key", b"t" * 40)
    monkeypatch.setattr(config, "_config", config.MailConfig(host="", base_url="https://cic.example.org"))


def half(number: int, start: int = 9) -> Half:
    begins = datetime(2026, 10, 28, start, tzinfo=UTC)
    zone = "Africa/Casablanca"
    return Half(
        number, number, date(2026, 10, 28), time(start), time(start + 3), zone, begins, begins + timedelta(hours=3)
    )


def guest(number: int, **changed: Any) -> Guest:
    said: dict[str, Any] = {
        "name_latin": "Amina Aït Lahcen",
        "name_ar": "أمينة آيت لحسن",
        "function": "Agente du SAS",
        "organisation": Texts(fr="Belfaa", ar="بلفاع"),
        "languages": ("fr",),
        "email": "",
        "phone": "",
        "link": LINK,
    }
    return Guest(registration_id=number, **{**said, **changed})


def session(guests: list[Guest], **changed: Any) -> Gathered:
    said: dict[str, Any] = {
        "session_id": 7,
        "owner_id": 1,
        "house": "CIC",
        "title": Texts(fr="Gestion des compétences", ar="تدبير الكفاءات"),
        "place": Texts(fr="Salle du Conseil"),
        "online_url": "",
        "host": Texts(fr="Belfaa", ar="بلفاع"),
        "country": "MA",
        "objectives": Texts(fr="Mener un entretien."),
        "programme": Texts(fr="Accueil, exercices."),
        "trainer": "Jean-Luc Mertens",
        "halves": (half(1), half(2, 14)),
        "guests": tuple(guests),
        "at": AT,
        "today": date(2026, 10, 1),
    }
    return Gathered(**{**said, **changed})


def printed(kind: Kind, guests: list[Guest], *, orders: dict[int, Order] | None = None, **changed: Any) -> PdfReader:
    found = session(guests, **changed)
    codes = {one.id: f"ABCD-{one.id:04}" for one in found.halves}
    return PdfReader(BytesIO(desk.pdf(Prepared(found, (kind,), codes, orders or {}), kind)))


def words(reader: PdfReader, page: int = 0) -> str:
    return " ".join(reader.pages[page].extract_text().split())


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("country", ["MA", "BE"])
def test_each_is_tagged_titled_in_both_scripts_and_keeps_both_standards(kind: Kind, country: str) -> None:
    reader = printed(kind, [guest(1, languages=("fr", "ar"))], country=country)
    root = reader.trailer["/Root"]
    described = root["/Metadata"].get_data().decode()

    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 (a PDF object)
    assert root["/Lang"] == "fr"
    assert "<pdfuaid:part>1</pdfuaid:part>" in described
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in described
    assert "Gestion des compétences" in words(reader)
    assert set("تدبير") <= set(reader.pages[0].extract_text())
    assert reader.metadata.title.endswith("Gestion des compétences")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("kind", "pages"),
    [(Kind.CONVOCATIONS, 25), (Kind.SHEETS, 4), (Kind.BADGES, 4), (Kind.SIGN, 1), (Kind.MISSIONS, 25)],
)
def test_twenty_five_people_take_so_many_pages(kind: Kind, pages: int) -> None:
    assert len(printed(kind, [guest(n) for n in range(1, 26)]).pages) == pages


def test_a_letter_says_when_on_both_clocks_where_by_whom_and_how_to_answer() -> None:
    reader = printed(Kind.CONVOCATIONS, [guest(1)])
    said = words(reader)

    for text in (
        "mercredi 28 octobre 2026",
        "09:00 – 12:00 Belfaa",
        "10:00 – 13:00 Bruxelles",
        "Salle du Conseil, Belfaa",
        "Jean-Luc Mertens",
        "Amina Aït Lahcen",
        "Je viens",
        "Je ne viens pas",
        "Appelez-moi",
        "À rendre à Belfaa",
    ):
        assert text in said, text
    assert LINK.encode() in b"".join(_alternatives(reader))


def _alternatives(reader: PdfReader) -> list[bytes]:
    found = [obj.get("/Alt") for n in range(1, len(reader.xref[0]) + 1) if (obj := _object(reader, n)) is not None]
    return [str(alt).encode() for alt in found if alt]


def _object(reader: PdfReader, number: int) -> Any:
    found = reader.get_object(number)
    return found if isinstance(found, dict) else None


def test_one_clock_is_said_when_both_show_the_same() -> None:
    summer = datetime(2018, 11, 28, 9, tzinfo=UTC)
    same = Half(1, 1, date(2018, 11, 28), time(10), time(13), "Africa/Casablanca", summer, summer + timedelta(hours=3))
    said = words(printed(Kind.CONVOCATIONS, [guest(1)], halves=(same,)))

    assert "10:00 – 13:00" in said
    assert "Bruxelles" not in said


def test_the_lines_are_numbered_through_the_pages_and_free_ones_follow() -> None:
    reader = printed(Kind.SHEETS, [guest(n) for n in range(1, 26)])

    assert "ABCD-0001" in words(reader, 0)
    assert "page 2 sur 2" in words(reader, 1)
    assert "ABCD-0002" in words(reader, 2)
    assert words(reader, 1).count("Amina Aït Lahcen") == 5
    assert all(f" {number} " in words(reader, 1) for number in (21, 25, 26, 29))
    assert "inscription" in words(reader, 1)
    assert "inscription" not in words(reader, 0)


def test_the_square_of_a_page_names_sheet_and_page() -> None:
    pages = signing.values(session([guest(n) for n in range(1, 26)]), {1: "ABCD-EFGH", 2: "JKMN-PQRS"})["pages"]

    assert [one["address"] for one in pages] == [
        "https://cic.example.org/sheets/ABCD-EFGH/1",
        "https://cic.example.org/sheets/ABCD-EFGH/2",
        "https://cic.example.org/sheets/JKMN-PQRS/1",
        "https://cic.example.org/sheets/JKMN-PQRS/2",
    ]


def test_an_order_prints_what_was_filled_in() -> None:
    order = Order("Administrateur", "Visite", "Agadir", date(2026, 10, 27), None, Transport.TRAIN, "", Payer.PROGRAMME)
    said = words(printed(Kind.MISSIONS, [guest(1)], orders={1: order}))

    for text in ("Administrateur", "Visite", "Agadir", "27 octobre 2026", "train", "le programme"):
        assert text in said, text


@pytest.mark.parametrize("kind", list(Kind))
def test_long_and_hostile_words_stay_inert_and_on_their_page(kind: Kind) -> None:
    people = [guest(1, name_latin=LONG, function=LONG), guest(2, name_latin="#panic() $x^2$ \u202e😀", name_ar="")]
    title = Texts(fr="Élaborer, suivre et évaluer le plan de formation annuel d'une commune rurale " * 3)
    reader = printed(kind, people, title=title, programme=Texts(fr="Accueil. " * 90))

    expected = {Kind.CONVOCATIONS: 2, Kind.SHEETS: 2, Kind.BADGES: 1, Kind.SIGN: 1, Kind.MISSIONS: 2}
    assert len(reader.pages) == expected[kind]


def test_printed_twice_it_is_the_same_to_the_byte() -> None:
    ready = Prepared(session([guest(1)]), (Kind.CONVOCATIONS, Kind.SIGN))

    assert desk.archive(ready) == desk.archive(ready)


@pytest.mark.parametrize(
    ("own", "at_home", "country", "spoken"),
    [
        ("ar", ["ar", "fr"], "MA", ("ar",)),
        ("unknown", ["ar", "fr"], "MA", ("fr", "ar")),
        ("unknown", ["fr", "nl"], "BE", ("fr", "nl")),
        ("unknown", ["fr"], "BE", ("fr",)),
        ("unknown", [], "BE", ("fr", "nl")),
        ("unknown", [], "MA", ("fr", "ar")),
    ],
)
def test_a_letter_speaks_the_persons_language_or_those_of_the_commune(
    own: str, at_home: list[str], country: str, spoken: tuple[str, ...]
) -> None:
    assert _languages(own, at_home, country) == spoken


def test_the_words_are_there_in_four_languages() -> None:
    shapes = [_shape(saying.words("paper_words.yaml")[language]) for language in saying.FOUR]

    assert shapes[0] == shapes[1] == shapes[2] == shapes[3]


def _shape(words: Any) -> Any:
    return {name: _shape(word) for name, word in words.items()} if isinstance(words, dict) else None
