"""The words of the mail queue: states, channels, and the heaps they are shown in."""

from cic_events.kernel.errors import N_

STATES = {
    "queued": (N_("Leaves soon"), "waiting"),
    "held": (N_("Waits for approval"), "warn"),
    "sent": (N_("Sent"), "ok"),
    "failed": (N_("Failed"), "refused"),
    "cancelled": (N_("Cancelled"), "cancelled"),
    "superseded": (N_("Replaced by a newer one"), "neutral"),
    "expired": (N_("Too late, not sent"), "late"),
    "unreachable": (N_("To be told otherwise"), "warn"),
}
CHANNELS = {
    "letter": N_("by letter"),
    "phone": N_("by phone"),
    "whatsapp": N_("by WhatsApp"),
    "referent": N_("through the contact person"),
}
HEAPS = {
    "todo": (N_("To do"), frozenset({"failed", "unreachable", "held"})),
    "waiting": (N_("Waiting"), frozenset({"queued"})),
    "sent": (N_("Sent"), frozenset({"sent"})),
    "closed": (N_("Not sent"), frozenset({"cancelled", "superseded", "expired"})),
    "all": (N_("All"), frozenset(STATES)),
}
