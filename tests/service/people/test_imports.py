from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from cic_events.kernel import clock, jobs
from cic_events.kernel.db import acting_as, reading, session
from cic_events.kernel.errors import Forbidden, NotFound
from cic_events.kernel.files import StoredFile
from cic_events.people.imports import columns, desk, tables
from cic_events.people.imports.columns import Kind
from cic_events.people.imports.lines import Outcome, Report
from cic_events.people.models import Mandate, Organisation, Person, Role, Side
from cic_events.people.permissions import Actor
from tests import make_people as make

pytestmark = pytest.mark.usefixtures("db", "now")
LIST = """Nom;Nom en arabe;Téléphone;E-mail;Langue;Sexe;Association
Naïma Oubella;نعيمة أوبلا;06 00 00 00 01;NAIMA@example.org;fr;f;
Fatima Id Said;;+212 600 000 005;;arabe;femme;Tifaouine
Rachid Bouzid;;;rachid@example.org;;;
"""


@pytest.fixture
def belfaa(db: None) -> Organisation:
    commune = make.commune("Belfaa")
    make.association("Tifaouine", under=commune)
    return commune


@pytest.fixture
def officer(belfaa: Organisation) -> Actor:
    return make.actor(make.person(name="Officer", at=belfaa, email="officer@belfaa.test"))


def upload(text: str, by: Actor, at: Organisation, kind: Kind = Kind.PEOPLE) -> int:
    return desk.upload(text.encode(), "liste.csv", kind=kind, commune_id=at.id, by=by)


def tried(id: int, by: Actor) -> Report:
    with reading():
        sheet = desk.sheet(id, by=by)
        return desk.try_out(sheet, columns.guess(sheet.kind, sheet.table.headings), by=by)


def imported(text: str, by: Actor, at: Organisation, kind: Kind = Kind.PEOPLE) -> Report:
    id = upload(text, by, at, kind)
    with reading():
        mapping = columns.guess(kind, desk.sheet(id, by=by).table.headings)
    return desk.run(id, mapping, by=by)


def counts(report: Report) -> Sequence[int]:
    return [report.counts[outcome] for outcome in Outcome]


def people() -> int:
    with reading() as db:
        return db.scalar(select(func.count()).select_from(Person)) or 0


def test_trying_out_writes_nothing(belfaa: Organisation, officer: Actor) -> None:
    before = people()

    assert counts(tried(upload(LIST, officer, belfaa), officer)) == [3, 0, 0, 0]
    assert people() == before


def test_good_lines_become_people_with_a_role(belfaa: Organisation, officer: Actor) -> None:
    imported(LIST, officer, belfaa)

    with reading():
        rows = session().execute(
            select(Person.name_latin, Person.email, Person.phone, Person.language, Person.channel, Organisation.name)
            .join(Mandate, Mandate.person_id == Person.id)
            .join(Organisation, Organisation.id == Mandate.organisation_id)
            .where(Mandate.role == Role.PARTICIPANT)
            .order_by(Person.id)
        )
        assert [(*row[:5], row[5].best("fr")) for row in rows] == [
            ("Naïma Oubella", "naima@example.org", "+212600000001", "fr", "email", "Belfaa"),
            ("Fatima Id Said", None, "+212600000005", "ar", "phone", "Tifaouine"),
            ("Rachid Bouzid", "rachid@example.org", None, "unknown", "email", "Belfaa"),
        ]


def test_importing_again_changes_nothing(belfaa: Organisation, officer: Actor) -> None:
    imported(LIST, officer, belfaa)
    before = people()

    assert counts(imported(LIST, officer, belfaa)) == [0, 0, 3, 0]
    assert people() == before


def test_a_spelling_without_accents_is_the_same_person(belfaa: Organisation, officer: Actor) -> None:
    imported(LIST, officer, belfaa)

    report = imported("Nom;Tél;E-mail\nNAIMA OUBELLA;00212600000001;new@example.org\n", officer, belfaa)

    assert counts(report) == [0, 1, 0, 0]
    assert report.fates[0].changed == ("email",)


def test_an_empty_cell_blanks_nothing(belfaa: Organisation, officer: Actor) -> None:
    imported(LIST, officer, belfaa)

    assert counts(imported("Nom;Téléphone;Langue\nNaïma Oubella;0600000001;\n", officer, belfaa)) == [0, 0, 1, 0]


def test_two_people_of_one_name_are_told_apart_by_their_number(belfaa: Organisation, officer: Actor) -> None:
    text = "Nom;Téléphone\nMohamed Ourgui;0600000011\nMohamed Ourgui;0600000012\n"

    assert counts(imported(text, officer, belfaa)) == [2, 0, 0, 0]
    assert counts(imported(text, officer, belfaa)) == [0, 0, 2, 0]
    assert counts(imported("Nom\nMohamed Ourgui\n", officer, belfaa)) == [0, 0, 0, 1]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (";0600000001;;", "The name is missing, or begins with a sign that no name begins with."),
        ("=cmd|' /C calc'!A0;;;", "The name is missing, or begins with a sign that no name begins with."),
        ("Ali;12;;", "“12” is not a phone number."),
        ("Ali;;ali at home;", "“ali at home” is not an e-mail address."),
        ("Ali;;a@b.c\u0000\r\nBcc: x@y.z;", None),
        ("Ali;;;Inconnue", "“Inconnue” is not an organisation of this commune: record it first."),
    ],
)
def test_a_bad_line_is_left_out_with_its_number_and_reason(
    line: str, reason: str | None, belfaa: Organisation, officer: Actor
) -> None:
    if reason is None:
        with pytest.raises(desk.NotATable):
            upload(f"Nom;Tél;E-mail;Association\n{line}\n", officer, belfaa)
        return
    report = imported(f"Nom;Tél;E-mail;Association\nBon;;;\n{line}\n", officer, belfaa)

    assert counts(report) == [1, 0, 0, 1]
    assert [(f.number, str(f.refusal)) for f in report.fates if f.refusal] == [(3, reason)]


def test_the_same_person_twice_in_one_list_is_said(belfaa: Organisation, officer: Actor) -> None:
    report = imported("Nom;Tél\nAli;0600000001\nALI;+212600000001\n", officer, belfaa)

    assert [(f.outcome, str(f.refusal or "")) for f in report.fates] == [
        (Outcome.CREATE, ""),
        (Outcome.ERROR, "The same stands in line 2."),
    ]


def test_a_list_gives_nobody_a_role_above_its_importer(belfaa: Organisation, officer: Actor) -> None:
    report = imported("Nom;Rôle\nAli;administrator\nZahra;lead_elected\nHoda;formateur\n", officer, belfaa)

    assert [f.outcome for f in report.fates] == [Outcome.ERROR, Outcome.CREATE, Outcome.CREATE]


def test_a_list_of_several_chunks_comes_in_whole(belfaa: Organisation, officer: Actor) -> None:
    rows = [f"Person {n};{n:04}" for n in range(desk.AT_ONCE + 50)]
    text = "Nom;Tél\n" + "\n".join(f"Person {n};06000{n:05}" for n in range(len(rows))) + "\n"

    assert counts(imported(text, officer, belfaa)) == [len(rows), 0, 0, 0]
    assert counts(imported(text, officer, belfaa)) == [0, 0, len(rows), 0]


def test_associations_come_in_and_are_recognised(belfaa: Organisation, officer: Actor) -> None:
    text = "Nom;Nom en arabe;Type\nAfoulki Jeunesse;جمعية أفولكي;association\nTIFAOUINE;تيفاوين;\nX;;commune\n"

    assert counts(imported(text, officer, belfaa, Kind.ORGANISATIONS)) == [1, 1, 0, 1]
    assert counts(imported(text, officer, belfaa, Kind.ORGANISATIONS)) == [0, 0, 2, 1]


def test_another_communes_officer_neither_uploads_nor_sees_the_list(belfaa: Organisation, officer: Actor) -> None:
    stranger = make.actor(make.person(at=make.commune("Jette", side=Side.NORTH)))
    id = upload(LIST, officer, belfaa)

    with pytest.raises(Forbidden):
        upload(LIST, stranger, belfaa)
    with acting_as(stranger.reach), reading(), pytest.raises(NotFound):
        desk.sheet(id, by=stranger)


def test_the_list_is_erased_after_the_import(belfaa: Organisation, officer: Actor) -> None:
    id = upload(LIST, officer, belfaa)
    with reading() as db:
        path = db.get_one(StoredFile, id).path

    desk.run(id, {"name_latin": 0}, by=officer)

    with reading() as db:
        assert (db.get(StoredFile, id), path.exists()) == (None, False)


def test_a_list_that_nobody_imports_goes_after_a_day(belfaa: Organisation, officer: Actor) -> None:
    id = upload(LIST, officer, belfaa)

    with clock.travel(clock.now() + timedelta(days=1, minutes=1)):
        desk.forget_old({})
    with reading() as db:
        assert db.get(StoredFile, id) is None


def test_without_a_column_for_the_name_nothing_comes_in(belfaa: Organisation, officer: Actor) -> None:
    with pytest.raises(desk.NoName):
        desk.run(upload(LIST, officer, belfaa), {"phone": 2}, by=officer)


@pytest.mark.parametrize("name", ["liste.pdf", "liste.exe", "liste"])
def test_other_files_are_refused(name: str, belfaa: Organisation, officer: Actor) -> None:
    with pytest.raises(desk.NotATable):
        desk.upload(LIST.encode(), name, kind=Kind.PEOPLE, commune_id=belfaa.id, by=officer)


def test_limits_are_named() -> None:
    assert str(tables.TooLarge()) == ("This table is too large: at most 5000 lines and 40 columns are taken at a time.")
    assert "nightly.forget_imports" in jobs._handlers
