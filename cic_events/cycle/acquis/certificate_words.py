"""The words for kinds and states of certificates, in English; they are translated where they are shown."""

from cic_events.cycle.acquis.states import CertificateKind, CertificateState
from cic_events.kernel.errors import N_

KINDS = {
    CertificateKind.PARTICIPATION: N_("Certificate of attendance"),
    CertificateKind.ACQUIS: N_("Certificate of learning"),
}

# what is said, and the look of it
STATES = {
    CertificateState.ISSUED: (N_("Valid"), "ok"),
    CertificateState.REVOKED: (N_("Revoked"), "bad"),
    CertificateState.REPLACED: (N_("Replaced"), "warn"),
}
