from datetime import date, datetime, timedelta

import pytest

from cic_events.cycle.needs import service
from cic_events.cycle.needs.states import Standing
from cic_events.cycle.plans import coverage, revisions
from cic_events.kernel import clock
from cic_events.kernel.db import reading
from cic_events.kernel.errors import NotFound
from cic_events.people.permissions import SYSTEM
from tests import make_cycle as make
from tests.make_people import commune
from tests.statements import statements

TODAY = date(2026, 9, 28)


@pytest.fixture(autouse=True)
def _framework(db: None) -> None:
    make.framework()


def test_seats_of_a_draft_do_not_make_a_need_planned(db: None, now: datetime) -> None:
    belfaa = commune()
    need = make.need(belfaa, qualified=True)
    make.plan(belfaa, items=[make.item_draft(needs=[make.answering(need, 4)])])

    with reading():
        seen = coverage.chain(need.id, as_of=TODAY)

    assert (seen.standing, seen.seats, seen.lacking) == (Standing.QUALIFIED, 0, 6)
    assert [(link.seats, link.of_seats, link.counts) for link in seen.items] == [(4, 12, False)]


def test_the_chain_goes_from_the_need_to_the_activity(db: None, now: datetime) -> None:
    belfaa = commune()
    need = make.need(belfaa, qualified=True)
    make.approved(make.plan(belfaa, items=[make.item_draft(needs=[make.answering(need, 4)])]))

    with reading():
        seen = coverage.chain(need.id, as_of=TODAY)

    [link] = seen.items
    assert (seen.standing, seen.seats, seen.lacking) == (Standing.PLANNED, 4, 2)
    assert (link.activity_code, bool(link.activity), link.year, link.approved_on) == ("R3.2", True, 2026, TODAY)


def test_the_chain_stands_as_it_stood_on_the_day_asked(db: None, now: datetime) -> None:
    belfaa = commune()
    need = make.need(belfaa)
    with clock.travel(now + timedelta(days=7)):
        service.qualify(need.id, theme="hr_basics", activity_code="R3.5", version=need.version, by=SYSTEM)
        make.approved(make.plan(belfaa, items=[make.item_draft(needs=[make.answering(need, 6)])]))

    with reading():
        before, after = (coverage.chain(need.id, as_of=day) for day in (TODAY, TODAY + timedelta(days=7)))
        with pytest.raises(NotFound):
            coverage.chain(need.id, as_of=TODAY - timedelta(days=1))
    assert (before.standing, before.items, after.standing) == (Standing.CAPTURED, (), Standing.PLANNED)


def test_seats_are_counted_in_the_edition_that_holds(db: None, now: datetime) -> None:
    belfaa = commune()
    need = make.need(belfaa, qualified=True)
    first = make.approved(make.plan(belfaa, items=[make.item_draft(needs=[make.answering(need, 4)])]))
    revisions.put_in_force(first.id, version=make.again(first).version, by=SYSTEM)
    with clock.travel(now + timedelta(days=30)):
        second = revisions.revise(first.id, by=SYSTEM)
        make.approved(second)

    with reading():
        days = [TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=30)]
        assert [coverage.seats_of([need.id], as_of=day) for day in days] == [{}, {need.id: 4}, {need.id: 4}]


def test_the_chain_takes_two_statements_whatever_its_length(db: None, now: datetime) -> None:
    belfaa = commune()
    need = make.need(belfaa, qualified=True)
    drafts = [make.item_draft(f"Item {n}", needs=[make.answering(need)]) for n in range(3)]
    make.approved(make.plan(belfaa, items=drafts))

    with reading(), statements() as sent:
        seen = coverage.chain(need.id, as_of=TODAY)

    assert (len(seen.items), len([s for s in sent if s.startswith("SELECT")])) == (3, 2)


def test_a_neighbours_chain_is_not_there(db: None, now: datetime) -> None:
    need = make.need(commune("Berkane"))
    neighbour = make.actor(at=commune("Belfaa"))

    with reading(), make.acting(neighbour), pytest.raises(NotFound):
        coverage.chain(need.id, as_of=TODAY)
