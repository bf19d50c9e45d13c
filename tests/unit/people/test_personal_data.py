import pytest
from sqlalchemy import Enum, String

from cic_events.people import models
from cic_events.people.models import Base, Gender, Language

TABLES = ("person", "mandate", "account", "login_session", "login_link", "feed_token", "throttle")
# Text that says nothing of anybody: keys, digests, decisions' numbers.
TECHNICAL = {
    "mandate.role",
    "mandate.deed",
    "account.password_hash",
    "login_session.token_hash",
    "login_link.token_hash",
    "login_link.purpose",
    "feed_token.token_hash",
    "feed_token.kind",
    "throttle.key",
}


def columns() -> list[tuple[str, dict[str, str]]]:
    return [
        (f"{name}.{column.name}", column.info)
        for name in TABLES
        for column in Base.metadata.tables[name].columns
        if isinstance(column.type, String | Enum) and f"{name}.{column.name}" not in TECHNICAL
    ]


@pytest.mark.parametrize(("column", "info"), columns())
def test_every_personal_column_says_what_it_is_for_and_how_long_it_is_kept(column: str, info: dict[str, str]) -> None:
    assert info.get("purpose"), column
    assert info.get("retention"), column


def test_party_labels_and_identity_numbers_have_no_column() -> None:
    names = {column.name for table in TABLES for column in Base.metadata.tables[table].columns}

    assert not {n for n in names if any(word in n for word in ("party", "cin", "national", "religion", "health"))}


def test_nobody_has_to_say_a_language_or_a_sex() -> None:
    assert (Language.UNKNOWN.value, Gender.UNKNOWN.value) == ("unknown", "unknown")
    assert models.Person.language.default.arg is Language.UNKNOWN
