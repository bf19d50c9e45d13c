"""A collection from its draft to its analysis."""

from datetime import date, timedelta

import pytest

from cic_events.cycle.needs import campaigns, collections, rules
from cic_events.cycle.needs import service as needs
from cic_events.cycle.needs.models import NeedsCampaign
from cic_events.cycle.needs.states import CampaignState
from cic_events.events.states import Audience
from cic_events.kernel import clock, jobs
from cic_events.kernel.db import reading
from cic_events.kernel.errors import Forbidden, NotFound
from cic_events.kernel.texts import Texts
from cic_events.people.models import Organisation, Role
from cic_events.people.permissions import SYSTEM, Actor, actor_for
from cic_events.worker import plan_nightly
from tests import make_cycle, make_people
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("db", "now")
TODAY = date(2026, 9, 28)


def draft(**changes: object) -> campaigns.CampaignDraft:
    said = {"title": Texts(fr="Besoins des agents"), "audience": Audience.OFFICER, "starts_on": TODAY}
    return campaigns.CampaignDraft(**{**said, "ends_on": TODAY + timedelta(days=14), **changes})  # type: ignore[arg-type]


def opened(at: Organisation, *, by: Actor = SYSTEM, **changes: object) -> NeedsCampaign:
    return campaigns.open_(campaigns.draft(at.id, draft=draft(**changes), by=by).id, by=by)


def test_needs_are_recorded_in_an_open_collection_until_it_closes() -> None:
    belfaa = make_people.commune()
    collection = opened(belfaa)

    need = make_cycle.need(belfaa, campaign_id=collection.id)
    closed = campaigns.close(collection.id, by=SYSTEM)

    with reading():
        shown = collections.show(collection.id, as_of=TODAY)
    assert ([row.id for row in shown.needs], shown.row.needs, shown.row.waiting) == ([need.id], 1, 1)
    assert (closed.state, closed.closed_on) == (CampaignState.CLOSED, TODAY)
    with pytest.raises(rules.CollectionNotOpen):
        make_cycle.need(belfaa, campaign_id=collection.id)


def test_a_draft_takes_no_needs() -> None:
    belfaa = make_people.commune()
    prepared = campaigns.draft(belfaa.id, draft=draft(), by=SYSTEM)

    with pytest.raises(rules.CollectionNotOpen):
        make_cycle.need(belfaa, campaign_id=prepared.id)


def test_an_association_answers_the_collection_of_its_commune_and_no_other() -> None:
    belfaa, berkane = make_people.commune(), make_people.commune("Berkane")
    association = make_people.association(under=belfaa)

    make_cycle.need(association, campaign_id=opened(belfaa, audience=Audience.ASSOCIATION).id)

    with pytest.raises(rules.CollectionOfOthers):
        make_cycle.need(association, campaign_id=opened(berkane).id)


def test_the_night_after_its_last_day_it_closes_on_that_day() -> None:
    collection = opened(make_people.commune())

    with clock.travel(clock.now() + timedelta(days=20)):
        plan_nightly()
        jobs.run_all()

    again = make_cycle.again(collection)
    assert (again.state, again.closed_on) == (CampaignState.CLOSED, TODAY + timedelta(days=14))


def test_on_its_last_day_it_is_still_open() -> None:
    collection = opened(make_people.commune())

    with clock.travel(clock.now() + timedelta(days=14)):
        assert campaigns.close_due() == 0
    assert make_cycle.again(collection).state is CampaignState.OPEN


def test_it_is_analysed_when_its_needs_were_qualified_or_answered_otherwise() -> None:
    make_cycle.framework()
    belfaa = make_people.commune()
    collection = opened(belfaa)
    first, second = (make_cycle.need(belfaa, campaign_id=collection.id) for _need in range(2))
    campaigns.close(collection.id, by=SYSTEM)
    needs.qualify(first.id, theme="hr_basics", activity_code="R3.2", version=first.version, by=SYSTEM)

    with pytest.raises(rules.NeedsWait):
        campaigns.analyse(collection.id, by=SYSTEM)
    needs.close_otherwise(second.id, reason="There is one printer.", version=second.version, by=SYSTEM)

    assert campaigns.analyse(collection.id, by=SYSTEM).state is CampaignState.ANALYSED


def test_it_says_whom_it_asks() -> None:
    belfaa = make_people.commune()
    make_people.person(name="Naïma Oubella", at=belfaa)
    make_people.person(name="Hassan Idrissi", role=Role.DIRECTOR, at=belfaa)
    make_people.person(name="Khadija Aït Lhaj", role=Role.LEAD_ELECTED, at=belfaa)
    make_people.person(name="Brahim Berkane", at=make_people.commune("Berkane"))

    collection = opened(belfaa)

    with reading():
        asked = collections.show(collection.id, as_of=TODAY).asked

    assert [one.name for one in asked] == ["Hassan Idrissi", "Naïma Oubella"]


def test_an_officer_collects_at_home_only() -> None:
    belfaa, berkane = make_people.commune(), make_people.commune("Berkane")
    officer = make_cycle.actor(at=belfaa)

    assert opened(belfaa, by=officer).owner_id == belfaa.id
    with pytest.raises(Forbidden):
        campaigns.draft(berkane.id, draft=draft(), by=officer)


def test_an_association_sees_what_its_commune_asks_once_it_is_open_and_a_stranger_does_not() -> None:
    belfaa = make_people.commune()
    association = make_people.association(under=belfaa)
    contact = make_people.person(role=Role.ASSOCIATION_CONTACT, at=association)
    seen = actor_for(
        contact.id, contact.name, contact.language, {Role.ASSOCIATION_CONTACT: frozenset({association.id})}, frozenset()
    )
    prepared, asked = campaigns.draft(belfaa.id, draft=draft(), by=SYSTEM), opened(belfaa)

    with make_cycle.acting(seen), reading():
        assert [row.id for row in collections.listing()] == [asked.id]
    with make_cycle.acting(make_cycle.actor(at=make_people.commune("Jette"))), reading(), pytest.raises(NotFound):
        collections.show(prepared.id, as_of=TODAY)


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_and_the_page_ask_a_constant_number_of_questions(many: int) -> None:
    belfaa = make_people.commune()
    made = [opened(belfaa) for _one in range(many)]
    for _need in range(many):
        make_cycle.need(belfaa, campaign_id=made[0].id)

    with reading(), statements() as sent:
        collections.listing()
        collections.show(made[0].id, as_of=TODAY)

    assert len([s for s in sent if s.startswith("SELECT")]) == 4
