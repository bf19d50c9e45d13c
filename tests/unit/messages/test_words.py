"""What users type stays harmless in a mail."""

import pytest

from cic_events.messages import words


@pytest.mark.parametrize("typed", ["http://evil.test/x", "www.evil.test", "evil.test", "write to a@evil.test"])
def test_a_users_link_is_not_one_for_a_mail_program(typed: str) -> None:
    said = words.inert(typed)

    assert "\u200b" in said
    assert "://" not in said
    assert ".test" not in said


def test_ordinary_names_and_figures_stay_as_typed() -> None:
    assert words.inert("M'hamed Aït-Baha, 3.5 km, 09:30") == "M'hamed Aït-Baha, 3.5 km, 09:30"


def test_an_address_that_was_asked_for_stays_whole() -> None:
    assert words.told({"contact_email": "sas@belfaa.test"}, "fr") == {"contact_email": "sas@belfaa.test"}


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("أمينة", "fr", "\u2068أمينة\u2069"),
        ("Amina", "fr", "Amina"),
        ("أمينة", "ar", "أمينة"),
        ("Amina", "ar", "\u2068Amina\u2069"),
        ("09:00-12:00", "ar", "\u206809:00-12:00\u2069"),
        ("Amina\nأمينة", "fr", "Amina\n\u2068أمينة\u2069"),
    ],
)
def test_another_script_is_isolated_line_by_line(text: str, language: str, said: str) -> None:
    assert words.isolated(text, language) == said


def test_a_fact_is_told_in_the_language_of_the_mail() -> None:
    facts = {"title:fr": "Budget communal", "title:nl": "Gemeentebegroting", "room": "B12"}

    assert words.told(facts, "nl") == {"title": "Gemeentebegroting", "room": "B12"}


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.test/",
        "https://cic.test.evil.test/",
        "https://cic.test@evil.test/",
        "javascript:alert(1)",
        "https://cic.test/\r\nBcc: x",
        "https://cic.test/ x",
    ],
)
def test_a_link_leads_to_this_house(link: str) -> None:
    with pytest.raises(words.NotOurs):
        words.check_link(link, "https://cic.test")


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("amina@belfaa.test", "amina@belfaa.test"),
        (" amina@café.test ", "amina@xn--caf-dma.test"),
        ("amina", None),
        ("", None),
        (None, None),
        ("a@b.test, c@d.test", None),
        ("a@b.test\r\nBcc: c@d.test", None),
        ("<a@b.test>", None),
        ("a..b@b.test", None),
        (".a@b.test", None),
        ("o'neil+cic.x@b.test", "o'neil+cic.x@b.test"),
        ("amina@bel..faa.test", None),
        ("أمينة@belfaa.test", None),
        ("a\ud800@belfaa.test", None),
        ("a@" + "b" * 260 + ".test", None),
    ],
)
def test_an_address_is_one_that_a_server_takes(given: str | None, found: str | None) -> None:
    assert words.address(given) == found


def test_a_subject_is_one_line_and_closes_its_isolates() -> None:
    said = words.one_line("Budget\r\nBcc: a@b.test " + "\u2068" + "أ" * 300 + "\u2069")

    assert "\n" not in said
    assert "\r" not in said
    assert said.endswith("…\u2069")


@pytest.mark.parametrize("path", ["//evil.test/", "/\\evil.test", "evil", "", "/a b", "/a\r\nb"])
def test_a_path_stays_in_this_house(path: str) -> None:
    with pytest.raises(words.NotOurs):
        words.check_path(path)


def test_a_plain_path_is_taken() -> None:
    assert words.check_path("/sign-in/link/abc_-1?x=2") == "/sign-in/link/abc_-1?x=2"
