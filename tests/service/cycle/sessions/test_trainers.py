"""A trainer is asked, answers, is confirmed, is told, reports."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from cic_events.cycle.sessions import bookings, queries, service, trainer_rules, trainers
from cic_events.cycle.sessions.models import TrainerAssignment
from cic_events.cycle.sessions.states import AssignmentIllegalMove, AssignmentState
from cic_events.events.states import EventState, Presence
from cic_events.kernel import clock, jobs
from cic_events.kernel.db import one, reading, session
from cic_events.kernel.errors import Forbidden, NotFound
from cic_events.kernel.reach import acting_as
from cic_events.messages.models import Mail
from cic_events.people.models import Language, Organisation
from cic_events.people.permissions import PUBLIC, SYSTEM, Action, link_actor
from tests import make_cycle
from tests import make_events as make

pytestmark = pytest.mark.usefixtures("db", "now")
S = AssignmentState


def by_link(assignment: TrainerAssignment):
    opened = trainers.opened_by_link(make.trainer_token(assignment))
    return link_actor(opened.grants)


def state_of(assignment: TrainerAssignment) -> AssignmentState:
    with reading():
        return one(TrainerAssignment, assignment.id).state


def trainer_of(planned) -> tuple[str, int | None, AssignmentState | None]:
    with reading():
        page = queries.show(planned.id)
        return page.row.led_by, page.trainer_id, page.trainer_state


def mails(template: str) -> list[tuple[str | None, dict]]:
    with reading():
        rows = session().scalars(select(Mail).where(Mail.template == template).order_by(Mail.id))
        return [(mail.recipient, mail.facts) for mail in rows]


def test_the_one_who_is_asked_gets_a_mail_with_a_link_of_their_own() -> None:
    planned = make.session(trainer_name="", opened=False)

    asked = make.asked(planned, "Amal Serghini", email="amal@example.org")

    [(recipient, facts)] = mails("trainer_asked")
    assert (recipient, facts["title:fr"]) == ("amal@example.org", "Gestion des compétences")
    assert facts["until:fr"] == "lundi 5 octobre 2026"
    assert facts["link"].endswith(f"/trainer/{make.trainer_token(asked)}")
    assert trainer_of(planned) == ("Amal Serghini", asked.person_id, S.REQUESTED)


def test_who_is_asked_twice_under_one_name_and_address_is_one_person() -> None:
    host = make.commune()
    first = make.asked(make.session(host), "Amal Serghini", email="amal@example.org")
    second = make.asked(make.session(host), "AMAL SERGHINI", email="Amal@Example.org")

    assert first.person_id == second.person_id


def test_nobody_is_asked_twice_for_one_session_while_the_question_stands() -> None:
    planned = make.session()
    first = make.asked(planned, "Amal Serghini")
    with pytest.raises(trainer_rules.AlreadyAsked, match="Amal Serghini has been asked"):
        make.asked(planned, "Amal Serghini")

    trainers.decline(first.id, reason="I am abroad", by=SYSTEM)
    make.asked(planned, "Amal Serghini")


def test_one_of_the_directory_is_asked_when_published_and_nobody_else_by_number() -> None:
    host = make.commune()
    officer, planned = make.officer(host), make.session(host)
    listed, hidden = make.trainer(host, "Amal Serghini"), make.person("Somebody", at=host)
    week = clock.now() + timedelta(days=7)

    with acting_as(officer.reach):
        asked = trainers.ask(planned.id, person_id=listed.person_id, answer_by=week, by=officer)
        with pytest.raises(NotFound):
            trainers.ask(planned.id, person_id=hidden.id, answer_by=week, by=officer)

    assert asked.person_id == listed.person_id


def test_the_trainer_answers_by_the_link_without_an_account() -> None:
    planned = make.session()
    asked = make.asked(planned)
    holder = by_link(asked)

    with acting_as(holder.reach):
        trainers.accept(asked.id, by=holder)
        trainers.accept(asked.id, by=holder)

    assert state_of(asked) is S.ACCEPTED
    assert trainer_of(planned) == ("Jean-Luc Mertens", asked.person_id, S.ACCEPTED)
    with reading():
        assert one(TrainerAssignment, asked.id).noted_by_id is None


def test_a_refusal_says_why_and_leaves_the_session_without_a_trainer() -> None:
    planned = make.session(trainer_name="", opened=False)
    asked = make.asked(planned)
    holder = by_link(asked)

    with acting_as(holder.reach):
        with pytest.raises(trainer_rules.RefusalWantsReason):
            trainers.decline(asked.id, reason=" ", by=holder)
        trainers.decline(asked.id, reason="I am abroad", by=holder)

    assert trainer_of(planned) == ("", None, S.DECLINED)
    with reading():
        assert one(TrainerAssignment, asked.id).reason == "I am abroad"


def test_the_link_of_one_opens_nothing_of_another() -> None:
    host = make.commune()
    mine, other = make.asked(make.session(host)), make.asked(make.session(host), "Amal Serghini")
    holder = by_link(mine)

    with acting_as(holder.reach), pytest.raises(NotFound):
        trainers.accept(other.id, by=holder)
    with pytest.raises(NotFound):
        trainers.opened_by_link("0" * 40)


def test_an_officer_notes_what_was_said_by_telephone() -> None:
    host = make.commune()
    officer = make.officer(host)
    asked = make.asked(make.session(host))

    with acting_as(officer.reach):
        trainers.accept(asked.id, by=officer)

    with reading():
        assert one(TrainerAssignment, asked.id).noted_by_id == officer.person_id


def test_an_officer_of_elsewhere_and_the_public_neither_ask_nor_answer_nor_confirm() -> None:
    host, elsewhere = make.commune(), make.officer(make.commune("ait-baha", name="Aït Baha"))
    planned = make.session(host)
    asked = make.asked(planned)

    for stranger in (elsewhere, PUBLIC):
        with acting_as(stranger.reach):
            with pytest.raises(Forbidden):
                trainers.ask(planned.id, name="X Y", email="x@y.org", answer_by=clock.now(), by=stranger)
            for verb in (trainers.accept, trainers.confirm):
                with pytest.raises(NotFound):
                    verb(asked.id, by=stranger)


def test_an_asking_without_an_answer_expires_on_its_day(now: datetime) -> None:
    planned = make.session(trainer_name="", opened=False)
    asked = make.asked(planned, answer_by=now + timedelta(days=7))
    token = make.trainer_token(asked)
    with clock.travel(now + timedelta(days=6)):
        jobs.run_all()
        assert state_of(asked) is S.REQUESTED

    with clock.travel(now + timedelta(days=7)):
        with pytest.raises(NotFound):
            trainers.opened_by_link(token)
        jobs.run_all()

    assert (state_of(asked), trainer_of(planned)) == (S.EXPIRED, ("", None, S.EXPIRED))


def test_an_answer_given_does_not_expire(now: datetime) -> None:
    asked = make.asked(make.session(), answer_by=now + timedelta(days=7))
    trainers.accept(asked.id, by=SYSTEM)

    with clock.travel(now + timedelta(days=8)):
        jobs.run_all()

    assert state_of(asked) is S.ACCEPTED


def test_only_a_yes_is_confirmed() -> None:
    asked = make.asked(make.session())

    with pytest.raises(AssignmentIllegalMove):
        trainers.confirm(asked.id, by=SYSTEM)
    trainers.accept(asked.id, by=SYSTEM)
    trainers.confirm(asked.id, by=SYSTEM)

    assert state_of(asked) is S.CONFIRMED
    assert [recipient for recipient, _ in mails("trainer_confirmed")] == ["jean-luc@train.example.org"]


def same_day_elsewhere(host: Organisation, neighbour: Organisation, *, days: int = 0):
    day = date(2026, 11, 10)
    first = make.session(host, day=day)
    second = make.session(neighbour, day=day + timedelta(days=days))
    make.trainer_of(first, "Amal Serghini")
    with reading():
        person_id = one(TrainerAssignment, 1).person_id
    asked = trainers.ask(second.id, person_id=person_id, answer_by=clock.now() + timedelta(days=7), by=SYSTEM)
    trainers.accept(asked.id, by=SYSTEM)
    return first, asked


def test_nobody_is_confirmed_for_two_sessions_at_one_time() -> None:
    host, neighbour = make.commune(), make.commune("ait-baha", name="Aït Baha")
    first, asked = same_day_elsewhere(host, neighbour)

    with pytest.raises(bookings.DoubleBooked) as refused:
        trainers.confirm(asked.id, by=SYSTEM)

    assert str(refused.value) == (
        "Amal Serghini is confirmed for another session at that time: Belfaa, 2026-11-10, 09:00–16:00."
    )
    service.cancel(first.id, reason="La salle est inondée", by=SYSTEM)
    trainers.confirm(asked.id, by=SYSTEM)


def test_the_next_day_is_free() -> None:
    host, neighbour = make.commune(), make.commune("ait-baha", name="Aït Baha")
    _first, asked = same_day_elsewhere(host, neighbour, days=1)

    trainers.confirm(asked.id, by=SYSTEM)

    assert state_of(asked) is S.CONFIRMED


def test_a_session_is_not_moved_onto_a_day_when_its_trainer_is_elsewhere() -> None:
    host, neighbour = make.commune(), make.commune("ait-baha", name="Aït Baha")
    first, asked = same_day_elsewhere(host, neighbour, days=1)
    trainers.confirm(asked.id, by=SYSTEM)

    with pytest.raises(bookings.DoubleBooked):
        moved = make.draft(day=date(2026, 11, 11))
        service.edit(first.id, draft=moved, version=make.version_of(first.id), by=SYSTEM)


def test_an_answer_does_not_make_an_open_form_stale_and_the_form_does_not_unseat_the_trainer() -> None:
    planned = make.session()
    version = make.version_of(planned.id)
    asked = make.trainer_of(planned, "Amal Serghini")

    service.edit(planned.id, draft=make.draft(capacity=21), version=version, by=SYSTEM)

    assert trainer_of(planned) == ("Amal Serghini", asked.person_id, S.CONFIRMED)


def test_the_trainer_is_told_of_new_dates_and_of_the_end() -> None:
    planned = make.session(day=date(2026, 11, 10))
    make.trainer_of(planned, email="jl@example.org")
    gone = make.asked(planned, "Amal Serghini")
    trainers.decline(gone.id, reason="I am abroad", by=SYSTEM)

    service.edit(planned.id, draft=make.draft(day=date(2026, 11, 12)), version=make.version_of(planned.id), by=SYSTEM)
    service.cancel(planned.id, reason="La salle est inondée", by=SYSTEM)

    [(recipient, facts)] = mails("trainer_changed")
    assert (recipient, facts["changes"]) == ("jl@example.org", "2026-11-10 09:00–16:00 → 2026-11-12 09:00–16:00")
    [(recipient, facts)] = mails("trainer_called_off")
    assert (recipient, facts["reason"], facts["state"]) == ("jl@example.org", "La salle est inondée", "cancelled")


def test_a_change_that_nobody_sees_is_not_told() -> None:
    planned = make.session()
    make.trainer_of(planned)

    service.edit(planned.id, draft=make.draft(capacity=22), version=make.version_of(planned.id), by=SYSTEM)

    assert mails("trainer_changed") == []


def test_the_confirmed_trainer_may_mark_and_others_may_not() -> None:
    host = make.commune()
    planned = make.session(host)
    asked = make.asked(planned)
    holder = by_link(asked)
    with acting_as(holder.reach), pytest.raises(Forbidden):
        trainers.check_trainer(planned.id, holder, Action.ATTENDANCE_MARK)

    trainers.accept(asked.id, by=SYSTEM)
    trainers.confirm(asked.id, by=SYSTEM)

    with acting_as(holder.reach):
        found = trainers.check_trainer(planned.id, holder, Action.ATTENDANCE_MARK)
    assert found is not None
    assert found.id == asked.id
    officer, stranger = make.officer(host), make.officer(make.commune("ait-baha", name="Aït Baha"))
    with acting_as(officer.reach):
        assert trainers.check_trainer(planned.id, officer, Action.ATTENDANCE_MARK) is None
    with acting_as(stranger.reach), pytest.raises(Forbidden):
        trainers.check_trainer(planned.id, stranger, Action.ATTENDANCE_MARK)


def test_the_report_of_a_held_session_makes_it_evaluated_and_the_officer_closes_it() -> None:
    planned = make.held(make.confirmed(), Amina=Presence.LATE)
    [assignment] = make.assignments(planned)
    assert (planned.state, assignment.state) == (EventState.HELD, S.DELIVERED)
    holder = by_link(assignment)

    with acting_as(holder.reach):
        with pytest.raises(trainer_rules.NothingReported):
            trainers.report(assignment.id, given=" ", difficulties="", advice="", by=holder)
        trainers.report(
            assignment.id, given="Two interviews", difficulties="No power", advice="More practice", by=holder
        )

    with reading():
        assert queries.row(planned.id).state is EventState.EVALUATED
    service.close(planned.id, by=SYSTEM)
    with reading():
        assert queries.row(planned.id).state is EventState.CLOSED
        filed = one(TrainerAssignment, assignment.id)
        assert (filed.given, filed.difficulties, filed.advice) == ("Two interviews", "No power", "More practice")


def test_a_report_waits_for_the_sheets() -> None:
    [assignment] = make.assignments(make.confirmed())

    with pytest.raises(AssignmentIllegalMove):
        trainers.report(assignment.id, given="Two interviews", difficulties="", advice="", by=SYSTEM)


def test_a_session_whose_test_afterwards_is_open_is_not_evaluated_yet() -> None:
    planned = make.held(make.confirmed())
    wave = make.wave(planned, opened=True)
    [assignment] = make.assignments(planned)
    trainers.report(assignment.id, given="Two interviews", difficulties="", advice="", by=SYSTEM)
    with reading():
        assert queries.row(planned.id).state is EventState.HELD

    make.close_wave(wave)

    assert service.evaluate(planned.id)


def test_trainers_read_in_the_language_that_is_known() -> None:
    planned = make.session()
    asked = trainers.ask(
        planned.id,
        name="حسن",
        phone="0612345678",
        language=Language.AR,
        answer_by=clock.now() + timedelta(days=3),
        by=SYSTEM,
    )

    [(recipient, facts)] = mails("trainer_asked")
    assert recipient is None
    assert facts["title:ar"] == "تدبير الكفاءات"
    assert asked.person.phone == "+212612345678"


def test_an_officer_reads_out_the_link_and_it_is_written_down() -> None:
    host = make.commune()
    officer = make_cycle.actor(at=host)
    asked = make.asked(make.session(host))

    with acting_as(officer.reach):
        assert trainers.link_of(asked.id, by=officer) == make.trainer_token(asked)
