"""The words for kinds, audiences and states, in English; they are translated where they are shown."""

from cic_events.events.states import (
    Audience,
    EventKind,
    EventState,
    Presence,
    PresenceSource,
    RegistrationState,
)
from cic_events.kernel.errors import N_

KINDS = {
    EventKind.TRAINING: N_("Training"),
    EventKind.PLATFORM: N_("Platform"),
    EventKind.CONSULTATION: N_("Local consultation"),
    EventKind.FORUM: N_("Forum"),
    EventKind.PUBLIC_EVENT: N_("Public event"),
}

AUDIENCES = {
    Audience.OFFICER: N_("Officers"),
    Audience.ELECTED_OFFICIAL: N_("Elected officials"),
    Audience.ASSOCIATION: N_("Associations"),
    Audience.MIXED: N_("Everybody"),
}

# what is said, and the look of it
EVENT_STATES = {
    EventState.DRAFT: (N_("Draft"), "draft"),
    EventState.DATE_POLL: (N_("Date being chosen"), "draft"),
    EventState.SCHEDULED: (N_("Planned"), "planned"),
    EventState.OPEN: (N_("Registration open"), "open"),
    EventState.CONVENED: (N_("Convened"), "open"),
    EventState.CONFIRMED: (N_("Confirmed"), "open"),
    EventState.RUNNING: (N_("Running"), "running"),
    EventState.HELD: (N_("Held"), "done"),
    EventState.EVALUATED: (N_("Evaluated"), "done"),
    EventState.MINUTED: (N_("Minutes approved"), "done"),
    EventState.CLOSED: (N_("Closed"), "done"),
    EventState.POSTPONED: (N_("Postponed"), "late"),
    EventState.CANCELLED: (N_("Cancelled"), "cancelled"),
}

REGISTRATION_STATES = {
    RegistrationState.DRAFT_BY_ORG: (N_("Being prepared"), "draft"),
    RegistrationState.PENDING_APPROVAL: (N_("Awaiting the head's approval"), "waiting"),
    RegistrationState.WAITLISTED: (N_("On the waiting list"), "waiting"),
    RegistrationState.OFFERED: (N_("Place offered"), "info"),
    RegistrationState.CONFIRMED: (N_("Registered"), "ok"),
    RegistrationState.CANCELLED_BY_PERSON: (N_("Withdrawn"), "cancelled"),
    RegistrationState.CANCELLED_BY_ORG: (N_("Cancelled by the organiser"), "cancelled"),
    RegistrationState.REJECTED: (N_("Refused"), "refused"),
    RegistrationState.EXPIRED: (N_("Expired"), "cancelled"),
    RegistrationState.REPLACED: (N_("Replaced"), "cancelled"),
}

PRESENCES = {
    Presence.PRESENT: (N_("Present"), "ok"),
    Presence.LATE: (N_("Late"), "warn"),
    Presence.LEFT_EARLY: (N_("Left early"), "warn"),
    Presence.EXCUSED: (N_("Excused"), "neutral"),
    Presence.ABSENT: (N_("Absent"), "refused"),
}

PRESENCE_SOURCES = {
    PresenceSource.OWN_LINK: N_("by the own link"),
    PresenceSource.CODE: N_("by the code in the room"),
    PresenceSource.SIGNATURE: N_("by signature"),
    PresenceSource.TRAINER: N_("by the trainer"),
    PresenceSource.PAPER_SCAN: N_("from the paper sheet"),
    PresenceSource.IMPORT: N_("from a file"),
    PresenceSource.CORRECTION: N_("by correction"),
}

THEMES = {
    "hr_basics": N_("Basics of human resources"),
    "competence_management": N_("Competence management"),
    "project_design": N_("Project design"),
    "communication_plan": N_("Communication plan"),
    "participation": N_("Participation"),
    "elected_role": N_("Role of elected officials"),
    "inclusion_disability": N_("Inclusion and disability"),
    "gender_equality": N_("Gender equality"),
    "social_diagnosis": N_("Social diagnosis"),
    "monitoring_indicators": N_("Monitoring and indicators"),
    "funding_search": N_("Search for funding"),
    "digital_basics": N_("Digital basics"),
    "facilitation": N_("Facilitation"),
}
