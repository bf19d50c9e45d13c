"""What roles, channels, kinds and days are called, in English; translated where they are shown."""

from cic_events.kernel.errors import N_
from cic_events.people.imports.lines import Outcome
from cic_events.people.models import Channel, Gender, OrganisationKind, Role

ROLES: dict[Role, str] = {
    Role.PARTICIPANT: N_("participant"),
    Role.ASSOCIATION_CONTACT: N_("contact of an association"),
    Role.TRAINER: N_("trainer"),
    Role.HEAD_OF_SERVICE: N_("head of service"),
    Role.SAS_OFFICER: N_("SAS officer"),
    Role.HR_REFERENT: N_("HR referent"),
    Role.DIRECTOR: N_("director of services"),
    Role.LEAD_ELECTED: N_("lead elected official"),
    Role.COORDINATOR: N_("CIC coordinator"),
    Role.PROGRAMME_MANAGER: N_("programme manager"),
    Role.ADMINISTRATOR: N_("administrator"),
    Role.AUDITOR: N_("auditor"),
}
CHANNELS: dict[Channel, str] = {
    Channel.EMAIL: N_("e-mail"),
    Channel.PHONE: N_("phone call"),
    Channel.WHATSAPP: N_("WhatsApp"),
    Channel.LETTER: N_("letter"),
    Channel.REFERENT: N_("through a referent"),
}
GENDERS: dict[Gender, str] = {
    Gender.UNKNOWN: N_("not said"),
    Gender.F: N_("woman"),
    Gender.M: N_("man"),
}
KINDS: dict[OrganisationKind, str] = {
    OrganisationKind.ASSOCIATION: N_("association"),
    OrganisationKind.TRAINER_BODY: N_("body of trainers"),
    OrganisationKind.OTHER: N_("other organisation"),
    OrganisationKind.COMMUNE: N_("commune"),
    OrganisationKind.PROGRAMME_OFFICE: N_("office of the programme"),
}
DAYS: dict[str, str] = {
    "mon": N_("Monday"),
    "tue": N_("Tuesday"),
    "wed": N_("Wednesday"),
    "thu": N_("Thursday"),
    "fri": N_("Friday"),
    "sat": N_("Saturday"),
    "sun": N_("Sunday"),
}
OUTCOMES: dict[Outcome, str] = {
    Outcome.CREATE: N_("new"),
    Outcome.UPDATE: N_("changed"),
    Outcome.UNCHANGED: N_("as it is"),
    Outcome.ERROR: N_("left out"),
}
