"""After erasure the name and the address are nowhere; the counts and the audit trail stay."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import select, update

from cic_events.app import database
from cic_events.events import links, queries, service
from cic_events.events.models import Event, Registration, RegistrationStep
from cic_events.kernel import audit, clock
from cic_events.kernel.db import Base, one, reading, transaction
from cic_events.kernel.files import StoredFile
from cic_events.messages.mailbox import Mailbox
from cic_events.messages.models import SuppressedAddress
from cic_events.people import accounts, erasing, merging
from cic_events.people.imports import desk
from cic_events.people.imports.columns import Kind
from cic_events.people.models import Account, Erasure, FeedToken, Language, LoginSession, Organisation, Person
from cic_events.people.permissions import SYSTEM
from tests import make_events as make
from tests.browser import Browser
from tests.functional.cli.conftest import Run

pytestmark = pytest.mark.usefixtures("db", "now")
NAME, ARABIC, ADDRESS, PHONE = (
    "Khadija Aït-Tamghart",
    "خديجة آيت تمغرت",
    "khadija.tamghart@belfaa.test",
    "+212612345678",
)
FOLDED = ("khadija ait tamghart", "خديجه ايت تمغرت")
TRACES = (NAME, ARABIC, ADDRESS, PHONE, *FOLDED)


@pytest.fixture
def khadija(db: None, now: datetime) -> Registration:
    """Somebody who left traces wherever one can: registered, signed in, subscribed, told, named by others."""
    host = make.commune()
    planned = make.session(host, capacity=2)
    who = {"email": ADDRESS, "phone": PHONE, "language": Language.AR, "function": f"Adjointe de {NAME}"}
    mine = make.registered(planned, NAME, **who)
    make.registered(planned, "Brahim Oul")
    with transaction() as db:
        person = one(Person, mine.person_id)
        person.name_ar, person.search_key = ARABIC, " | ".join(FOLDED)
        accounts.make_account(person)
        db.add(FeedToken(person_id=person.id, kind="registrations", token_hash="h", created_at=clock.now()))
        db.add(SuppressedAddress(address=ADDRESS, reason=f"550 <{ADDRESS}> unknown"))
        db.execute(update(Event).values(led_by=NAME, search_key=FOLDED[0]))
        db.execute(update(RegistrationStep).values(reason=f"{NAME} a téléphoné ; voir {ADDRESS}."))
    accounts.open_session(mine.person_id, device="Firefox")
    accounts.ask_link(ADDRESS)
    service.register_oneself(planned.id, visitor=make.visitor(NAME, host, **who), by=SYSTEM)  # the link again
    return mine


def everything() -> dict[str, str]:
    """What every table says, as one text each, JSON and bytes unpacked."""
    with database.engine.connect() as connection:
        return {
            table.name: json.dumps(
                [[str(value) for value in row] for row in connection.execute(table.select())], ensure_ascii=False
            )
            for table in Base.metadata.sorted_tables
        }


def traces() -> list[tuple[str, str]]:
    return [(table, trace) for table, text in everything().items() for trace in TRACES if trace in text]


def test_the_name_and_the_address_are_in_no_table(run: Run, khadija: Registration) -> None:
    assert {table for table, _ in traces()} >= {"person", "mail", "account", "event", "registration_step"}

    said = run("erase-person", khadija.person_id, "--yes")

    assert said.exit_code == 0, said.output
    assert traces() == []
    assert NAME not in said.output


def test_counts_stay_and_the_audit_trail_holds(run: Run, khadija: Registration) -> None:
    before = queries_of(khadija.event_id)

    run("erase-person", khadija.person_id, "--yes")

    assert queries_of(khadija.event_id) == before
    with reading():
        assert audit.breaks() == []
        last = one(audit.AuditEvent, max(row.id for row in all_of(audit.AuditEvent)))
        assert (last.action, last.entity_id) == ("person.erased", khadija.person_id)


def queries_of(event_id: int) -> tuple[object, int]:
    with reading():
        return queries.counts(event_id), len(all_of(Registration))


def all_of(model: type[Base]) -> list:  # type: ignore[type-arg]
    with reading() as db:
        return list(db.scalars(select(model)))


def test_no_door_stays_open(run: Run, khadija: Registration, browser: Browser) -> None:
    mailed = f"/my/registration/{links.token(khadija.link_seed)}"
    browser.get(mailed, status=200)

    run("erase-person", khadija.person_id, "--yes")

    browser.get(mailed, status=404)
    for model in (Account, LoginSession, FeedToken, SuppressedAddress):
        assert all_of(model) == []


def test_nobody_reads_the_name_on_a_page_or_in_a_feed(run: Run, khadija: Registration, browser: Browser) -> None:
    with reading():
        host = one(Organisation, one(Event, khadija.event_id).owner_id)
    signed_in = browser.signed_in_as(make.account(host))
    pages = (f"/sessions/{khadija.event_id}/registrations", f"/people/{khadija.person_id}", "/outbox/", "/people/")

    run("erase-person", khadija.person_id, "--yes")

    for page in pages:
        text = signed_in.get(page).text
        assert not [trace for trace in TRACES if trace in text], page


def test_free_pages_of_the_file_hold_nothing(run: Run, khadija: Registration, app: Flask) -> None:
    url = sa.make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    if not url.drivername.startswith("sqlite"):
        pytest.skip("a file of SQLite")
    file = Path(url.database or "")

    run("erase-person", khadija.person_id, "--yes")

    raw = b"".join(part.read_bytes() for part in file.parent.glob(f"{file.name}*"))
    escaped = [json.dumps(trace)[1:-1].encode() for trace in TRACES]
    assert not [trace for trace in [*(t.encode() for t in TRACES), *escaped] if trace in raw]


def test_lists_that_wait_and_caught_mails_go_too(run: Run, khadija: Registration, app: Flask) -> None:
    box = Mailbox(app.extensions["cic_settings"].instance / "mailbox")
    box.keep(f"To: {ADDRESS}\n\nBonjour".encode())
    box.keep(b"To: brahim@example.org\n\nBonjour")
    with reading():
        host = one(Event, khadija.event_id).owner_id
    mine = desk.upload(f"Nom;E-mail\n{NAME};{ADDRESS}".encode(), "a.csv", kind=Kind.PEOPLE, commune_id=host, by=SYSTEM)
    other = desk.upload(b"Nom\nBrahim Oul", "b.csv", kind=Kind.PEOPLE, commune_id=host, by=SYSTEM)
    with reading():
        path = one(StoredFile, mine).path

    run("erase-person", khadija.person_id, "--yes")

    assert [mail.recipient for mail in box.latest()] == ["brahim@example.org"]
    assert [stored.id for stored in all_of(StoredFile)] == [other]
    assert not path.exists()
    box.empty()


def test_doubles_are_erased_with_the_person(run: Run, khadija: Registration) -> None:
    other = make.registered(make.session(make.commune("ait-baha", name="Aït Baha")), "K. Tamghart", email="k@x.test")
    merging.merge(other.person_id, into_id=khadija.person_id, by=SYSTEM)

    run("erase-person", other.person_id, "--yes")

    assert traces() == []
    assert "K. Tamghart" not in str(everything())


def test_who_bears_the_same_name_keeps_it(run: Run, khadija: Registration) -> None:
    planned = make.session(make.commune("ait-baha", name="Aït Baha"))
    namesake = make.registered(planned, NAME, email="other@example.org")

    run("erase-person", khadija.person_id, "--yes")

    with reading():
        assert one(Person, namesake.person_id).name_latin == NAME
    assert not [trace for _, trace in traces() if trace in (ADDRESS, PHONE, ARABIC)]


def test_nothing_happens_without_a_yes_nor_for_who_is_not_there(run: Run, khadija: Registration) -> None:
    asked = run("erase-person", khadija.person_id, input="n\n")
    absent = run("erase-person", 4711, "--yes")

    assert asked.exit_code == 1
    assert (absent.exit_code, absent.output) == (1, "Error: there is no person 4711\n")
    assert traces() != []


def test_the_log_holds_numbers_and_erases_again(run: Run, khadija: Registration, app: Flask, now: datetime) -> None:
    instance = app.extensions["cic_settings"].instance
    (instance / erasing.LOG).unlink(missing_ok=True)
    with reading():
        before = {c: getattr(one(Person, khadija.person_id), c) for c in ("name_latin", "search_key", "email")}
    run("erase-person", khadija.person_id, "--yes")
    run("erase-person", khadija.person_id, "--yes")
    assert [row.person_id for row in all_of(Erasure)] == [khadija.person_id]
    text = (instance / erasing.LOG).read_text()
    assert len(text.splitlines()) == 1
    assert not [trace for trace in TRACES if trace in text]
    with transaction() as db:  # as an old backup would bring the person back
        db.execute(update(Person).where(Person.id == khadija.person_id).values(**before))

    assert f"erased again: {khadija.person_id}\n" in run("erase-again").output
    assert traces() == []
    assert "erased again: nobody\n" in run("erase-again").output


def test_a_number_that_was_given_anew_is_somebody_else(run: Run, khadija: Registration, app: Flask) -> None:
    instance = app.extensions["cic_settings"].instance
    (instance / erasing.LOG).unlink(missing_ok=True)
    run("erase-person", khadija.person_id, "--yes")
    with transaction() as db:  # restored from before Khadija came; the next newcomer got her number
        born = clock.now() + timedelta(days=1)
        newcomer = {"name_latin": "Omar Idrissi", "search_key": "omar idrissi", "created_at": born}
        db.execute(update(Person).where(Person.id == khadija.person_id).values(**newcomer))

    assert "erased again: nobody\n" in run("erase-again").output
    with reading():
        assert one(Person, khadija.person_id).name_latin == "Omar Idrissi"


def test_a_trainer_who_signed_by_the_link_is_not_named_in_the_audit_trail(run: Run, db: None) -> None:
    planned = make.confirmed()
    make.held(planned)
    with reading():
        [trainer] = [person for person in all_of(Person) if person.name_latin == "Jean-Luc Mertens"]

    run("erase-person", trainer.id, "--yes")

    with reading():
        assert "Mertens" not in str([row.detail for row in all_of(audit.AuditEvent)])
    assert "Mertens" not in str(everything())
