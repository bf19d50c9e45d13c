"""The words of the papers' pages, in English; they are translated where they are shown."""

from cic_events.cycle.sessions.paperwork.desk import Kind
from cic_events.events.contact_models import Told
from cic_events.events.paper_models import Payer, Transport
from cic_events.kernel.errors import N_

# what it is, what it is good for, its picture
KINDS = {
    Kind.CONVOCATIONS: (
        N_("Convocations"),
        N_("A letter for each person, in the person's language, with a personal square and a slip to answer."),
        "mail",
    ),
    Kind.SHEETS: (
        N_("Signature sheets"),
        N_("Numbered lines for each half-day, ready to be typed back afterwards."),
        "signature",
    ),
    Kind.BADGES: (N_("Badges"), N_("Eight on a page, to cut."), "user"),
    Kind.SIGN: (N_("Room sign"), N_("One page for the door, read from afar."), "presentation"),
    Kind.MISSIONS: (
        N_("Mission orders"),
        N_("A page for each person; what you did not fill in stays a line to write on."),
        "route",
    ),
}
TRANSPORTS = {
    Transport.SERVICE_VEHICLE: N_("Service vehicle"),
    Transport.OWN_VEHICLE: N_("Own vehicle"),
    Transport.BUS: N_("Coach or bus"),
    Transport.TRAIN: N_("Train"),
    Transport.PLANE: N_("Plane"),
    Transport.OTHER: N_("Other"),
}
PAYERS = {
    Payer.OWN_COMMUNE: N_("The person's commune"),
    Payer.HOST: N_("The host commune"),
    Payer.PROGRAMME: N_("The programme"),
    Payer.PERSON: N_("The person"),
}
TOLD = {
    Told.WHATSAPP: N_("Told by WhatsApp"),
    Told.PHONE: N_("Told by phone"),
    Told.PAPER: N_("Told on paper"),
}
