"""The words for where a trainer stands, in English; they are translated where they are shown."""

from cic_events.cycle.sessions.states import AssignmentState
from cic_events.kernel.errors import N_

# what is said, and the look of it
ASSIGNMENTS = {
    AssignmentState.PROPOSED: (N_("Not asked yet"), "draft"),
    AssignmentState.REQUESTED: (N_("Asked, no answer yet"), "waiting"),
    AssignmentState.ACCEPTED: (N_("Accepted"), "info"),
    AssignmentState.DECLINED: (N_("Declined"), "refused"),
    AssignmentState.EXPIRED: (N_("Did not answer"), "late"),
    AssignmentState.CONFIRMED: (N_("Confirmed"), "ok"),
    AssignmentState.DELIVERED: (N_("Session given, report awaited"), "done"),
    AssignmentState.REPORTED: (N_("Report received"), "done"),
}
