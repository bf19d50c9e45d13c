"""Nightly work on needs."""

from cic_events.cycle.needs import campaigns
from cic_events.kernel import jobs


@jobs.handles("nightly.close_campaigns")
def close_campaigns(payload: object) -> None:
    campaigns.close_due()
