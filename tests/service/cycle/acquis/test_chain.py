"""From objectives to a need of the next cycle: tests before and after, verdicts, contests, gaps."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from cic_events.cycle.acquis import desk, gaps, paper, rules, service, waves
from cic_events.cycle.acquis.service import Judgement
from cic_events.cycle.acquis.states import AcquisState, Verdict
from cic_events.cycle.needs.models import TrainingNeed
from cic_events.cycle.needs.states import NeedOrigin
from cic_events.cycle.sessions import objectives
from cic_events.cycle.sessions import service as sessions
from cic_events.cycle.sessions.models import TrainingSession
from cic_events.events import service as events_service
from cic_events.events.states import Presence
from cic_events.kernel import clock, jobs
from cic_events.kernel.db import one, reading, transaction
from cic_events.kernel.errors import Forbidden, NotFound
from cic_events.kernel.jobs import Job, JobState
from cic_events.kernel.reach import SYSTEM_REACH, acting_as
from cic_events.messages.models import Mail
from cic_events.people import merging
from cic_events.people.models import Language, Organisation, Role
from cic_events.people.permissions import SYSTEM, Actor, link_actor
from cic_events.questionnaires import attempts, links
from cic_events.questionnaires import waves as of_questionnaires
from cic_events.questionnaires.attempts import Outcome
from cic_events.questionnaires.models import Attempt, EvaluationWave
from cic_events.questionnaires.rules import AlreadySubmitted, NothingAnswered, WaveClosed, WaveNotOpen
from cic_events.questionnaires.states import AttemptState, Phase, WaveState
from tests import make_events as events
from tests import make_learning as make

pytestmark = pytest.mark.usefixtures("db", "now")


def trainer(planned: TrainingSession) -> Actor:
    """Whoever holds the trainer's link."""
    [assignment] = events.assignments(planned)
    return link_actor({("trainer_assignment", assignment.id), ("event", planned.id)})


def validated(planned: TrainingSession) -> TrainingSession:
    by = trainer(planned)
    with acting_as(by.reach):
        service.validate(planned.id, by=by)
    return planned


def an_hour_later(planned: TrainingSession) -> None:
    """What is due when the session is over gets done."""
    assert planned.ends_at is not None
    with clock.travel(planned.ends_at + timedelta(hours=1)):
        jobs.run_all()


def mails(template: str) -> list[str]:
    with reading() as db:
        return list(db.scalars(select(Mail.recipient_name).where(Mail.template == template).order_by(Mail.id)))


def test_a_session_without_objectives_opens_and_has_no_test() -> None:
    planned = events.session()

    with pytest.raises(rules.NoTest):
        make.open_test(planned, Phase.PRE)


def test_once_the_session_is_open_objectives_and_percentages_stand_still() -> None:
    planned = make.opened(make.drafted())
    version = events.version_of(planned.id)

    with pytest.raises(objectives.Frozen):
        objectives.write(planned.id, drafts=(), version=version, by=SYSTEM)
    for changed in ({"pass_mark": 50}, {"attendance_threshold": 50}):
        with pytest.raises(objectives.DefinitionFrozen) as refused:
            sessions.edit(planned.id, draft=events.draft(**changed), version=version, by=SYSTEM)
        assert refused.value.field == next(iter(changed))
    sessions.edit(planned.id, draft=events.draft(capacity=30), version=version, by=SYSTEM)


def test_a_question_that_is_reworded_before_the_opening_keeps_its_code() -> None:
    planned = make.drafted()
    first, second, third = make.codes(planned)
    told, other = make.objective_drafts()
    with reading():
        ids = [objective.id for objective in desk.standing(planned.id).objectives]
    again = objectives.ObjectiveDraft(told.text, (make.question("Qui signe ?", item_code=first),), id=ids[0])
    new = objectives.ObjectiveDraft(other.text, (make.question("Autre ?"),))

    objectives.write(planned.id, drafts=[again, new], version=events.version_of(planned.id), by=SYSTEM)

    codes = make.codes(planned)
    assert codes[0] == first
    assert codes[1] not in (second, third)
    with reading():
        after = [objective.id for objective in desk.standing(planned.id).objectives]
    assert after[0] == ids[0]
    assert after[1] not in ids


def test_removing_every_question_leaves_no_test() -> None:
    planned = make.drafted()

    bare = [objectives.ObjectiveDraft(draft.text) for draft in make.objective_drafts()]
    objectives.write(planned.id, drafts=bare, version=events.version_of(planned.id), by=SYSTEM)

    with reading():
        assert (len(desk.standing(planned.id).objectives), desk.standing(planned.id).waves) == (2, [])
    make.opened(planned)


def test_the_test_before_opens_a_week_before_and_invites_those_who_come_later_within_the_hour() -> None:
    planned = make.opened(make.drafted())
    events.registered(planned, "Amina Aït")
    assert planned.starts_at is not None

    jobs.run_all()
    assert make.wave(planned, Phase.PRE).state is WaveState.PLANNED
    with clock.travel(planned.starts_at - timedelta(days=7)):
        jobs.run_all()
        assert make.invited(planned, Phase.PRE) == ["Amina Aït"]
        events.registered(planned, "Brahim Oul")
    with clock.travel(planned.starts_at - timedelta(days=7) + timedelta(hours=2)):
        jobs.run_all()

    assert make.invited(planned, Phase.PRE) == ["Amina Aït", "Brahim Oul"]
    assert mails("learning_test") == ["Amina Aït", "Brahim Oul"]


def test_a_session_that_moved_opens_its_test_by_the_new_date() -> None:
    planned = make.opened(make.drafted())
    events.registered(planned, "Amina Aït")
    assert planned.starts_at is not None
    later = planned.starts_at.date() + timedelta(days=20)
    sessions.edit(planned.id, draft=events.draft(day=later), version=events.version_of(planned.id), by=SYSTEM)

    with clock.travel(planned.starts_at - timedelta(days=7)):
        jobs.run_all()
    assert make.wave(planned, Phase.PRE).state is WaveState.PLANNED
    with clock.travel(planned.starts_at + timedelta(days=13)):
        jobs.run_all()
    assert make.wave(planned, Phase.PRE).state is WaveState.OPEN


def test_a_test_that_was_closed_by_hand_does_not_open_again() -> None:
    planned = make.opened(make.drafted())
    events.registered(planned, "Amina Aït")
    make.open_test(planned, Phase.PRE)
    make.close_test(planned, Phase.PRE)
    assert planned.starts_at is not None

    with clock.travel(planned.starts_at - timedelta(days=7)):
        jobs.run_all()

    assert make.wave(planned, Phase.PRE).state is WaveState.CLOSED
    with reading() as db:
        assert db.scalars(select(Job.state).where(Job.kind == objectives.PRE_TEST_DUE)).all() == [JobState.DONE]


def test_a_postponed_session_asks_nobody() -> None:
    planned = make.opened(make.drafted())
    events.registered(planned, "Amina Aït")
    assert planned.starts_at is not None
    sessions.postpone(planned.id, reason="Crue", by=SYSTEM)

    with clock.travel(planned.starts_at - timedelta(days=7)):
        jobs.run_all()

    assert make.invited(planned, Phase.PRE) == []


def test_the_test_after_goes_to_those_present_and_to_nobody_absent() -> None:
    planned = make.confirmed(people=("Amina Aït", "Brahim Oul", "Chaima Id"))
    make.open_test(planned, Phase.PRE)

    an_hour_later(events.held(planned, Brahim=Presence.ABSENT, Chaima=Presence.LATE))

    assert make.invited(planned, Phase.POST) == ["Amina Aït", "Chaima Id"]
    assert make.wave(planned, Phase.PRE).state is WaveState.CLOSED
    [_, _, _, *after] = mails("learning_test")
    assert sorted(after) == ["Amina Aït", "Chaima Id"]


def test_the_trainer_opens_the_test_after_only_when_the_last_half_day_ends() -> None:
    planned = make.confirmed(people=("Amina Aït",))
    by = trainer(planned)
    [part] = events.parts_of(planned)

    with acting_as(by.reach):
        with pytest.raises(rules.PostTestTooEarly):
            waves.open_wave(planned.id, Phase.POST, by=by)
        with clock.travel(part.ends_at - timedelta(minutes=10)), pytest.raises(rules.NobodyPresent):
            waves.open_wave(planned.id, Phase.POST, by=by)


def test_nobody_present_leaves_nothing_to_wait_for() -> None:
    planned = make.confirmed(people=("Amina Aït",))

    an_hour_later(events.held(planned, Amina=Presence.ABSENT))

    assert make.wave(planned, Phase.POST).state is WaveState.CLOSED
    assert make.rows(planned) == {}


def test_pressing_again_invites_nobody_twice() -> None:
    planned = make.confirmed(people=("Amina Aït", "Brahim Oul"))

    assert (make.open_test(planned, Phase.PRE), make.open_test(planned, Phase.PRE)) == (2, 0)
    assert len(mails("learning_test")) == 2


def test_the_link_of_somebody_who_withdrew_opens_nothing() -> None:
    planned = make.confirmed(people=("Amina Aït", "Brahim Oul"))
    make.open_test(planned, Phase.PRE)
    gone = make.attempt(planned, Phase.PRE, "Amina Aït")
    events_service.cancel(events.registration_of(planned.id, "Amina Aït").id, reason="Malade", by=SYSTEM)

    make.open_test(planned, Phase.PRE)

    with reading():
        assert attempts.id_of_link(links.token(gone.link_seed)) is None


def test_the_test_is_mailed_in_the_persons_language_and_nobody_else_reads_the_link() -> None:
    planned = make.opened(make.drafted())
    events.registered(planned, "Amina Aït", language=Language.AR)
    make.open_test(planned, Phase.PRE)

    with reading() as db:
        [mail] = db.scalars(select(Mail).where(Mail.template == "learning_test"))
    assert (mail.locale, mail.facts["title:ar"], mail.secret) == ("ar", "تدبير الكفاءات", True)
    assert mail.facts["link"].endswith(make.address(planned, Phase.PRE, "Amina Aït"))


def test_two_records_of_one_person_become_one_with_the_answers_that_were_sent() -> None:
    planned = make.confirmed(people=("Amina Aït",))
    make.open_test(planned, Phase.PRE)
    other = events.person("Amina Ait", at=one_of(planned))
    with transaction():
        of_questionnaires.invite(one(EvaluationWave, make.wave(planned, Phase.PRE).id), [other.id])
    make.answer(planned, Phase.PRE, "Amina Aït", "b", "", "")
    kept = make.attempt(planned, Phase.PRE, "Amina Aït")

    merging.merge(kept.person_id or 0, into_id=other.id, by=SYSTEM)

    with reading() as db:
        states = db.execute(select(Attempt.state, Attempt.person_id).order_by(Attempt.state)).all()
    assert [tuple(row) for row in states] == [(AttemptState.SUBMITTED, other.id), (AttemptState.VOID, other.id)]


def test_a_link_is_used_once() -> None:
    planned = make.confirmed(people=("Amina Aït",))
    make.open_test(planned, Phase.PRE)
    make.answer(planned, Phase.PRE, "Amina Aït", "b", "", "")

    with pytest.raises(AlreadySubmitted):
        make.answer(planned, Phase.PRE, "Amina Aït", "a", "", "")

    mine = make.attempt(planned, Phase.PRE, "Amina Aït")
    assert (mine.points, mine.possible, mine.state) == (2, 8, AttemptState.SUBMITTED)


def test_an_empty_page_is_not_sent() -> None:
    planned = make.confirmed(people=("Amina Aït",))
    make.open_test(planned, Phase.PRE)

    with pytest.raises(NothingAnswered):
        make.answer(planned, Phase.PRE, "Amina Aït", "", "", "")


def test_another_links_holder_cannot_answer() -> None:
    planned = make.confirmed(people=("Amina Aït", "Brahim Oul"))
    make.open_test(planned, Phase.PRE)
    mine = make.attempt(planned, Phase.PRE, "Amina Aït")
    other = link_actor({("attempt", make.attempt(planned, Phase.PRE, "Brahim Oul").id)})

    with acting_as(other.reach), pytest.raises(NotFound):
        attempts.submit(mine.id, answers=make.answers(planned, "b", "", ""), by=other)
    officer = events.officer(one_of(planned), role=Role.HR_REFERENT)
    with acting_as(officer.reach), pytest.raises(Forbidden):
        attempts.submit(mine.id, answers=make.answers(planned, "b", "", ""), by=officer)


def one_of(planned: TrainingSession) -> Organisation:
    with acting_as(SYSTEM_REACH), reading():
        return one(Organisation, planned.owner_id)


def test_what_was_typed_when_the_test_closed_is_kept_said_and_can_be_counted() -> None:
    planned = make.confirmed(people=("Amina Aït", "Brahim Oul"))
    make.open_test(planned, Phase.PRE)
    make.close_test(planned, Phase.PRE)

    assert make.answer(planned, Phase.PRE, "Amina Aït", "b", "ab", "") is Outcome.KEPT
    mine = make.attempt(planned, Phase.PRE, "Amina Aït")
    assert (mine.state, mine.points) == (AttemptState.STARTED, None)

    paper.hand_in(mine.id, by=SYSTEM)
    mine = make.attempt(planned, Phase.PRE, "Amina Aït")
    assert (mine.state, mine.points) == (AttemptState.SCORED, 6)


def test_a_day_after_the_closing_nothing_is_kept_any_more() -> None:
    planned = make.confirmed(people=("Amina Aït",))
    make.open_test(planned, Phase.PRE)
    make.close_test(planned, Phase.PRE)

    with clock.travel(clock.now() + timedelta(days=1, minutes=1)), pytest.raises(WaveClosed):
        make.answer(planned, Phase.PRE, "Amina Aït", "b", "", "")


def test_before_it_opens_nobody_answers() -> None:
    planned = make.confirmed(people=("Amina Aït",))
    registration = events.registration_of(planned.id, "Amina Aït")

    with pytest.raises(WaveNotOpen):
        paper.type_in(registration.id, Phase.PRE, answers=make.answers(planned, "b", "", ""), by=SYSTEM)


def test_points_before_and_after_give_the_verdict_that_the_rule_proposes() -> None:
    planned = make.finished(people=("Amina Aït", "Brahim Oul"))

    first, second = make.rows(planned)["Amina Aït", 1], make.rows(planned)["Amina Aït", 2]

    assert (first.pre, first.post, first.possible, first.proposed) == (2, 6, 6, Verdict.ACQUIRED)
    assert (second.pre, second.post, second.possible, second.proposed) == (0, 0, 2, Verdict.NOT_ACQUIRED)
    assert (first.state, first.verdict) == (AcquisState.DRAFT, None)


def test_who_did_not_answer_afterwards_is_not_assessed_and_a_paper_changes_it() -> None:
    planned = make.confirmed(people=("Amina Aït", "Brahim Oul"))
    make.open_test(planned, Phase.PRE)
    make.answer(planned, Phase.PRE, "Amina Aït", "a", "", "")
    events.held(planned)
    make.open_test(planned, Phase.POST)
    make.close_test(planned, Phase.POST)
    assert {row.proposed for row in make.rows(planned).values()} == {Verdict.NOT_ASSESSED}

    amina = events.registration_of(planned.id, "Amina Aït")
    officer = events.officer(one_of(planned))
    with acting_as(officer.reach):
        paper.type_in(amina.id, Phase.POST, answers=make.answers(planned, "b", "", ""), by=officer)

    row = make.rows(planned)["Amina Aït", 1]
    assert (row.pre, row.post, row.proposed) == (0, 2, Verdict.PARTLY_ACQUIRED)
    assert make.attempt(planned, Phase.POST, "Amina Aït").typed_by_id == officer.person_id


def test_nobody_types_for_somebody_who_was_absent() -> None:
    planned = make.confirmed(people=("Amina Aït", "Brahim Oul"))
    events.held(planned, Brahim=Presence.ABSENT)
    make.open_test(planned, Phase.POST)
    absent = events.registration_of(planned.id, "Brahim Oul")

    with pytest.raises(rules.NobodyPresent):
        paper.type_in(absent.id, Phase.POST, answers=make.answers(planned, "b", "", ""), by=SYSTEM)


def test_the_trainer_validates_all_in_one_press_and_changes_what_is_seen_otherwise() -> None:
    planned = make.finished(people=("Amina Aït", "Brahim Oul"))
    by, changed = trainer(planned), make.rows(planned)["Brahim Oul", 2]

    with acting_as(by.reach):
        service.validate(planned.id, judgements={changed.id: Judgement(Verdict.PARTLY_ACQUIRED, 2)}, by=by)

    rows = make.rows(planned)
    assert {row.state for row in rows.values()} == {AcquisState.VALIDATED}
    assert [rows["Brahim Oul", n].verdict for n in (1, 2)] == [Verdict.ACQUIRED, Verdict.PARTLY_ACQUIRED]
    assert rows["Brahim Oul", 2].trainer_rating == 2
    assert rows["Amina Aït", 1].validated_by_id == events.assignments(planned)[0].person_id
    assert mails("learning_results") == ["Amina Aït", "Brahim Oul"]
    with acting_as(by.reach), pytest.raises(rules.NothingToValidate):
        service.validate(planned.id, by=by)


def test_results_are_not_validated_while_people_answer() -> None:
    planned = make.confirmed(people=("Amina Aït",))
    events.held(planned)
    make.open_test(planned, Phase.POST)

    with pytest.raises(rules.StillAnswering):
        service.validate(planned.id, by=SYSTEM)


def test_after_the_validation_no_paper_is_added() -> None:
    planned = validated(make.finished(people=("Amina Aït",)))
    amina = events.registration_of(planned.id, "Amina Aït")

    with pytest.raises(rules.AlreadyValidated):
        paper.type_in(amina.id, Phase.POST, answers=make.answers(planned, "b", "", ""), by=SYSTEM)


@pytest.mark.parametrize("role", [Role.SAS_OFFICER, Role.HEAD_OF_SERVICE, Role.LEAD_ELECTED])
def test_who_is_neither_trainer_nor_referent_does_not_validate(role: Role) -> None:
    planned = make.finished(people=("Amina Aït",))
    somebody = events.officer(one_of(planned), role=role)

    with acting_as(somebody.reach), pytest.raises(Forbidden):
        service.validate(planned.id, by=somebody)


def contest(planned: TrainingSession, name: str, text: str = "La question 3 était ambiguë") -> int:
    registration = events.registration_of(planned.id, name)
    holder = link_actor({("registration", registration.id)})
    row = make.rows(planned)[name, 2]
    with acting_as(holder.reach):
        service.contest(row.id, text=text, by=holder)
    return row.id


def test_a_contested_result_is_settled_by_the_referent_and_final() -> None:
    planned = validated(make.finished(people=("Amina Aït",)))
    referent = events.officer(one_of(planned), role=Role.HR_REFERENT)

    id = contest(planned, "Amina Aït")
    assert make.rows(planned)["Amina Aït", 2].state is AcquisState.CONTESTED
    with acting_as(referent.reach):
        service.settle(id, verdict=Verdict.ACQUIRED, because="Vu au travail", by=referent)

    row = make.rows(planned)["Amina Aït", 2]
    assert (row.state, row.verdict, row.settled_because) == (AcquisState.FINAL, Verdict.ACQUIRED, "Vu au travail")


def test_after_fifteen_days_a_result_is_not_contested_any_more() -> None:
    planned = validated(make.finished(people=("Amina Aït",)))

    with clock.travel(clock.now() + timedelta(days=15, minutes=1)), pytest.raises(rules.TooLateToContest):
        contest(planned, "Amina Aït")


def test_nobody_contests_for_another() -> None:
    planned = validated(make.finished(people=("Amina Aït", "Brahim Oul")))
    other = link_actor({("registration", events.registration_of(planned.id, "Brahim Oul").id)})

    with acting_as(other.reach), pytest.raises(NotFound):
        service.contest(make.rows(planned)["Amina Aït", 2].id, text="Pas d'accord", by=other)


def objective_of(planned: TrainingSession, number: int) -> int:
    return make.rows(planned)["Amina Aït", number].learning_objective_id


def test_two_presses_make_one_need_with_its_link_kept() -> None:
    planned = validated(make.finished(people=("Amina Aït", "Brahim Oul")))
    officer = events.officer(one_of(planned))

    with acting_as(officer.reach):
        ids = {gaps.to_need(planned.id, objective_of(planned, 2), by=officer) for _ in range(2)}

    with reading() as db:
        assert db.scalar(select(func.count(TrainingNeed.id))) == 1
        need = one(TrainingNeed, ids.pop())
    assert (need.persons, need.theme, need.activity_code, need.origin) == (
        2,
        "competence_management",
        "R3.2",
        NeedOrigin.GAP,
    )
    assert "Mener un entretien" in need.problem["fr"]
    assert {row.need_id for (_, n), row in make.rows(planned).items() if n == 2} == {need.id}
    assert {row.need_id for (_, n), row in make.rows(planned).items() if n == 1} == {None}


def test_an_objective_that_everybody_acquired_leaves_no_gap() -> None:
    planned = validated(make.finished(people=("Amina Aït",)))

    with pytest.raises(rules.NoGap):
        gaps.to_need(planned.id, objective_of(planned, 1), by=SYSTEM)


def test_a_gap_waits_for_the_validation() -> None:
    planned = make.finished(people=("Amina Aït",))

    with pytest.raises(rules.NotValidatedYet):
        gaps.to_need(planned.id, objective_of(planned, 2), by=SYSTEM)


def test_the_test_after_closes_on_its_date() -> None:
    planned = make.confirmed(people=("Amina Aït",))
    an_hour_later(events.held(planned))

    with clock.travel(clock.now() + timedelta(days=40)):
        jobs.run_all()

    assert make.wave(planned, Phase.POST).state is WaveState.CLOSED
    assert make.rows(planned)["Amina Aït", 1].proposed is Verdict.NOT_ASSESSED
