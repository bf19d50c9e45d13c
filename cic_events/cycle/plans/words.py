"""The words for plans and their items, in English; they are translated where they are shown."""

from cic_events.cycle.plans.states import ItemState, PlanScope, PlanState, Progress, Step
from cic_events.kernel.errors import N_

SCOPES = {
    PlanScope.SAS: N_("Social Action Service"),
    PlanScope.LOCAL_ACTORS: N_("Local actors"),
    PlanScope.ELECTED: N_("Elected officials"),
}

# what is said, and the look of it
STATES = {
    PlanState.DRAFT: (N_("Being written"), "draft"),
    PlanState.SUBMITTED: (N_("Submitted"), "waiting"),
    PlanState.RETURNED: (N_("Returned"), "late"),
    PlanState.ENDORSED: (N_("Endorsed"), "waiting"),
    PlanState.APPROVED: (N_("Approved"), "ok"),
    PlanState.IN_FORCE: (N_("In force"), "running"),
    PlanState.SUPERSEDED: (N_("Superseded"), "cancelled"),
    PlanState.CLOSED: (N_("Closed"), "done"),
}
STEPS = {
    Step.SUBMITTED: (N_("Submitted"), ""),
    Step.RETURNED: (N_("Returned"), "warn"),
    Step.ENDORSED: (N_("Endorsed: the means are there"), "ok"),
    Step.APPROVED: (N_("Approved"), "ok"),
    Step.IN_FORCE: (N_("In force"), "ok"),
    Step.SUPERSEDED: (N_("Superseded"), ""),
    Step.CLOSED: (N_("Closed"), ""),
}
ITEM_STATES = {
    ItemState.PROPOSED: (N_("Proposed"), "draft"),
    ItemState.RETAINED: (N_("Retained"), "ok"),
    ItemState.DEFERRED: (N_("Deferred"), "waiting"),
    ItemState.REFUSED: (N_("Refused"), "refused"),
}
PROGRESS = {
    Progress.TO_SCHEDULE: (N_("No session yet"), "planned"),
    Progress.SCHEDULED: (N_("Session planned"), "open"),
    Progress.RUNNING: (N_("Running"), "running"),
    Progress.LATE: (N_("Late"), "late"),
    Progress.DONE: (N_("Done"), "done"),
}
PRIORITIES = {1: N_("1 – first"), 2: N_("2 – next"), 3: N_("3 – if money is left")}
