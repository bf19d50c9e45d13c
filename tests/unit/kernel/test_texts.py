import pytest

from cic_events.kernel.texts import Texts


def test_a_reader_gets_the_own_language_or_the_first_there_is() -> None:
    title = Texts(ar="تكوين", fr="Formation")

    assert (title.best("ar"), title.best("nl"), title.lang_of("nl")) == ("تكوين", "Formation", "fr")


def test_what_lacks_is_named() -> None:
    assert Texts(fr="Formation", nl="  ").missing() == ["ar", "nl", "en"]


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="not a language"):
        Texts(de="Schulung")


def test_nothing_said_is_empty() -> None:
    assert Texts().best("fr") == ""
