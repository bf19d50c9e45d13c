"""Certificates leave on the transition: a session was held, verdicts were validated."""

from typing import Any

from cic_events.cycle.acquis import certificates
from cic_events.cycle.acquis.states import CertificateKind
from cic_events.kernel import facts
from cic_events.people.permissions import SYSTEM

AT_ONCE = 50  # in one write unit, so that nobody waits long


@facts.on("session.held")
def issue_participation(*, session_id: int, **_: Any) -> None:
    """All sheets are countersigned: who was there long enough gets the paper."""
    _issue(session_id, CertificateKind.PARTICIPATION)


@facts.on("acquis.validated")
def issue_acquis(*, session_id: int, **_: Any) -> None:
    """The trainer validated: who acquired an objective gets the paper."""
    _issue(session_id, CertificateKind.ACQUIS)


def _issue(session_id: int, kind: CertificateKind) -> None:
    while certificates.issue_missing(session_id, by=SYSTEM, kinds=[kind], most=AT_ONCE) == AT_ONCE:
        pass
