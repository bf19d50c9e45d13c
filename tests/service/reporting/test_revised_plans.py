"""What was held for an item stays held when the plan gets its next edition."""

from datetime import timedelta

from cic_events.cycle.plans import revisions
from cic_events.kernel import clock
from cic_events.kernel.db import reading
from cic_events.people.permissions import SYSTEM
from cic_events.reporting.evidence import plans
from tests import make_cycle as make
from tests import make_events


def test_a_session_held_under_the_first_edition_counts_in_the_next(db: None, now: object) -> None:
    make.framework()
    belfaa = make_events.commune()
    first = make.approved(make.plan(belfaa, items=[make.item_draft()]))
    revisions.put_in_force(first.id, version=make.again(first).version, by=SYSTEM)
    with reading():
        [item] = make.again(first).items
    planned = make_events.held(make_events.confirmed(belfaa, plan_item_id=item.id, off_plan_reason=""))
    with clock.travel(clock.now() + timedelta(days=40)):
        make.approved(revisions.revise(first.id, by=SYSTEM))

        with reading():
            held = {row.ref.id: row.held_on for row in plans.plan_items()}

    assert len(held) == 2
    assert set(held.values()) == {planned.last_day}
