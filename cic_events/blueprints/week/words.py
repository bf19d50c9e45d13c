"""The words of the week: where a trainer stands, what a day is."""

from cic_events.calendar.holidays import Reason
from cic_events.cycle.sessions.states import AssignmentState
from cic_events.kernel.errors import N_

TRAINERS = {
    AssignmentState.PROPOSED: (N_("Trainer to be asked"), "warn"),
    AssignmentState.REQUESTED: (N_("Trainer asked"), "waiting"),
    AssignmentState.ACCEPTED: (N_("Trainer said yes"), "info"),
    AssignmentState.DECLINED: (N_("Trainer said no"), "refused"),
    AssignmentState.EXPIRED: (N_("Trainer did not answer"), "late"),
    AssignmentState.CONFIRMED: (N_("Trainer confirmed"), "ok"),
    AssignmentState.DELIVERED: (N_("Trainer confirmed"), "ok"),
    AssignmentState.REPORTED: (N_("Trainer confirmed"), "ok"),
}
OFF = {
    Reason.PUBLIC_HOLIDAY: N_("%(name)s, day off (%(country)s)"),
    Reason.FEAST: N_("%(name)s, day off (%(country)s)"),
    Reason.RAMADAN: N_("%(name)s"),
}
COUNTRIES = {"MA": N_("Morocco"), "BE": N_("Belgium")}
