"""Certificates leave on the transition, and follow the records: held, validated, corrected, settled."""

from typing import Any

from cic_events.cycle.acquis import certificates, merits
from cic_events.cycle.acquis.states import CertificateKind
from cic_events.kernel import facts
from cic_events.kernel.errors import NotFound
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


@facts.on("attendance.corrected")
def follow_attendance(*, event_id: int, registration_id: int, **_: Any) -> None:
    """A signed sheet was corrected."""
    _follow(event_id, registration_id, merits.ATTENDANCE_CORRECTED)


@facts.on("acquis.settled")
def follow_results(*, session_id: int, registration_id: int, **_: Any) -> None:
    """A contested result has its last word."""
    _follow(session_id, registration_id, merits.RESULTS_SETTLED)


@facts.on("person.erased")
def forget_the_name(*, person_id: int, **_: Any) -> None:
    """Also a name that was spelled otherwise when the paper was issued."""
    certificates.forget(person_id=person_id)


def _follow(session_id: int, registration_id: int, because: str) -> None:
    try:
        certificates.follow(session_id, registration_id=registration_id, because=because, by=SYSTEM)
    except NotFound:  # an event that is no training
        return


def _issue(session_id: int, kind: CertificateKind) -> None:
    while certificates.issue_missing(session_id, by=SYSTEM, kinds=[kind], most=AT_ONCE) == AT_ONCE:
        pass
