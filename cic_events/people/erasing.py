"""Erasing a person: names, addresses, accounts, mails, search keys go; counts and the audit trail stay, by number."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Column, Table, delete, or_, select, update

from cic_events.kernel import audit, clock, facts, secrets
from cic_events.kernel.db import Base, elevated, one, session, transaction
from cic_events.kernel.files import StoredFile
from cic_events.kernel.names import fold_email
from cic_events.messages import outbox
from cic_events.messages.models import SuppressedAddress
from cic_events.people import merging, throttle
from cic_events.people.imports import desk
from cic_events.people.models import (
    Account,
    Erasure,
    FeedToken,
    LoginLink,
    LoginSession,
    Mandate,
    Person,
)
from cic_events.people.scrubbing import BLANK, Needles, needles_of, scrub

LOG = "erased.jsonl"


@dataclass(frozen=True)
class Erased:
    """What was done, in numbers."""

    person_ids: tuple[int, ...]
    mails: int
    rows: dict[str, int]


def erase(person_id: int) -> Erased:
    """Erase the person and its doubles, in one transaction; doing it again changes nothing. Raises NotFound."""
    with elevated(), transaction() as db:
        kept = merging.standing(one(Person, person_id, lock=True))
        mine = [kept, *_doubles(kept.id)]
        ids = [person.id for person in mine]
        wanted = [(person, needles_of(person, among=ids)) for person in mine]
        mails, rows = 0, dict[str, int]()
        for person, needles in wanted:
            mails += outbox.forget(person_id=person.id)
            _close_doors(person)
            _blank(person)
            db.flush()
            for name, found in (scrub(needles) if needles else {}).items():
                rows[name] = rows.get(name, 0) + found
            _drop_uploads(needles)
            _note(person)
            facts.tell("person.erased", person_id=person.id)
        audit.record("person.erased", kept)
        return Erased(tuple(ids), mails, rows)


def _doubles(id: int) -> list[Person]:
    found = list(session().scalars(select(Person).where(Person.merged_into_id == id).order_by(Person.id)))
    return [double for one_of in found for double in (one_of, *_doubles(one_of.id))]


def _close_doors(person: Person) -> None:
    """Nobody comes in any more by an account, a browser, a mailed link or the address of a calendar."""
    db = session()
    for account in db.scalars(select(Account).where(Account.person_id == person.id)):
        for kind in ("password", "link"):
            throttle.forget(kind, account.email)
        db.execute(delete(LoginLink).where(LoginLink.account_id == account.id))
        db.delete(account)
    for model in (LoginSession, FeedToken):
        db.execute(delete(model).where(model.person_id == person.id))
    for table in _tables_of_people():
        if {"link_seed", "link_hash"} <= set(table.columns.keys()):
            for id in db.scalars(select(table.c.id).where(table.c.person_id == person.id)).all():
                dead = {"link_seed": secrets.new_token(), "link_hash": secrets.digest(secrets.new_token())}
                db.execute(update(table).where(table.c.id == id).values(**dead))
    open_ended = or_(Mandate.ends_on.is_(None), Mandate.ends_on > clock.today())
    db.execute(
        update(Mandate)
        .where(Mandate.person_id == person.id, open_ended, Mandate.starts_on <= clock.today())
        .values(ends_on=clock.today())
    )
    db.execute(delete(Mandate).where(Mandate.person_id == person.id, Mandate.starts_on > clock.today()))


def _tables_of_people() -> Iterator[Table]:
    """The tables whose rows are about one person."""
    for table in Base.metadata.sorted_tables:
        if "person_id" in table.columns and table.columns.person_id.foreign_keys:
            yield table


def _blank(person: Person) -> None:
    """Empty what the model declares as personal; what is only counted (sex, language) stays."""
    db = session()
    if person.email and not _reaches_others(person):
        db.execute(delete(SuppressedAddress).where(SuppressedAddress.address == fold_email(person.email)))
    for table in _tables_of_people():
        if values := {column.name: _empty(column) for column in table.columns if _is_personal_text(column)}:
            db.execute(update(table).where(table.c.person_id == person.id).values(**values))
    db.execute(update(Mandate).where(Mandate.person_id == person.id).values(function="", deed=""))
    person.name_latin, person.name_ar, person.search_key = BLANK, "", ""
    person.email = person.phone = None


def _reaches_others(person: Person) -> bool:
    same = select(Person.id).where(Person.email == person.email, Person.id != person.id)
    return session().scalar(same.limit(1)) is not None


def _is_personal_text(column: Column[object]) -> bool:
    return "purpose" in column.info and column.type.python_type is str and type(column.type).__name__ != "Enum"


def _empty(column: Column[object]) -> str | None:
    return None if column.nullable else ""


def _drop_uploads(needles: Needles | None) -> None:
    """Lists that wait to be imported may hold the person; whoever sent them sends them again."""
    waiting = session().scalars(select(StoredFile).where(StoredFile.name.startswith(desk.PREFIX))).all()
    for stored in waiting:
        is_text = stored.content_type.startswith("text/")
        if not is_text or not stored.path.exists() or (needles and needles.are_in(stored.path.read_bytes())):
            desk.forget(stored.id)


def _note(person: Person) -> None:
    known = select(Erasure.id).where(Erasure.person_id == person.id, Erasure.born_at == person.created_at)
    if session().scalar(known) is None:
        session().add(Erasure(person_id=person.id, born_at=person.created_at, erased_at=clock.now()))


def log_lines() -> list[str]:
    """The erasure log as lines of a file that stands apart from the database."""
    rows = session().execute(select(Erasure.person_id, Erasure.born_at, Erasure.erased_at).order_by(Erasure.id))
    return [json.dumps({"person": id, "born": born.isoformat(), "erased": at.isoformat()}) for id, born, at in rows]


def write_log(folder: Path) -> None:
    """Add what the file does not hold yet; numbers only."""
    file = folder / LOG
    known = set(file.read_text().splitlines()) if file.exists() else set()
    if lines := [line for line in log_lines() if line not in known]:
        file.touch(mode=0o600)
        with file.open("a") as opened:
            opened.writelines(f"{line}\n" for line in lines)


def read_log(folder: Path) -> list[tuple[int, datetime]]:
    file = folder / LOG
    told = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
    return [(line["person"], datetime.fromisoformat(line["born"])) for line in told]


def erase_again(log: Iterable[tuple[int, datetime]]) -> list[int]:
    """After a restore: erase whom the log names and the database knows again; their numbers."""
    again: list[int] = []
    for person_id, born_at in log:
        with elevated(), transaction() as db:
            person = db.get(Person, person_id)
            if person is not None and person.created_at == born_at and not _is_blank(person):
                again += erase(person_id).person_ids
    return again


def _is_blank(person: Person) -> bool:
    return (person.name_latin, person.search_key, person.email, person.phone) == (BLANK, "", None, None)
