"""Tasks that are given, and settings of rules that are changed."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from cic_events.kernel import jobs
from cic_events.kernel.db import reading
from cic_events.kernel.errors import Forbidden, NotFound
from cic_events.messages.models import Mail
from cic_events.people.models import Language, Organisation, Role
from cic_events.people.permissions import SYSTEM, Actor
from cic_events.programme import action_queries, actions, queries, settings
from cic_events.programme.action_states import ActionState, IllegalMove
from cic_events.programme.models import Activity
from cic_events.programme.vocabulary import RuleSpec
from cic_events.reporting.evidence import gather
from tests import make_cycle, make_people

pytestmark = pytest.mark.usefixtures("db", "now")
TODAY = date(2026, 9, 28)


@pytest.fixture
def belfaa(db: None) -> Organisation:
    return make_people.commune()


def draft(at: Organisation, **changes: object) -> actions.ActionDraft:
    said = {"activity_code": "R3.2", "owner_id": at.id, "what": "Plan a training", "due": TODAY + timedelta(days=30)}
    return actions.ActionDraft(**{**said, "key": "R3.2:commune:1:train", **changes})  # type: ignore[arg-type]


def test_a_task_is_given_once_however_often_it_is_pressed(belfaa: Organisation) -> None:
    first, second = (actions.give(draft(belfaa), by=SYSTEM) for _press in range(2))

    assert first.id == second.id


def test_a_task_that_is_done_may_be_given_again(belfaa: Organisation) -> None:
    first = actions.give(draft(belfaa), by=SYSTEM)
    actions.finish(first.id, by=SYSTEM)

    assert actions.give(draft(belfaa), by=SYSTEM).id != first.id


def test_whom_it_is_given_to_is_told_once_in_the_own_language(belfaa: Organisation) -> None:
    person = make_people.person(at=belfaa, language=Language.EN)
    said = draft(
        belfaa,
        person_id=person.id,
        what="Hold session %(number)s and have every sheet countersigned",
        params={"number": 7},
    )

    for _press in range(2):
        actions.give(said, by=SYSTEM)
    jobs.run_all()

    with reading() as db:
        [mail] = db.scalars(select(Mail).where(Mail.template == "action_given"))
    assert (mail.person_id, mail.facts["due"]) == (person.id, "2026-10-28")
    assert mail.facts["what:en"] == "Hold session 7 and have every sheet countersigned"


def test_it_waits_on_the_first_page_of_its_person_and_of_nobody_else(belfaa: Organisation) -> None:
    mine, other = (make_cycle.actor(at=belfaa) for _person in range(2))
    actions.give(draft(belfaa, person_id=mine.person_id), by=SYSTEM)

    assert [[task.title for task in tasks(who)] for who in (mine, other)] == [["Plan a training"], []]


def test_a_task_of_nobody_in_particular_waits_for_everybody_who_may_give_tasks_there(belfaa: Organisation) -> None:
    actions.give(draft(belfaa), by=SYSTEM)
    officer, participant = make_cycle.actor(at=belfaa), make_cycle.actor(Role.PARTICIPANT, at=belfaa)
    stranger = make_cycle.actor(at=make_people.commune("Berkane"))

    assert [len(tasks(who)) for who in (officer, participant, stranger)] == [1, 0, 0]


def tasks(who: Actor) -> list[object]:
    with make_cycle.acting(who), reading():
        return list(action_queries.tasks(who, TODAY))


def test_a_done_task_waits_no_more_and_cannot_be_dropped(belfaa: Organisation) -> None:
    officer = make_cycle.actor(at=belfaa)
    item = actions.give(draft(belfaa, person_id=officer.person_id), by=SYSTEM)

    with make_cycle.acting(officer):
        actions.start(item.id, by=officer)
        done = actions.finish(item.id, by=officer)

    assert (done.state, done.ended_on, tasks(officer)) == (ActionState.DONE, TODAY, [])
    with pytest.raises(IllegalMove):
        actions.drop(item.id, reason="no longer needed", by=SYSTEM)


def test_dropping_says_why(belfaa: Organisation) -> None:
    item = actions.give(draft(belfaa), by=SYSTEM)

    with pytest.raises(actions.NoReason):
        actions.drop(item.id, reason=" ", by=SYSTEM)

    assert actions.drop(item.id, reason="The trainer left", by=SYSTEM).reason == "The trainer left"


def test_a_task_is_not_put_off_to_yesterday(belfaa: Organisation) -> None:
    item = actions.give(draft(belfaa), by=SYSTEM)

    with pytest.raises(actions.InThePast):
        actions.put_off(item.id, due=TODAY - timedelta(days=1), by=SYSTEM)


def test_an_officer_gives_no_task_to_another_commune_and_sees_none_of_it(belfaa: Organisation) -> None:
    stranger = make_cycle.actor(at=make_people.commune("Berkane"))
    item = actions.give(draft(belfaa), by=SYSTEM)

    with make_cycle.acting(stranger):
        with pytest.raises(Forbidden):
            actions.give(draft(belfaa, key="other"), by=stranger)
        with pytest.raises(NotFound):
            actions.finish(item.id, by=stranger)


def test_a_colleague_who_may_not_give_tasks_does_not_end_the_task_of_another(belfaa: Organisation) -> None:
    item = actions.give(draft(belfaa), by=SYSTEM)
    participant = make_cycle.actor(Role.PARTICIPANT, at=belfaa)

    with make_cycle.acting(participant), pytest.raises(Forbidden):
        actions.finish(item.id, by=participant)
    assert make_cycle.again(item).state is ActionState.OPEN


# ------------------------------------------------------------------ settings of rules
@pytest.fixture
def activity(db: None) -> Activity:
    make_cycle.framework()
    with reading() as db_:
        return db_.scalars(select(Activity).where(Activity.code == "R3.2")).one()


def rule(as_of: date) -> RuleSpec:
    with reading():
        shown = queries.activity_page("R3.2", gather(), as_of=as_of)
    assert shown is not None
    return shown.spec.rule


def test_a_threshold_is_changed_from_a_day_on_and_is_then_no_longer_assumed(activity: Activity) -> None:
    settings.change(
        activity.id, name="min_attendance", value=70, valid_from=date(2018, 7, 1), reason="agreed", by=SYSTEM
    )

    before, after = rule(date(2018, 6, 30)), rule(date(2018, 7, 1))

    assert (before.number("min_attendance"), "min_attendance" in before.assumed) == (80, True)
    assert (after.number("min_attendance"), "min_attendance" in after.assumed) == (70, False)


def test_each_change_stays_readable(activity: Activity) -> None:
    for value, first in ((70, date(2018, 1, 1)), (75, date(2019, 1, 1))):
        settings.change(
            activity.id, name="min_attendance", value=value, valid_from=first, reason=f"to {value}", by=SYSTEM
        )

    card = settings.card(activity.id, "min_attendance", as_of=date(2019, 6, 1))

    assert (card.value, [(c.was, c.value, c.reason) for c in card.changes]) == (
        75,
        [(70, 75, "to 75"), (80, 70, "to 70")],
    )


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"value": 101}, settings.NotAValue),
        ({"value": 0}, settings.NotAValue),
        ({"value": 80}, settings.NothingChanges),
        ({"reason": " "}, settings.NoReason),
        ({"valid_from": date(2016, 1, 1)}, settings.OutsideThePeriod),
        ({"name": "audience"}, NotFound),
        ({"name": "min_communes"}, NotFound),
    ],
)
def test_what_is_no_setting_is_refused(activity: Activity, change: dict[str, object], refusal: type[Exception]) -> None:
    said = {"name": "min_attendance", "value": 70, "reason": "agreed", "valid_from": date(2018, 1, 1)}

    with pytest.raises(refusal):
        settings.change(activity.id, **{**said, **change}, by=SYSTEM)  # type: ignore[arg-type]


def test_a_change_does_not_reach_behind_a_later_one(activity: Activity) -> None:
    settings.change(
        activity.id, name="min_attendance", value=70, valid_from=date(2019, 1, 1), reason="agreed", by=SYSTEM
    )

    with pytest.raises(settings.BeforeTheLastChange):
        settings.change(
            activity.id, name="min_attendance", value=60, valid_from=date(2018, 1, 1), reason="earlier", by=SYSTEM
        )


def test_only_who_edits_the_plan_changes_how_it_counts(activity: Activity, belfaa: Organisation) -> None:
    officer = make_cycle.actor(at=belfaa)

    with pytest.raises(Forbidden):
        settings.change(activity.id, name="min_attendance", value=70, reason="easier", by=officer)
