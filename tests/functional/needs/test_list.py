"""The list of needs: its filters stand in the address, what came of each need is said, its cost does not grow."""

import pytest

from cic_events.people.models import Language
from tests import make, make_cycle
from tests.browser import Browser
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("now")


def test_the_count_of_statements_does_not_grow_with_the_needs(browser: Browser) -> None:
    make_cycle.framework()
    home = make.commune()
    reader = browser.signed_in_as(make.person(at=home))
    counts = []
    for problem in ("Files are lost", "Nobody writes minutes", "Funds stay unused"):
        make_cycle.need(home, problem)
        with statements() as said:
            reader.get("/needs/")
        counts.append(len(said))

    assert counts[0] == counts[2]


def test_need_with_seats_in_an_approved_plan_is_planned(browser: Browser) -> None:
    make_cycle.framework()
    home = make.commune()
    need = make_cycle.need(home, qualified=True)
    draft = make_cycle.item_draft(needs=[make_cycle.answering(need, 4)], without_need_reason="")
    plan = make_cycle.plan(home, items=[draft])
    reader = browser.signed_in_as(make.person(at=home, language=Language.EN))
    before = reader.get("/needs/")

    make_cycle.approved(plan)

    assert "Planned" not in before
    assert "Planned" in reader.get("/needs/")
    assert "2 persons have no seat in an approved plan yet." in reader.get(f"/needs/{need.id}")


def test_filters_stand_in_the_address_and_nonsense_is_no_filter(browser: Browser) -> None:
    make_cycle.framework()
    home = make.commune()
    make_cycle.need(home, "Files are lost", qualified=True)
    make_cycle.need(home, "Funds stay unused")
    reader = browser.signed_in_as(make.person(at=home, language=Language.EN))

    assert "1 need" in reader.get("/needs/?state=qualified")
    assert "1 need" in reader.get("/needs/?theme=hr_basics&q=FILES")
    assert "2 needs" in reader.get("/needs/?state=%00&theme=x&commune=nowhere&page=99999999999999999999999")


def test_gravest_need_comes_first(browser: Browser) -> None:
    home = make.commune()
    make_cycle.need(home, "Files are lost", severity=2)
    make_cycle.need(home, "Children wait for care", severity=5)

    page = browser.signed_in_as(make.person(at=home)).get("/needs/").text

    assert page.index("Children wait for care") < page.index("Files are lost")
