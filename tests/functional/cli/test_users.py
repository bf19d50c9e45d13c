"""Who can sign in, from the command line."""

import pytest
from sqlalchemy import select

from cic_events.kernel.db import reading
from cic_events.messages.models import Mail
from cic_events.people import accounts
from cic_events.people.models import Account, LoginSession, Mandate, Person, Role
from tests import make_people
from tests.functional.cli.conftest import Run

pytestmark = pytest.mark.usefixtures("db", "now")
SAID = ("--name", "Naïma Oubella", "--email", "Naima@belfaa.test")


@pytest.fixture(autouse=True)
def belfaa(db: None) -> None:
    make_people.commune("Belfaa", slug="belfaa")


def add(run: Run, role: str = "administrator", organisation: str = "belfaa", said: tuple[str, ...] = SAID) -> str:
    return run("users", "add", *said, "--role", role, "--organisation", organisation).output


def mails() -> list[tuple[str, str | None]]:
    with reading() as db:
        return [(m.template, m.recipient) for m in db.scalars(select(Mail).order_by(Mail.id))]


def test_a_first_administrator_gets_a_role_and_a_link(run: Run) -> None:
    assert "the invitation is in the outbox" in add(run)

    assert mails() == [("sign_in_link", "naima@belfaa.test")]
    listed = run("users", "list").output
    assert "naima@belfaa.test  Naïma Oubella  administrator@belfaa" in listed
    assert listed.endswith("1 accounts\n")


def test_who_signs_in_already_gets_the_second_role_and_no_second_record(run: Run) -> None:
    for role in ("sas_officer", "administrator", "administrator"):
        add(run, role)

    with reading() as db:
        assert len(db.scalars(select(Person)).all()) == 1
        roles = db.scalars(select(Mandate.role).order_by(Mandate.id)).all()
    assert roles == [Role.SAS_OFFICER, Role.ADMINISTRATOR]


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"organisation": "nowhere"}, "There is no organisation called “nowhere”."),
        ({"said": ("--name", "Naïma", "--email", "no address")}, "This does not look like an e-mail address."),
        ({"said": ("--name", " ", "--email", "a@b.test")}, "Write the name, in Latin or in Arabic letters."),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_is_written(run: Run, change: dict, refusal: str) -> None:  # type: ignore[type-arg]
    assert add(run, **change) == f"Error: {refusal}\n"

    with reading() as db:
        assert db.scalars(select(Person)).all() == []
        assert db.scalars(select(Mail)).all() == []


def test_a_link_is_mailed_to_who_has_an_account(run: Run) -> None:
    add(run)

    assert run("users", "link", "naima@belfaa.test").exit_code == 0
    refused = run("users", "link", "nobody@belfaa.test")

    assert len(mails()) == 2
    assert (refused.exit_code, refused.output) == (1, "Error: nobody signs in with nobody@belfaa.test\n")


def test_a_closed_account_is_signed_out_at_once_and_can_be_opened_again(run: Run) -> None:
    add(run)
    with reading() as db:
        person_id = db.scalars(select(Account.person_id)).one()
    token = accounts.open_session(person_id)

    assert run("users", "deactivate", "naima@belfaa.test").output == "closed\n"

    assert accounts.actor_of(token) is None
    assert "CLOSED" in run("users", "list").output
    assert "This account is closed" in run("users", "link", "naima@belfaa.test").output
    assert run("users", "reactivate", "naima@belfaa.test").output == "open\n"
    assert "CLOSED" not in run("users", "list").output
    with reading() as db:
        assert db.scalars(select(LoginSession)).all() == []
