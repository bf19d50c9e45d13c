"""What roles and channels are called, in English; translated where they are shown."""

from cic_events.kernel.errors import N_
from cic_events.people.models import Channel, Gender, Role

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
