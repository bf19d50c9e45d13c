"""Marks, signatures and corrections of attendance."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from cic_events.cycle.sessions import queries, sheets
from cic_events.events import attendance, corrections, presence
from cic_events.events import presence_rules as rules
from cic_events.events import service as registrations
from cic_events.events.attendance import Mark
from cic_events.events.models import Attendance, AttendanceEvent
from cic_events.events.presence import Total
from cic_events.events.rules import AlreadyRegistered, NotOpen, SessionFull
from cic_events.events.states import EventState, Presence, PresenceSource, RegistrationState
from cic_events.kernel import audit, clock, facts, jobs
from cic_events.kernel.db import reading, session
from cic_events.kernel.errors import Forbidden
from cic_events.kernel.idempotency import KeyReused
from cic_events.kernel.reach import acting_as
from cic_events.people.models import Role
from cic_events.people.permissions import PUBLIC, SYSTEM, Actor
from tests import make_events as make
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("db", "now")


def state_of(planned) -> EventState:
    with reading():
        return queries.row(planned.id).state


def book(planned) -> presence.Book:
    with reading():
        return presence.book(planned.id)


def totals(planned) -> dict[str, Total]:
    with reading():
        names = {one.registration_id: one.name for one in presence.book(planned.id).people}
        return {names[id]: total for id, total in presence.totals(planned.id).items()}


def rows(model) -> int:
    with reading():
        return session().scalar(select(func.count()).select_from(model)) or 0


def test_the_first_mark_says_that_the_session_runs() -> None:
    planned = make.confirmed()
    [part] = make.parts_of(planned)

    with make.during(part):
        receipts = sheets.mark(part.id, marks=make.marks(planned, Brahim=Presence.LATE), by=SYSTEM)

    assert state_of(planned) is EventState.RUNNING
    assert totals(planned) == {"Amina Aït": Total(420, 420), "Brahim Oul": Total(390, 420)}
    assert [total.percent for total in totals(planned).values()] == [100, 92]
    assert len({receipt.number for receipt in receipts}) == 2


def test_totals_are_sums_of_the_minutes_of_all_parts() -> None:
    planned = make.confirmed(days=2)
    first, second = make.parts_of(planned)
    with make.during(first):
        sheets.mark(first.id, marks=make.marks(planned, Brahim=Presence.ABSENT), by=SYSTEM)
    with make.during(second):
        sheets.mark(second.id, marks=make.marks(planned, Amina=Presence.EXCUSED, Brahim=Presence.LEFT_EARLY), by=SYSTEM)

    assert totals(planned) == {"Amina Aït": Total(420, 840), "Brahim Oul": Total(390, 840)}
    with reading():
        assert presence.totals_of([planned.id])[planned.id] == presence.totals(planned.id)
        whole = presence.book(planned.id)
        assert {one.name: whole.total(one.registration_id) for one in whole.people} == totals(planned)


def test_a_second_thought_before_the_signature_is_one_more_row_and_the_newest_stands() -> None:
    planned = make.confirmed(people=["Amina Aït"])
    [part] = make.parts_of(planned)
    with make.during(part):
        sheets.mark(part.id, marks=make.marks(planned, Amina=Presence.ABSENT), by=SYSTEM)
        sheets.mark(part.id, marks=make.marks(planned), by=SYSTEM)

    assert (rows(AttendanceEvent), rows(Attendance)) == (2, 1)
    assert totals(planned) == {"Amina Aït": Total(420, 420)}


def test_the_same_mark_sent_twice_is_one_mark_with_one_receipt_even_after_the_signature() -> None:
    planned = make.confirmed(people=["Amina Aït"])
    [part] = make.parts_of(planned)
    [mark] = make.marks(planned)
    sent = [Mark(mark.registration_id, mark.status, key="form-1")]
    with make.during(part):
        [first] = sheets.mark(part.id, marks=sent, by=SYSTEM)
        [second] = sheets.mark(part.id, marks=sent, by=SYSTEM)
        sheets.countersign(part.id, by=SYSTEM, by_name="Jean-Luc Mertens")
        [third] = sheets.mark(part.id, marks=sent, by=SYSTEM)

    assert (first.known, second.known, third.known) == (False, True, True)
    assert first.number == second.number == third.number
    assert rows(AttendanceEvent) == 1


def test_a_key_that_comes_back_with_another_mark_is_refused() -> None:
    planned = make.confirmed(people=["Amina Aït"])
    [part] = make.parts_of(planned)
    [mark] = make.marks(planned)
    with make.during(part):
        sheets.mark(part.id, marks=[Mark(mark.registration_id, Presence.PRESENT, key="form-1")], by=SYSTEM)
        with pytest.raises(KeyReused):
            sheets.mark(part.id, marks=[Mark(mark.registration_id, Presence.ABSENT, key="form-1")], by=SYSTEM)


def test_nobody_is_marked_before_the_part_nor_before_the_session_is_confirmed() -> None:
    planned, opened = make.confirmed(), make.session(make.commune("ait-baha", name="Aït Baha"))
    make.registered(opened, "Amina Aït")
    [part], [other] = make.parts_of(planned), make.parts_of(opened)

    with make.during(part, minutes=-31), pytest.raises(rules.TooEarly):
        sheets.mark(part.id, marks=make.marks(planned), by=SYSTEM)
    with make.during(other), pytest.raises(rules.NotUnderWay):
        sheets.mark(other.id, marks=make.marks(opened), by=SYSTEM)
    with make.during(part, minutes=-30):
        sheets.mark(part.id, marks=make.marks(planned), by=SYSTEM)


def test_only_who_is_confirmed_for_this_session_stands_on_its_sheet() -> None:
    planned = make.confirmed(capacity=2)
    waiting = make.registered(planned, "Chafik Zed")
    other = make.registered(make.session(make.commune("ait-baha", name="Aït Baha")), "Dounia Baz")
    [part] = make.parts_of(planned)

    assert [one.name for one in book(planned).people] == ["Amina Aït", "Brahim Oul"]
    with make.during(part):
        for stranger in (waiting, other):
            with pytest.raises(rules.NotOnTheSheet):
                sheets.mark(part.id, marks=[Mark(stranger.id, Presence.PRESENT)], by=SYSTEM)


def test_late_without_minutes_is_refused_and_nothing_is_kept() -> None:
    planned = make.confirmed()
    [part] = make.parts_of(planned)
    first, second = make.marks(planned)

    with make.during(part), pytest.raises(rules.MinutesWanted):
        sheets.mark(part.id, marks=[first, Mark(second.registration_id, Presence.LATE)], by=SYSTEM)

    assert (rows(AttendanceEvent), state_of(planned)) == (0, EventState.CONFIRMED)


def test_an_officer_marks_on_behalf_under_the_own_name_and_nobody_of_elsewhere() -> None:
    host = make.commune()
    planned, officer = make.confirmed(host), make.officer(host)
    stranger = make.officer(make.commune("ait-baha", name="Aït Baha"))
    [part] = make.parts_of(planned)
    marks = make.marks(planned)

    with make.during(part):
        for nobody in (stranger, PUBLIC):
            with acting_as(nobody.reach), pytest.raises(Forbidden):
                sheets.mark(part.id, marks=marks, by=nobody)
        with acting_as(officer.reach):
            sheets.mark(part.id, marks=marks, by=officer)

    assert {mark.by for mark in book(planned).marks.values()} == {"Naïma Oubella"}


def test_nobody_signs_while_somebody_is_not_marked() -> None:
    planned = make.confirmed()
    [part] = make.parts_of(planned)
    with make.during(part):
        sheets.mark(part.id, marks=make.marks(planned)[:1], by=SYSTEM)
        assert [one.name for one in book(planned).unmarked(part.id)] == ["Brahim Oul"]
        with pytest.raises(rules.Unmarked, match="still open: 1"):
            sheets.countersign(part.id, by=SYSTEM, by_name="Jean-Luc Mertens")


def test_after_the_signature_nothing_is_marked_any_more() -> None:
    planned = make.confirmed(days=2)
    first, _second = make.parts_of(planned)
    with make.during(first):
        sheets.mark(first.id, marks=make.marks(planned), by=SYSTEM)
        sheets.countersign(first.id, by=SYSTEM, by_name="Jean-Luc Mertens")
        with pytest.raises(rules.SheetLocked):
            sheets.mark(first.id, marks=make.marks(planned, Amina=Presence.ABSENT), by=SYSTEM)

    [signed, open_] = make.parts_of(planned)
    assert (signed.locked_by, len(signed.locked_digest or ""), open_.locked_at) == ("Jean-Luc Mertens", 64, None)
    assert state_of(planned) is EventState.RUNNING


def test_the_last_signature_makes_the_session_held_and_tells_it_once() -> None:
    heard = []
    facts.on("session.held")(lambda session_id: heard.append(session_id))
    planned = make.confirmed(days=2)

    make.held(planned)
    for part in make.parts_of(planned):
        sheets.countersign(part.id, by=SYSTEM, by_name="Jean-Luc Mertens")
    with make.during(part):
        jobs.run_all()

    assert (state_of(planned), heard) == (EventState.HELD, [planned.id])
    with reading():
        assert audit.breaks() == []


def signed(**status: Presence):
    host = make.commune()
    planned = make.held(make.confirmed(host), **status)
    [part] = make.parts_of(planned)
    return host, planned, part


def amina(planned) -> int:
    return next(one.registration_id for one in book(planned).people if one.name == "Amina Aït")


def correct(planned, part, by: Actor) -> int:
    with acting_as(by.reach):
        mark = Mark(amina(planned), Presence.PRESENT)
        return corrections.ask(part.id, mark=mark, reason="She was in the other room", by=by).id


def test_a_correction_changes_nothing_until_a_second_person_confirms_it() -> None:
    host, planned, part = signed(Amina=Presence.ABSENT)
    first, second = make.officer(host), make.officer(host, role=Role.DIRECTOR)
    with reading():
        digest = attendance.digest_of(part)

    asked = correct(planned, part, first)

    assert totals(planned)["Amina Aït"] == Total(0, 420)
    with reading():
        assert [(one.status, one.reason) for one in presence.pending(planned.id)] == [
            (Presence.PRESENT, "She was in the other room")
        ]
    with acting_as(first.reach), pytest.raises(rules.SecondPersonWanted):
        corrections.confirm(asked, by=first)
    with acting_as(second.reach):
        corrections.confirm(asked, by=second)
        with pytest.raises(rules.CorrectionDecided):
            corrections.confirm(asked, by=second)

    assert totals(planned)["Amina Aït"] == Total(420, 420)
    mark = book(planned).mark(amina(planned), part.id)
    assert mark is not None
    assert (mark.source, mark.by, mark.second) == (PresenceSource.CORRECTION, "Naïma Oubella", "Naïma Oubella")
    [now] = make.parts_of(planned)
    assert now.locked_digest == digest
    with reading():
        assert presence.pending(planned.id) == []
        assert attendance.digest_of(now) != digest
    assert rows(AttendanceEvent) == 4


def test_a_correction_that_is_refused_stays_written_and_changes_nothing() -> None:
    host, planned, part = signed(Amina=Presence.ABSENT)
    asked = correct(planned, part, make.officer(host))
    second = make.officer(host, role=Role.HR_REFERENT)

    with acting_as(second.reach):
        corrections.refuse(asked, by=second)

    assert totals(planned)["Amina Aït"] == Total(0, 420)
    assert rows(AttendanceEvent) == 4
    with reading():
        assert presence.pending(planned.id) == []


def test_a_correction_wants_a_reason_a_change_and_a_right() -> None:
    host, planned, part = signed(Amina=Presence.ABSENT)
    officer, head = make.officer(host), make.officer(host, role=Role.HEAD_OF_SERVICE)
    present, absent = Mark(amina(planned), Presence.PRESENT), Mark(amina(planned), Presence.ABSENT)

    with acting_as(officer.reach):
        with pytest.raises(rules.CorrectionWantsReason):
            corrections.ask(part.id, mark=present, reason=" ", by=officer)
        with pytest.raises(rules.CorrectionChangesNothing):
            corrections.ask(part.id, mark=absent, reason="She was not there", by=officer)
    asked = correct(planned, part, officer)
    with acting_as(head.reach):
        with pytest.raises(Forbidden):
            corrections.ask(part.id, mark=present, reason="She was there", by=head)
        with pytest.raises(Forbidden):
            corrections.confirm(asked, by=head)


def test_a_withdrawal_and_a_promotion_do_not_touch_attendance() -> None:
    host = make.commune()
    planned = make.confirmed(host, capacity=2)
    make.registered(planned, "Chafik Zed")
    [part] = make.parts_of(planned)
    with make.during(part):
        sheets.mark(part.id, marks=make.marks(planned), by=SYSTEM)
        registrations.cancel(amina(planned), reason="Partie ailleurs", by=SYSTEM)

        assert [one.name for one in book(planned).people] == ["Brahim Oul", "Chafik Zed"]
        assert [one.name for one in book(planned).unmarked(part.id)] == ["Chafik Zed"]
    assert rows(Attendance) == 2


def test_who_came_without_a_registration_is_added_to_a_free_place() -> None:
    host = make.commune()
    planned, officer = make.confirmed(host, capacity=3), make.officer(host)
    [part] = make.parts_of(planned)

    def add(name: str) -> None:
        with acting_as(officer.reach):
            registrations.register_other(planned.id, visitor=make.visitor(name, host), by=officer, on_the_spot=True)

    with make.during(part):
        sheets.mark(part.id, marks=make.marks(planned), by=SYSTEM)
        add("Chafik Zed")
        with pytest.raises(SessionFull):
            add("Dounia Baz")
        assert make.states(planned.id)[-1] == ("Chafik Zed", RegistrationState.CONFIRMED)
        assert [one.name for one in book(planned).unmarked(part.id)] == ["Chafik Zed"]


def test_who_is_there_already_is_not_added_twice_and_nobody_after_the_end() -> None:
    host = make.commune()
    planned = make.confirmed(host)
    with pytest.raises(AlreadyRegistered):
        registrations.register_other(planned.id, visitor=make.visitor("Amina Aït", host), by=SYSTEM, on_the_spot=True)
    make.held(planned)
    with pytest.raises(NotOpen):
        registrations.register_other(planned.id, visitor=make.visitor("Chafik Zed", host), by=SYSTEM, on_the_spot=True)


@pytest.mark.parametrize("people", [3, 30])
def test_a_book_of_three_and_of_thirty_takes_the_same_statements(people: int) -> None:
    planned = make.confirmed(people=[f"Person {n}" for n in range(people)], capacity=40, days=2)
    first, _second = make.parts_of(planned)
    with make.during(first):
        sheets.mark(first.id, marks=make.marks(planned), by=SYSTEM)

    with reading(), statements() as sent:
        presence.book(planned.id)
    with reading(), statements() as more:
        presence.totals(planned.id)

    assert (len(sent), len(more)) == (3, 2)


def test_a_mark_keeps_its_hour() -> None:
    planned = make.confirmed(people=["Amina Aït"])
    [part] = make.parts_of(planned)
    with make.during(part, minutes=10):
        sheets.mark(part.id, marks=make.marks(planned), by=SYSTEM)
        at = clock.now()

    [mark] = book(planned).marks.values()
    assert mark.at == at == part.starts_at + timedelta(minutes=10)
