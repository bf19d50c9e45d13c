"""From an item of the plan to an open session, and its end."""

from datetime import date, datetime, time, timedelta

import pytest

from cic_events.cycle.plans.models import PlanItem, TrainingPlan
from cic_events.cycle.plans.states import ItemState, PlanScope, PlanState
from cic_events.cycle.sessions import queries, rules, service
from cic_events.cycle.sessions.listing import Filters
from cic_events.cycle.sessions.states import IllegalMove
from cic_events.events.parts import PartDraft
from cic_events.events.rules import EndsBeforeItStarts, PartsOverlap
from cic_events.events.states import Audience, EventState
from cic_events.kernel.clock import NonexistentTime
from cic_events.kernel.db import reading, transaction
from cic_events.kernel.errors import Conflict, Forbidden, NotFound
from cic_events.kernel.reach import acting_as
from cic_events.kernel.texts import Texts
from cic_events.people.models import Organisation
from cic_events.people.permissions import PUBLIC, SYSTEM
from tests import make_events as make

pytestmark = pytest.mark.usefixtures("db", "now")


def item(host: Organisation, *, state: ItemState = ItemState.RETAINED) -> PlanItem:
    with transaction() as db:
        plan = TrainingPlan(
            owner_id=host.id,
            scope=PlanScope.SAS,
            starts_on=date(2026, 1, 1),
            ends_on=date(2026, 12, 31),
            state=PlanState.APPROVED,
            created_on=date(2026, 1, 1),
        )
        db.add(plan)
        db.flush()
        made = PlanItem(
            owner_id=host.id, plan_id=plan.id, title=Texts(fr="RH"), activity_code="R3.2", seats=8, state=state
        )
        db.add(made)
        db.flush()
        return made


def seen_by_the_public(filters: Filters | None = None, *, now: datetime) -> list[str]:
    with acting_as(PUBLIC.reach), reading():
        return [row.title["fr"] for row in queries.listing(filters or Filters(), as_of=now).rows]


def test_a_session_of_the_plan_takes_its_code_from_the_item() -> None:
    host = make.commune()
    source = item(host)

    planned = service.plan(
        host.id, draft=make.draft(plan_item_id=source.id, off_plan_reason="", activity_code="R9.9"), by=SYSTEM
    )

    assert (planned.plan_item_id, planned.activity_code, planned.state) == (source.id, "R3.2", EventState.DRAFT)


def test_an_item_that_was_not_retained_gives_no_session() -> None:
    host = make.commune()
    refused = item(host, state=ItemState.PROPOSED)

    with pytest.raises(rules.ItemNotRetained):
        service.plan(host.id, draft=make.draft(plan_item_id=refused.id), by=SYSTEM)


def test_outside_the_plan_a_reason_is_wanted() -> None:
    with pytest.raises(rules.NoReason):
        service.plan(make.commune().id, draft=make.draft(off_plan_reason=" "), by=SYSTEM)


def test_only_an_officer_of_the_host_plans() -> None:
    host, neighbour = make.commune(), make.commune("ait-baha", name="Aït Baha")
    officer = make.officer(neighbour)

    with acting_as(officer.reach), pytest.raises(Forbidden):
        service.plan(host.id, draft=make.draft(), by=officer)


def test_the_public_sees_a_session_once_it_is_open(now: datetime) -> None:
    planned = make.session(opened=False)
    draft = seen_by_the_public(now=now)
    service.schedule(planned.id, by=SYSTEM)
    scheduled = seen_by_the_public(now=now)
    service.open_registration(planned.id, by=SYSTEM)

    assert (draft, scheduled, seen_by_the_public(now=now)) == ([], [], ["Gestion des compétences"])


def test_a_colleague_of_the_programme_sees_it_once_it_is_scheduled() -> None:
    planned = make.session(opened=False)
    colleague = make.officer(make.commune("ait-baha", name="Aït Baha"))
    with acting_as(colleague.reach), reading(), pytest.raises(NotFound):
        queries.show(planned.id)

    service.schedule(planned.id, by=SYSTEM)

    with acting_as(colleague.reach), reading():
        assert queries.show(planned.id).row.state is EventState.SCHEDULED


def test_a_session_without_a_trainer_is_not_scheduled() -> None:
    planned = make.session(opened=False, trainer_name="")

    with pytest.raises(rules.Incomplete) as refused:
        service.schedule(planned.id, by=SYSTEM)

    assert refused.value.missing == ("trainer",)


def test_what_lacks_for_the_public_is_shown_to_the_officer() -> None:
    planned = make.session(opened=False, objectives=Texts(), cost=Texts())

    with reading():
        assert queries.show(planned.id).missing == ["objectives", "cost"]


def test_an_open_session_cannot_lose_what_the_public_reads() -> None:
    planned = make.session()

    with pytest.raises(rules.Incomplete):
        service.edit(planned.id, draft=make.draft(objectives=Texts()), version=planned.version, by=SYSTEM)


def test_the_second_of_two_editors_is_told() -> None:
    planned = make.session()
    service.edit(planned.id, draft=make.draft(capacity=21), version=planned.version, by=SYSTEM)

    with pytest.raises(Conflict):
        service.edit(planned.id, draft=make.draft(capacity=22), version=planned.version, by=SYSTEM)

    with reading():
        assert queries.row(planned.id).capacity == 21


def test_registrations_do_not_make_a_form_stale() -> None:
    planned = make.session()
    make.registered(planned, "Amina Aït")

    service.edit(planned.id, draft=make.draft(capacity=21), version=planned.version, by=SYSTEM)

    with reading():
        assert (queries.row(planned.id).capacity, queries.row(planned.id).taken) == (21, 1)


def test_a_raised_capacity_in_the_form_promotes() -> None:
    planned = make.session(capacity=1)
    make.registered(planned, "Amina Aït")
    make.registered(planned, "Brahim Oul")

    service.edit(planned.id, draft=make.draft(capacity=2), version=make.version_of(planned.id), by=SYSTEM)

    with reading():
        assert (queries.row(planned.id).taken, queries.row(planned.id).waiting) == (2, 0)


def test_a_session_is_confirmed_with_its_minimum_and_a_confirmed_trainer() -> None:
    planned = make.session(minimum=1)
    with pytest.raises(rules.TooFewPeople):
        service.confirm(planned.id, by=SYSTEM)
    make.registered(planned, "Amina Aït")
    with pytest.raises(rules.TrainerNotConfirmed):
        service.confirm(planned.id, by=SYSTEM)

    make.trainer_of(planned)
    service.confirm(planned.id, by=SYSTEM)

    with reading():
        assert queries.row(planned.id).state is EventState.CONFIRMED


def test_a_cancelled_session_is_gone_from_the_list_and_stays_cancelled(now: datetime) -> None:
    planned = make.session()
    service.cancel(planned.id, reason="La salle est inondée", by=SYSTEM)

    assert seen_by_the_public(now=now) == []
    with pytest.raises(IllegalMove):
        service.open_registration(planned.id, by=SYSTEM)


def test_calling_off_wants_a_reason() -> None:
    with pytest.raises(rules.ReasonWanted):
        service.cancel(make.session().id, reason=" ", by=SYSTEM)


def test_parts_that_overlap_are_refused() -> None:
    day = date(2026, 11, 10)
    parts = [PartDraft(day, time(9), time(13)), PartDraft(day, time(12), time(16))]

    with pytest.raises(PartsOverlap):
        make.session(parts=parts)


def test_a_part_must_end_after_it_starts() -> None:
    with pytest.raises(EndsBeforeItStarts):
        make.session(parts=[PartDraft(date(2026, 11, 10), time(12), time(9))])


def test_an_hour_that_does_not_exist_is_refused_with_the_alternatives() -> None:
    with pytest.raises(NonexistentTime) as refused:
        make.session(zone="Europe/Brussels", parts=[PartDraft(date(2027, 3, 28), time(2, 30), time(9))])

    assert "Choose 01:30 or 03:30" in str(refused.value)


def test_nothing_is_left_of_a_session_that_was_refused(now: datetime) -> None:
    host = make.commune()
    with pytest.raises(EndsBeforeItStarts):
        make.session(host, parts=[PartDraft(date(2026, 11, 10), time(12), time(9))])

    with reading():
        assert queries.listing(Filters(), as_of=now).rows == []


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(), ["Projets sociaux", "Rôle de l'élu", "Compétences"]),
        (Filters(q="competences"), ["Compétences"]),
        (Filters(q="MERTENS comp"), ["Compétences"]),
        (Filters(q="الكفاءات"), ["Compétences"]),
        (Filters(q="100%"), []),
        (Filters(commune="ait-baha"), ["Projets sociaux"]),
        (Filters(audience="elected_official"), ["Projets sociaux", "Rôle de l'élu"]),
        (Filters(theme="elected_role"), ["Rôle de l'élu"]),
        (Filters(kind="platform"), []),
        (Filters(kind="nonsense"), ["Projets sociaux", "Rôle de l'élu", "Compétences"]),
        (Filters(available=True), ["Projets sociaux", "Compétences"]),
        (Filters(past=True), ["Compétences", "Rôle de l'élu", "Projets sociaux", "Hier"]),
    ],
)
def test_filters(filters: Filters, found: list[str], now: datetime) -> None:
    host, neighbour = make.commune(), make.commune("ait-baha", name="Aït Baha")
    today = now.date()
    make.session(host, title=Texts(fr="Compétences", ar="الكفاءات"), day=today + timedelta(days=30))
    full = make.session(
        host,
        title=Texts(fr="Rôle de l'élu"),
        audience=Audience.ELECTED_OFFICIAL,
        theme="elected_role",
        day=today + timedelta(days=20),
        trainer_name="Abdelhak Rifi",
        capacity=1,
    )
    make.registered(full, "Amina Aït")
    make.session(
        neighbour,
        title=Texts(fr="Projets sociaux"),
        audience=Audience.MIXED,
        theme="project_design",
        day=today + timedelta(days=10),
        trainer_name="Amal Serghini",
    )
    make.session(host, title=Texts(fr="Hier"), theme=None, trainer_name="X", day=today - timedelta(days=1))

    assert seen_by_the_public(filters, now=now) == found


def test_the_month_shows_each_day_of_a_session(now: datetime) -> None:
    planned = make.session(days=2, day=date(2026, 10, 20))

    with acting_as(PUBLIC.reach), reading():
        shown = queries.month(Filters(), first=date(2026, 10, 1), last=date(2026, 10, 31), as_of=now)

    assert [(one.id, one.day) for one in shown] == [(planned.id, date(2026, 10, 20)), (planned.id, date(2026, 10, 21))]


def test_the_desk_says_what_to_do_with_sessions(now: datetime) -> None:
    host = make.commune()
    officer = make.officer(host)
    make.session(host, opened=False, title=Texts(fr="Projets"), day=now.date() + timedelta(days=40))
    make.session(host, title=Texts(fr="Budget"), day=now.date() + timedelta(days=20), minimum=5)
    make.session(make.commune("ait-baha", name="Aït Baha"), title=Texts(fr="Ailleurs"))

    with acting_as(officer.reach), reading():
        tasks = queries.tasks(officer, now.date())

    assert [(str(task.title) % task.params, task.due) for task in tasks] == [
        ("Find people for “Budget”", now.date() + timedelta(days=5)),
        ("Open “Projets” for registration", now.date() + timedelta(days=9)),
    ]


def test_the_public_has_no_tasks(now: datetime) -> None:
    with acting_as(PUBLIC.reach), reading():
        assert queries.tasks(PUBLIC, now.date()) == []
