"""Certificates leave on the transition, under numbers without gaps, and end with a reason."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from cic_events.cycle.acquis import certificate_paper as paper
from cic_events.cycle.acquis import certificate_queries as queries
from cic_events.cycle.acquis import certificates, merits, numbers
from cic_events.cycle.acquis import service as results
from cic_events.cycle.acquis.models import Acquis, Certificate
from cic_events.cycle.acquis.states import AcquisState, CertificateKind, CertificateState, Verdict
from cic_events.events.states import EventState
from cic_events.kernel import audit, clock, facts, jobs
from cic_events.kernel.db import reading, transaction
from cic_events.kernel.errors import Forbidden, NotFound
from cic_events.kernel.reach import acting_as
from cic_events.kernel.texts import Texts
from cic_events.messages.models import Mail
from cic_events.people import erasing
from cic_events.people.models import Organisation, Person, Role
from cic_events.people.permissions import PUBLIC, SYSTEM, link_actor
from tests import make_certificates as made
from tests import make_events as make
from tests import make_learning as learning
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("db", "now")
PARTICIPATION, ACQUIS = CertificateKind.PARTICIPATION, CertificateKind.ACQUIS
ISSUED, REVOKED, REPLACED = CertificateState.ISSUED, CertificateState.REVOKED, CertificateState.REPLACED


def tell(fact: str, session_id: int) -> None:
    with transaction():
        facts.tell(fact, key=str(session_id), session_id=session_id)
    jobs.run_all()


def issued() -> list[tuple[str, str, CertificateKind, CertificateState]]:
    return [(c.number, c.says["names"]["latin"], c.kind, c.state) for c in made.certificates()]


def mails() -> list[tuple[str, str | None]]:
    with reading() as db:
        rows = db.execute(select(Mail.template, Mail.recipient_name).where(Mail.template.startswith("certificate")))
        return [(template, name) for template, name in rows]


def rename(name: str, *, to: str = "", arabic: str = "") -> None:
    with transaction() as db:
        db.execute(update(Person).where(Person.name_latin == name).values(name_latin=to, name_ar=arabic))


def test_when_a_session_was_held_who_was_there_long_enough_gets_the_paper_by_mail() -> None:
    held = made.held({"Amina Aït": 420, "Brahim Oul": 336, "Chaima Id": 335, "Driss Ou": 0})

    tell("session.held", held.id)

    assert issued() == [
        (numbers.number(2026, 1), "Amina Aït", PARTICIPATION, ISSUED),
        (numbers.number(2026, 2), "Brahim Oul", PARTICIPATION, ISSUED),
    ]
    assert mails() == [("certificate_issued", "Amina Aït"), ("certificate_issued", "Brahim Oul")]


def test_from_the_countersigned_sheet_and_the_validated_results_to_both_papers() -> None:
    planned = learning.finished(people=("Amina Aït", "Brahim Oul"))
    assert planned.ends_at is not None
    with clock.travel(planned.ends_at + timedelta(hours=1)):
        jobs.run_all()
        results.validate(planned.id, by=link_actor({("trainer_assignment", make.assignments(planned)[0].id)}))
        jobs.run_all()

    assert [(name, kind) for _, name, kind, _ in issued()] == [
        ("Amina Aït", PARTICIPATION),
        ("Brahim Oul", PARTICIPATION),
        ("Amina Aït", ACQUIS),
        ("Brahim Oul", ACQUIS),
    ]
    assert [line["verdict"] for line in made.certificates()[-1].says["objectives"]] == ["acquired", "not_acquired"]


def test_told_twice_it_is_issued_once() -> None:
    held = made.held()

    for _ in range(2):
        with transaction():
            facts.tell("session.held", session_id=held.id)
        jobs.run_all()

    assert len(issued()) == 1
    assert len(mails()) == 1


def test_the_paper_keeps_all_that_it_says() -> None:
    held = made.held({"Amina Aït": 400})
    tell("session.held", held.id)

    [certificate] = made.certificates()

    assert certificate.minutes == 400
    assert certificate.says == {
        "form": 1,
        "kind": "participation",
        "house": "CIC",
        "names": {"latin": "Amina Aït", "ar": ""},
        "title": {"fr": "Gestion des compétences", "ar": "تدبير الكفاءات"},
        "host": {"fr": "Belfaa"},
        "country": "MA",
        "trainer": "Jean-Luc Mertens",
        "days": ["2026-10-28"],
        "parts": [1, 1],
        "minutes": 400,
        "of": 420,
        "threshold": 80,
        "activity": "R3.2",
        "objectives": [],
        "issued_on": "2026-09-28",
    }


def test_validated_verdicts_earn_a_certificate_of_learning_with_each_objective() -> None:
    held = made.held({"Amina Aït": 0, "Brahim Oul": 420})
    made.judged(held, make.registration_of(held.id, "Amina Aït"), [Verdict.ACQUIRED, Verdict.NOT_ACQUIRED])

    tell("acquis.validated", held.id)

    [certificate] = made.certificates()
    assert (certificate.kind, certificate.says["names"]["latin"]) == (ACQUIS, "Amina Aït")
    assert certificate.says["objectives"] == [
        {"text": {"fr": "Objectif 1", "ar": "هدف 1"}, "verdict": "acquired"},
        {"text": {"fr": "Objectif 2", "ar": "هدف 2"}, "verdict": "not_acquired"},
    ]


@pytest.mark.parametrize(
    ("verdicts", "state"),
    [
        ([Verdict.NOT_ACQUIRED, Verdict.PARTLY_ACQUIRED], AcquisState.VALIDATED),
        ([Verdict.ACQUIRED], AcquisState.DRAFT),
        ([Verdict.ACQUIRED], AcquisState.CONTESTED),
    ],
)
def test_nothing_acquired_or_nothing_settled_earns_none(verdicts: list[Verdict], state: AcquisState) -> None:
    held = made.held()
    made.judged(held, make.registration_of(held.id, "Amina Aït"), verdicts, state=state)

    tell("acquis.validated", held.id)

    assert issued() == []


@pytest.mark.parametrize("state", [EventState.CONFIRMED, EventState.RUNNING, EventState.CANCELLED])
def test_nobody_gets_a_paper_of_a_session_that_was_not_held(state: EventState) -> None:
    held = made.held(state=state)

    tell("session.held", held.id)

    assert issued() == []


def test_more_than_one_write_unit_holds_are_issued_all() -> None:
    held = made.held({f"Person {chr(65 + n // 26)}{chr(65 + n % 26)}": 420 for n in range(17)})
    with pytest.MonkeyPatch.context() as small:
        small.setattr("cic_events.cycle.acquis.certificate_handlers.AT_ONCE", 5)

        tell("session.held", held.id)

    assert [number for number, *_ in issued()] == [numbers.number(2026, n) for n in range(1, 18)]


def test_numbers_begin_anew_with_the_year_of_the_place() -> None:
    first = made.held()
    with clock.travel(datetime(2026, 12, 31, 12, tzinfo=UTC)):
        tell("session.held", first.id)
    second = made.held(at=make.commune("jette", name="Jette", country="BE"))
    with clock.travel(datetime(2027, 1, 1, 12, tzinfo=UTC)):
        tell("session.held", second.id)

    assert [number for number, *_ in issued()] == [numbers.number(2026, 1), numbers.number(2027, 1)]


def test_what_fails_leaves_no_gap() -> None:
    held = made.held()
    with pytest.raises(RuntimeError), transaction():
        certificates.issue_missing(held.id, by=SYSTEM)
        raise RuntimeError

    certificates.issue_missing(held.id, by=SYSTEM)

    assert [number for number, *_ in issued()] == [numbers.number(2026, 1)]


def test_after_a_correction_it_is_issued_again_and_the_old_number_says_so() -> None:
    held = made.held({"Amina Aït": 420})
    certificates.issue_missing(held.id, by=SYSTEM)
    [old] = made.certificates()
    made.attended(make.registration_of(held.id, "Amina Aït"), 400)

    new = certificates.replace(old.id, reason="Twenty minutes were counted too many", by=SYSTEM)

    old, _ = made.certificates()
    assert (old.state, old.ended_because, old.replaced_by_id) == (
        REPLACED,
        "Twenty minutes were counted too many",
        new.id,
    )
    assert (new.state, new.number, new.minutes, new.says["minutes"]) == (ISSUED, numbers.number(2026, 2), 400, 400)
    assert mails() == [("certificate_issued", "Amina Aït")] * 2


def test_a_wrong_name_is_put_right_on_a_new_paper() -> None:
    held = made.held({"Amina Ait": 420})
    certificates.issue_missing(held.id, by=SYSTEM)
    [old] = made.certificates()
    rename("Amina Ait", to="Amina Aït", arabic="أمينة آيت")

    new = certificates.replace(old.id, reason="The name was wrong", by=SYSTEM)

    assert new.says["names"] == {"latin": "Amina Aït", "ar": "أمينة آيت"}


def test_what_still_is_true_is_not_issued_again() -> None:
    held = made.held()
    certificates.issue_missing(held.id, by=SYSTEM)

    with pytest.raises(merits.NothingToSay), clock.travel(datetime(2026, 11, 2, tzinfo=UTC)):
        certificates.replace(made.certificates()[0].id, reason="Just so", by=SYSTEM)

    assert [state for *_, state in issued()] == [ISSUED]


def test_what_is_no_longer_earned_is_revoked_not_replaced() -> None:
    held = made.held({"Amina Aït": 420})
    certificates.issue_missing(held.id, by=SYSTEM)
    [certificate] = made.certificates()
    made.attended(make.registration_of(held.id, "Amina Aït"), 100)

    with pytest.raises(merits.NotEarned):
        certificates.replace(certificate.id, reason="Was away", by=SYSTEM)
    certificates.revoke(certificate.id, reason="Was away since ten", by=SYSTEM)

    [certificate] = made.certificates()
    assert (certificate.state, certificate.ended_because) == (REVOKED, "Was away since ten")
    assert mails()[-1] == ("certificate_revoked", "Amina Aït")


def test_revoked_stays_revoked_until_somebody_issues_it_by_hand() -> None:
    held = made.held()
    certificates.issue_missing(held.id, by=SYSTEM)
    certificates.revoke(made.certificates()[0].id, reason="By mistake", by=SYSTEM)
    registration = make.registration_of(held.id, "Amina Aït")

    assert certificates.issue_missing(held.id, by=SYSTEM) == 0
    certificates.issue_one(registration.id, session_id=held.id, kind=PARTICIPATION, by=SYSTEM)

    assert [state for *_, state in issued()] == [REVOKED, ISSUED]
    with pytest.raises(merits.NothingToSay):
        certificates.issue_one(registration.id, session_id=held.id, kind=PARTICIPATION, by=SYSTEM)
    with pytest.raises(merits.NotEarned):
        certificates.issue_one(registration.id, session_id=held.id, kind=ACQUIS, by=SYSTEM)


def test_an_ended_certificate_ends_once_and_only_with_a_reason() -> None:
    held = made.held()
    certificates.issue_missing(held.id, by=SYSTEM)
    [certificate] = made.certificates()

    with pytest.raises(merits.ReasonLacks):
        certificates.revoke(certificate.id, reason=" \u202e ", by=SYSTEM)
    certificates.revoke(certificate.id, reason="By mistake", by=SYSTEM)
    with pytest.raises(merits.NoLongerValid):
        certificates.revoke(certificate.id, reason="Again", by=SYSTEM)
    with pytest.raises(merits.NoLongerValid):
        certificates.replace(certificate.id, reason="Again", by=SYSTEM)


@pytest.mark.parametrize(
    ("before", "after", "states", "minutes"),
    [
        (420, 400, [REPLACED, ISSUED], 400),
        (420, 420, [ISSUED], 420),
        (420, 100, [REVOKED], 420),
        (100, 400, [ISSUED], 400),
        (100, 120, [], None),
    ],
)
def test_the_paper_follows_a_correction_of_the_sheet(
    before: int, after: int, states: list[CertificateState], minutes: int | None
) -> None:
    held = made.held({"Amina Aït": before})
    certificates.issue_missing(held.id, by=SYSTEM)
    registration = make.registration_of(held.id, "Amina Aït")
    made.attended(registration, after)

    with transaction():
        facts.tell("attendance.corrected", event_id=held.id, registration_id=registration.id)
    jobs.run_all()

    found = made.certificates()
    assert [c.state for c in found] == states
    assert (found[-1].minutes if found else None) == minutes
    assert {c.ended_because for c in found if c.state is not ISSUED} <= {merits.ATTENDANCE_CORRECTED}


@pytest.mark.parametrize(
    ("verdict", "state", "states"),
    [
        (Verdict.NOT_ACQUIRED, AcquisState.FINAL, [REVOKED]),
        (Verdict.ACQUIRED, AcquisState.FINAL, [ISSUED]),
        (Verdict.NOT_ACQUIRED, AcquisState.CONTESTED, [ISSUED]),
    ],
)
def test_a_settled_result_is_followed_and_an_open_one_waits(
    verdict: Verdict, state: AcquisState, states: list[CertificateState]
) -> None:
    held = made.held({"Amina Aït": 0})
    registration = make.registration_of(held.id, "Amina Aït")
    made.judged(held, registration, [Verdict.ACQUIRED])
    certificates.issue_missing(held.id, by=SYSTEM)
    with transaction() as db:
        db.execute(update(Acquis).where(Acquis.registration_id == registration.id).values(verdict=verdict, state=state))

    with transaction():
        facts.tell("acquis.settled", session_id=held.id, registration_id=registration.id)
    jobs.run_all()

    assert [c.state for c in made.certificates()] == states


def test_what_was_revoked_by_hand_does_not_come_back_with_a_correction() -> None:
    held = made.held({"Amina Aït": 420})
    certificates.issue_missing(held.id, by=SYSTEM)
    certificates.revoke(made.certificates()[0].id, reason="Not the same person", by=SYSTEM)
    registration = make.registration_of(held.id, "Amina Aït")
    made.attended(registration, 400)

    certificates.follow(held.id, registration_id=registration.id, because=merits.ATTENDANCE_CORRECTED, by=SYSTEM)

    assert [c.state for c in made.certificates()] == [REVOKED]


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.PARTICIPANT, Role.AUDITOR])
def test_only_officers_issue_and_revoke(role: Role) -> None:
    belfaa = make.commune()
    held = made.held(at=belfaa)
    certificates.issue_missing(held.id, by=SYSTEM)
    certificate, by = made.certificates()[0], make.officer(belfaa, role=role)

    with acting_as(by.reach):
        with pytest.raises(Forbidden):
            certificates.issue_missing(held.id, by=by)
        with pytest.raises(Forbidden):
            certificates.revoke(certificate.id, reason="x", by=by)


def test_the_officer_of_another_commune_does_not_see_that_there_is_one() -> None:
    held = made.held(at=make.commune())
    certificates.issue_missing(held.id, by=SYSTEM)
    by, id = make.officer(make.commune("ait-baha", name="Aït Baha")), made.certificates()[0].id

    with acting_as(by.reach):
        with pytest.raises(NotFound):
            certificates.revoke(id, reason="x", by=by)
        with pytest.raises(NotFound), reading():
            queries.opened(id, by=by)
        with pytest.raises(NotFound), reading():
            queries.desk(held.id, by=by)


def test_a_neighbour_with_a_mandate_in_the_commune_does_not_open_somebodys_paper() -> None:
    belfaa = make.commune()
    held = made.held(at=belfaa)
    certificates.issue_missing(held.id, by=SYSTEM)
    neighbour, id = make.officer(belfaa, role=Role.PARTICIPANT), made.certificates()[0].id

    with acting_as(neighbour.reach), reading(), pytest.raises(NotFound):
        queries.opened(id, by=neighbour)


def test_the_check_needs_the_code_and_answers_anybody() -> None:
    held = made.held()
    certificates.issue_missing(held.id, by=SYSTEM)
    [certificate] = made.certificates()

    with acting_as(PUBLIC.reach), reading():
        assert queries.check(numbers.read(numbers.address(certificate.number))).name == "Amina Aït"
        for wrong in (certificate.number, f"{certificate.number}-AAAAAAAAAA", numbers.address(numbers.number(2026, 2))):
            with pytest.raises(NotFound):
                queries.check(numbers.read(wrong))


def test_who_is_erased_leaves_a_number_that_still_answers() -> None:
    held = made.held()
    certificates.issue_missing(held.id, by=SYSTEM)
    [certificate] = made.certificates()

    assert certificates.forget(person_id=certificate.person_id) == 1

    with acting_as(PUBLIC.reach), reading():
        found = queries.check(numbers.read(numbers.address(certificate.number)))
    assert (found.name, found.valid, found.title) == ("", True, Texts(certificate.says["title"]))
    with reading() as db:
        kept = db.scalars(select(Certificate.says)).one()
    assert "Amina" not in repr(kept)


def test_erasing_a_person_reaches_the_papers_also_under_an_older_spelling() -> None:
    held = made.held({"Amina Ait": 420})
    certificates.issue_missing(held.id, by=SYSTEM)
    [certificate] = made.certificates()
    rename("Amina Ait", to="Amina Aït Lahcen")

    erasing.erase(certificate.person_id)
    jobs.run_all()

    [certificate] = made.certificates()
    assert certificate.says["names"] == {"latin": "", "ar": ""}
    assert paper.names(certificate.says)[0]["text"] == "nom effacé à la demande de la personne"


def test_every_act_is_in_the_audit_trail() -> None:
    held = made.held()
    certificates.issue_missing(held.id, by=SYSTEM)
    certificates.revoke(made.certificates()[0].id, reason="x", by=SYSTEM)

    with reading() as db:
        acts = db.scalars(
            select(audit.AuditEvent.action).where(audit.AuditEvent.action.startswith("certificate"))
        ).all()
    assert acts == ["certificates.issued", "certificate.revoked"]


def test_the_desk_shows_each_person_and_reads_no_more_for_ten_than_for_one() -> None:
    few = made.held({"Amina Aït": 420})
    many = made.held({f"Person {chr(65 + n)}": 420 - 20 * n for n in range(10)}, at=organisation_of(few.owner_id))
    for held in (few, many):
        certificates.issue_missing(held.id, by=SYSTEM)
    counted = []
    for held in (few, many):
        with statements() as said, reading():
            desk = queries.desk(held.id, by=SYSTEM)
        counted.append(len(said))

    assert counted[0] == counted[1]
    assert (len(desk.lines), desk.valid, desk.missing) == (10, 5, 0)
    assert [line.percent for line in desk.lines][:5] == [100, 95, 90, 85, 80]


def organisation_of(id: int) -> Organisation:
    with reading() as db:
        return db.get_one(Organisation, id)


def test_the_desk_says_what_is_missing_and_what_the_records_say_otherwise() -> None:
    held = made.held({"Amina Aït": 420, "Brahim Oul": 420, "Chaima Id": 100})
    certificates.issue_missing(held.id, by=SYSTEM)
    made.attended(make.registration_of(held.id, "Amina Aït"), 410)
    made.attended(make.registration_of(held.id, "Chaima Id"), 400)

    with reading():
        desk = queries.desk(held.id, by=SYSTEM)

    assert [(line.name, [h.stale for h in line.held], line.missing) for line in desk.lines] == [
        ("Amina Aït", [True], ()),
        ("Brahim Oul", [False], ()),
        ("Chaima Id", [], (PARTICIPATION,)),
    ]


ISSUE = """
import sys
from cic_events import create_app
from cic_events.cycle.acquis import certificates
from cic_events.kernel.reach import SYSTEM_REACH, acting_as
from cic_events.people.permissions import SYSTEM
url, folder = sys.argv[1:3]
app = create_app(
    env="test", database_url=url, instance=folder, embedded_worker=False, secret_key="t" * 40, catcher_port=1
)
print("ready", flush=True)
sys.stdin.readline()
with app.app_context(), acting_as(SYSTEM_REACH):
    for session_id in sys.argv[3:]:
        certificates.issue_missing(int(session_id), by=SYSTEM)
print("done", flush=True)
"""


def test_two_processes_give_every_number_once_and_leave_none_out(app: Flask) -> None:
    belfaa = make.commune()
    people = {f"Person {chr(65 + n)}": 420 for n in range(5)}
    sessions = [str(made.held(people, at=belfaa).id) for _ in range(6)]
    url, folder = app.config["SQLALCHEMY_DATABASE_URI"], app.instance_path
    running = [
        subprocess.Popen(
            [sys.executable, "-c", ISSUE, url, folder, *order],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for order in (sessions, sessions, sessions[::-1])
    ]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    ended = [process.communicate() for process in running]

    assert [(out, err) for out, err in ended if out != "done\n" or "Traceback" in err] == []
    assert [number for number, *_ in issued()] == [numbers.number(2026, n) for n in range(1, 31)]
    with reading() as db:
        assert db.scalar(select(func.count(Certificate.registration_id.distinct()))) == 30
