"""The words for the states of needs and for severities, in English; they are translated where they are shown."""

from cic_events.cycle.needs.states import CampaignState, NeedOrigin, NeedState, NotTraining, Standing
from cic_events.kernel.errors import N_

# what is said, and the look of it
STATES = {
    NeedState.CAPTURED: (N_("To qualify"), "waiting"),
    NeedState.QUALIFIED: (N_("Qualified"), "open"),
    NeedState.PRIORITISED: (N_("Priority"), "ok"),
    NeedState.CLOSED_OTHERWISE: (N_("Answered otherwise"), "done"),
}
SEVERITIES = {
    1: N_("1 – a nuisance"),
    2: N_("2 – slows the work"),
    3: N_("3 – makes the work worse"),
    4: N_("4 – stops a service"),
    5: N_("5 – harms people"),
}
LACKS = {
    NotTraining.TOOL: N_("A tool is missing"),
    NotTraining.ORGANISATION: N_("The work is organised badly"),
    NotTraining.STAFFING: N_("There are too few people"),
    NotTraining.OTHER: N_("Something else"),
}
ORIGINS = {
    NeedOrigin.OFFICE: N_("Said at the office"),
    NeedOrigin.INTERVIEW: N_("Interview"),
    NeedOrigin.CAMPAIGN: N_("Survey of needs"),
    NeedOrigin.REVIEW: N_("Review of competences"),
    NeedOrigin.COUNCIL: N_("Municipal council"),
    NeedOrigin.GAP: N_("Gap found after a training"),
}
STANDINGS = {
    Standing.CAPTURED: STATES[NeedState.CAPTURED],
    Standing.QUALIFIED: STATES[NeedState.QUALIFIED],
    Standing.PRIORITISED: STATES[NeedState.PRIORITISED],
    Standing.PLANNED: (N_("Planned"), "planned"),
    Standing.PARTLY_SERVED: (N_("Partly served"), "running"),
    Standing.SERVED: (N_("Served"), "done"),
    Standing.CLOSED_OTHERWISE: STATES[NeedState.CLOSED_OTHERWISE],
}
CAMPAIGNS = {
    CampaignState.DRAFT: (N_("Draft"), "draft"),
    CampaignState.OPEN: (N_("Open for answers"), "open"),
    CampaignState.CLOSED: (N_("Closed, to analyse"), "waiting"),
    CampaignState.ANALYSED: (N_("Analysed"), "done"),
}
