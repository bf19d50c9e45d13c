"""Needs collections: drafted, opened, closed by hand or by their date, analysed. A verb is one transaction."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from cic_events.cycle.needs import history, rules
from cic_events.cycle.needs.models import NeedsCampaign, TrainingNeed
from cic_events.cycle.needs.states import CampaignState, NeedState, check_campaign
from cic_events.events.states import Audience
from cic_events.kernel import clock
from cic_events.kernel.db import elevated, one, session, transaction
from cic_events.kernel.errors import Conflict
from cic_events.kernel.names import clean
from cic_events.kernel.texts import Texts
from cic_events.people.models import Organisation
from cic_events.people.permissions import Action, Actor, require


@dataclass(frozen=True)
class CampaignDraft:
    """Whom a collection asks, and until when."""

    title: Texts
    audience: Audience
    starts_on: date
    ends_on: date

    def values(self) -> dict[str, object]:
        rules.check_campaign_said(title=self.title, starts_on=self.starts_on, ends_on=self.ends_on)
        title = Texts({code: clean(text)[:200] for code, text in self.title.items()})
        return {"title": title, "audience": self.audience, "starts_on": self.starts_on, "ends_on": self.ends_on}


def draft(owner_id: int, *, draft: CampaignDraft, by: Actor) -> NeedsCampaign:
    """Prepare a collection of needs; nobody is asked yet."""
    require(by, Action.NEEDS_QUALIFY, owner_id)
    values = draft.values()
    with transaction() as db:
        campaign = NeedsCampaign(owner_id=owner_id, state=CampaignState.DRAFT, **values)
        db.add(campaign)
        db.flush()
        history.note("campaign.drafted", campaign)
        return campaign


def edit(id: int, *, draft: CampaignDraft, version: int, by: Actor) -> NeedsCampaign:
    """Change a collection that is not closed. Raises Conflict when somebody saved since `version`."""
    values = draft.values()
    with transaction():
        campaign = _loaded(id, by)
        if campaign.version != version:
            raise Conflict
        rules.check_changeable(campaign.state)
        changed = history.write(campaign, values)
        history.note("campaign.edited", campaign, changed=changed)
        return campaign


def open_(id: int, *, by: Actor) -> NeedsCampaign:
    """Begin to ask; needs are recorded in it from now on."""
    with transaction():
        campaign = _loaded(id, by)
        rules.check_opened(ends_on=campaign.ends_on, today=clock.today())
        return _moved(campaign, CampaignState.OPEN)


def close(id: int, *, by: Actor) -> NeedsCampaign:
    """Stop asking, today. Trainings that begin later may say that needs were asked first."""
    with transaction():
        campaign = _loaded(id, by)
        check_campaign(campaign.state, CampaignState.CLOSED)
        campaign.closed_on = clock.today()
        return _moved(campaign, CampaignState.CLOSED)


def analyse(id: int, *, by: Actor) -> NeedsCampaign:
    """Every need of it was qualified, or answered otherwise with a reason. Raises NeedsWait."""
    with transaction():
        campaign = _loaded(id, by)
        check_campaign(campaign.state, CampaignState.ANALYSED)
        with elevated():
            waiting = session().scalar(
                select(func.count())
                .select_from(TrainingNeed)
                .where(TrainingNeed.campaign_id == campaign.id, TrainingNeed.state == NeedState.CAPTURED)
            )
        rules.check_analysed(waiting=waiting or 0)
        return _moved(campaign, CampaignState.ANALYSED)


def close_due() -> int:
    """Close the collections whose last day is over; how many. Nightly, as the system."""
    with transaction() as db:
        due = db.scalars(
            select(NeedsCampaign)
            .where(NeedsCampaign.state == CampaignState.OPEN, NeedsCampaign.ends_on < clock.today())
            .order_by(NeedsCampaign.id)
            .with_for_update()
        ).all()
        for campaign in due:
            campaign.closed_on = rules.closed_on(ends_on=campaign.ends_on, today=clock.today())
            _moved(campaign, CampaignState.CLOSED)
        return len(due)


def check_takes(id: int, *, owner_id: int) -> None:
    """Whether a need of this organisation may be recorded in the collection. Raises NotFound or the refusal."""
    campaign = one(NeedsCampaign, id, lock=True)
    parent = session().scalar(select(Organisation.parent_id).where(Organisation.id == owner_id))
    rules.check_recorded_in(campaign.state, same_commune=campaign.owner_id in (owner_id, parent))


def _loaded(id: int, by: Actor) -> NeedsCampaign:
    campaign = one(NeedsCampaign, id, lock=True)
    require(by, Action.NEEDS_QUALIFY, campaign.owner_id)
    return campaign


def _moved(campaign: NeedsCampaign, then: CampaignState) -> NeedsCampaign:
    check_campaign(campaign.state, then)
    campaign.state = then
    history.note(f"campaign.{then.value}", campaign, changed=["state"])
    return campaign
