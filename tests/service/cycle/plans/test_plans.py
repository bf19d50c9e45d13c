from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from cic_events.cycle.needs import history
from cic_events.cycle.plans import coverage, edits, queries, revisions, rules, service
from cic_events.cycle.plans.models import PlanItem
from cic_events.cycle.plans.states import Currency, IllegalMove, ItemState, PlanScope, PlanState, Step
from cic_events.kernel.db import Visibility, reading
from cic_events.kernel.errors import Conflict, Forbidden, NotFound
from cic_events.kernel.texts import Texts
from cic_events.people.models import Role
from cic_events.people.permissions import SYSTEM
from tests import make_cycle as make
from tests.make_people import commune, person
from tests.statements import statements


@pytest.fixture(autouse=True)
def _framework(db: None) -> None:
    make.framework()


def test_an_item_carries_one_activity_of_the_programme(db: None) -> None:
    plan = make.plan(commune())

    assert make.item(plan, make.item_draft(activity_code="r 2.5 bis")).activity_code == "R2.5bis"
    with pytest.raises(rules.NotAnActivity) as refused:
        make.item(plan, make.item_draft(activity_code="R3.1"))

    assert str(refused.value) == "“R3.1” is not an activity of the programme; choose one of the list."


def test_one_plan_for_one_public_and_one_period(db: None) -> None:
    belfaa = commune()
    make.plan(belfaa)
    with pytest.raises(rules.PlanExists):
        make.plan(belfaa)


def test_only_qualified_needs_enter_a_plan(db: None) -> None:
    belfaa = commune()
    with pytest.raises(rules.NeedNotQualified):
        make.item(make.plan(belfaa), make.item_draft(needs=[make.answering(make.need(belfaa))]))


def test_money_stays_exact_to_the_cent(db: None) -> None:
    plan = make.plan(commune())
    lines = [
        make.budget(source="DGD", planned=Decimal("0.10"), currency=Currency.EUR),
        make.budget(source="Jette", planned=Decimal("0.20"), currency=Currency.EUR),
        make.budget(source="Belfaa", planned=Decimal("999999999.99")),
    ]
    make.item(plan, make.item_draft(budget=lines))

    with reading():
        shown = queries.show(plan.id)
    assert [(line.currency, line.planned) for line in shown.money] == [
        (Currency.MAD, Decimal("999999999.99")),
        (Currency.EUR, Decimal("0.30")),
    ]


def test_submitting_says_everything_that_lacks(db: None) -> None:
    bare = make.item_draft("Bare", activity_code=None, due_on=None, starts_on=None, without_need_reason="", budget=())
    plan = make.plan(commune(), items=[make.item_draft(), bare])

    with pytest.raises(rules.Incomplete) as refused:
        make.submitted(plan)

    assert [str(lack) for lack in refused.value.lacks] == [
        "“Bare” has no activity code.",
        "“Bare” serves no need: choose one, or say why there is none.",
        "“Bare” has no budget with a source.",
        "“Bare” has no due date.",
    ]
    assert make.again(plan).state is PlanState.DRAFT


def test_from_the_draft_to_the_approval_every_step_is_kept(db: None, now: datetime) -> None:
    belfaa = commune()
    plan = make.plan(belfaa, items=[make.item_draft()])
    officer = make.actor(at=belfaa, person=person(name="Naïma", at=belfaa))
    director = make.actor(Role.DIRECTOR, at=belfaa, person=person(name="Omar", role=Role.DIRECTOR, at=belfaa))
    elected = make.actor(Role.LEAD_ELECTED, at=belfaa, person=person(name="Zineb", role=Role.LEAD_ELECTED, at=belfaa))

    make.submitted(plan, by=officer)
    service.return_(plan.id, text="Add the associations", version=make.again(plan).version, by=elected)
    make.submitted(plan, by=officer)
    service.endorse(plan.id, version=make.again(plan).version, by=director)
    make.approved(plan, by=elected)

    with reading():
        shown = queries.show(plan.id)
    assert [(d.step, d.by.name, d.text, d.deed) for d in shown.decisions] == [
        (Step.SUBMITTED, "Naïma", "", ""),
        (Step.RETURNED, "Zineb", "Add the associations", ""),
        (Step.SUBMITTED, "Naïma", "", ""),
        (Step.ENDORSED, "Omar", "", ""),
        (Step.APPROVED, "Zineb", "", "Deed 12/2026"),
    ]
    assert (shown.row.state, shown.row.approved_on) == (PlanState.APPROVED, date(2026, 9, 28))
    assert [item.state for item in shown.items] == [ItemState.RETAINED]


def test_a_step_names_the_mandate_under_which_it_was_done(db: None) -> None:
    belfaa = commune()
    zineb = person(role=Role.LEAD_ELECTED, at=belfaa)
    plan = make.approved(
        make.plan(belfaa, items=[make.item_draft()]), by=make.actor(Role.LEAD_ELECTED, at=belfaa, person=zineb)
    )

    with reading() as db_:
        approval = db_.get_one(type(plan), plan.id).approvals[-1]
        assert approval.mandate is not None
        assert (approval.mandate.person_id, approval.mandate.role) == (zineb.id, Role.LEAD_ELECTED)


def test_nobody_approves_what_they_submitted(db: None) -> None:
    belfaa = commune()
    both = make.actor(at=belfaa)
    both = replace(both, roles={**both.roles, Role.LEAD_ELECTED: frozenset({belfaa.id})})
    plan = make.plan(belfaa, items=[make.item_draft()])
    make.submitted(plan, by=both)

    with pytest.raises(rules.OwnSubmission):
        make.approved(plan, by=both)

    assert make.again(plan).state is PlanState.SUBMITTED


def test_an_officer_does_not_approve(db: None) -> None:
    belfaa = commune()
    plan = make.plan(belfaa, items=[make.item_draft()])
    make.submitted(plan)

    with pytest.raises(Forbidden):
        make.approved(plan, by=make.actor(at=belfaa))


def test_who_approves_decides_about_the_items_that_were_read(db: None) -> None:
    plan = make.plan(commune(), items=[make.item_draft()])
    read = make.again(plan).version
    make.item(plan)

    with pytest.raises(Conflict):
        service.submit(plan.id, version=read, by=SYSTEM)


def test_a_submitted_plan_is_not_edited(db: None) -> None:
    plan = make.plan(commune(), items=[make.item_draft()])
    make.submitted(plan)
    with pytest.raises(rules.NotEditable):
        make.item(plan)


def test_who_saves_an_item_second_is_told_who_changed_what(db: None) -> None:
    belfaa = commune()
    item = make.item(make.plan(belfaa))
    naima = make.actor(at=belfaa, person=person(name="Naïma", at=belfaa))
    changed = make.item_draft(seats=20, budget=[make.budget(20_000)])
    with make.acting(naima):
        edits.edit_item(item.id, draft=changed, version=item.version, by=naima)

    with pytest.raises(Conflict):
        edits.edit_item(item.id, draft=make.item_draft("Mine"), version=item.version, by=SYSTEM)

    with reading():
        [change] = history.changes_since(PlanItem, item.id, item.version)
    assert (change.name, change.fields) == ("Naïma", ("budget", "seats"))
    assert make.again(item).title == Texts(en="Basics of human resources")


def test_money_alone_makes_a_new_version_of_the_item(db: None) -> None:
    item = make.item(make.plan(commune()))

    edits.edit_item(item.id, draft=make.item_draft(budget=[make.budget(5)]), version=item.version, by=SYSTEM)

    assert make.again(item).version == item.version + 1


def test_an_item_is_taken_out_of_a_draft_with_its_lines(db: None) -> None:
    belfaa = commune()
    plan = make.plan(belfaa)
    item = make.item(plan, make.item_draft(needs=[make.answering(make.need(belfaa, qualified=True))]))

    edits.remove_item(item.id, by=SYSTEM)

    with reading():
        assert queries.show(plan.id).items == ()


def test_an_item_is_put_off_with_a_reason_while_the_plan_waits(db: None) -> None:
    belfaa = commune()
    plan = make.plan(belfaa, items=[make.item_draft("Kept"), make.item_draft("Later")])
    make.submitted(plan)
    elected = make.actor(Role.LEAD_ELECTED, at=belfaa)
    with reading():
        later = next(item for item in queries.show(plan.id).items if item.title.best("en") == "Later")

    with pytest.raises(rules.WhyWanted):
        edits.decide_item(later.id, state=ItemState.DEFERRED, by=elected)
    edits.decide_item(later.id, state=ItemState.DEFERRED, reason="No trainer before March", by=elected)
    make.approved(plan, by=elected)

    with reading():
        assert {item.title.best("en"): item.state for item in queries.show(plan.id).items} == {
            "Kept": ItemState.RETAINED,
            "Later": ItemState.DEFERRED,
        }
    with pytest.raises(rules.NotUnderDecision):
        edits.decide_item(later.id, state=ItemState.RETAINED, by=elected)


def test_a_plan_is_seen_by_the_programme_once_approved(db: None) -> None:
    plan = make.plan(commune("Belfaa"), items=[make.item_draft()])
    neighbour = make.actor(at=commune("Berkane"))
    with reading(), make.acting(neighbour), pytest.raises(NotFound):
        queries.show(plan.id)

    make.approved(plan)

    with reading(), make.acting(neighbour):
        assert len(queries.show(plan.id).items) == 1


def test_a_revision_supersedes_the_plan_when_it_is_approved(db: None, now: datetime) -> None:
    belfaa = commune()
    need = make.need(belfaa, qualified=True)
    first = make.plan(belfaa, items=[make.item_draft(needs=[make.answering(need, 4)])])
    make.approved(first)
    revisions.put_in_force(first.id, version=make.again(first).version, by=SYSTEM)

    second = revisions.revise(first.id, by=SYSTEM)
    assert make.again(first).state is PlanState.IN_FORCE
    make.approved(second)

    old = make.again(first)
    assert (old.state, old.superseded_on) == (PlanState.SUPERSEDED, date(2026, 9, 28))
    with reading():
        [copied] = queries.show(second.id).items
        [old_item] = queries.show(first.id).items
        assert coverage.lineage([copied.id]) == {old_item.id: copied.id, copied.id: copied.id}
    assert (copied.needs[0].id, copied.needs[0].seats, copied.budget[0].planned) == (need.id, 4, Decimal("10000.00"))


def test_a_plan_has_one_next_edition(db: None) -> None:
    plan = make.approved(make.plan(commune(), items=[make.item_draft()]))
    revisions.revise(plan.id, by=SYSTEM)

    with pytest.raises(rules.AlreadyRevised):
        revisions.revise(plan.id, by=SYSTEM)


def test_a_draft_is_changed_not_revised(db: None) -> None:
    with pytest.raises(rules.NotYetApproved):
        revisions.revise(make.plan(commune()).id, by=SYSTEM)


def test_a_closed_plan_stays_closed(db: None) -> None:
    plan = make.approved(make.plan(commune(), items=[make.item_draft()]))
    revisions.close(plan.id, version=plan.version, by=SYSTEM)

    with pytest.raises(IllegalMove):
        revisions.put_in_force(plan.id, version=make.again(plan).version, by=SYSTEM)
    assert make.again(plan).visibility is Visibility.PROGRAMME


def test_a_plan_page_takes_as_many_statements_for_one_item_as_for_three(db: None) -> None:
    belfaa = commune()
    need = make.need(belfaa, qualified=True)
    drafts = [make.item_draft(f"Item {n}", needs=[make.answering(need)]) for n in range(3)]
    one, three = make.plan(belfaa, items=drafts[:1]), make.plan(belfaa, items=drafts, scope=PlanScope.ELECTED)

    counts = []
    for plan in (one, three):
        with reading(), statements() as sent:
            queries.show(plan.id)
        counts.append(len(sent))

    assert counts[0] == counts[1]


def test_a_plan_to_approve_is_a_task_of_who_may_and_did_not_submit(db: None, now: datetime) -> None:
    belfaa = commune()
    plan = make.plan(belfaa, items=[make.item_draft()])
    officer, elected = make.actor(at=belfaa), make.actor(Role.LEAD_ELECTED, at=belfaa)
    make.submitted(plan, by=officer)

    with reading(), make.acting(elected):
        [task] = queries.tasks(elected, date(2026, 9, 28))
    with reading(), make.acting(officer):
        assert queries.tasks(officer, date(2026, 9, 28)) == []

    assert (task.title % task.params, task.due) == ("Approve or return the 2026 plan of Belfaa", date(2026, 10, 12))
