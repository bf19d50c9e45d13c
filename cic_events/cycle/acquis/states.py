"""The states of a verdict on what was learnt and of a certificate, and the moves between them."""

from collections.abc import Mapping
from enum import StrEnum

from cic_events.kernel.errors import N_, DomainError


class AcquisState(StrEnum):
    DRAFT = "draft"
    VALIDATED = "validated"
    CONTESTED = "contested"
    FINAL = "final"


class Verdict(StrEnum):
    """What is said of one person and one objective."""

    ACQUIRED = "acquired"
    PARTLY_ACQUIRED = "partly_acquired"
    NOT_ACQUIRED = "not_acquired"
    NOT_ASSESSED = "not_assessed"


class CertificateKind(StrEnum):
    PARTICIPATION = "participation"
    ACQUIS = "acquis"


class CertificateState(StrEnum):
    ISSUED = "issued"
    REVOKED = "revoked"
    REPLACED = "replaced"


_S, _C = AcquisState, CertificateState
MOVES: Mapping[AcquisState, frozenset[AcquisState]] = {
    _S.DRAFT: frozenset({_S.VALIDATED}),
    _S.VALIDATED: frozenset({_S.CONTESTED, _S.FINAL}),
    _S.CONTESTED: frozenset({_S.VALIDATED, _S.FINAL}),
}
CERTIFICATE_MOVES: Mapping[CertificateState, frozenset[CertificateState]] = {
    _C.ISSUED: frozenset({_C.REVOKED, _C.REPLACED}),
}


class IllegalMove(DomainError):
    sentence = N_("What is “%(now)s” cannot become “%(then)s”.")


def check_move(now: AcquisState, then: AcquisState) -> None:
    """Refuse a move that the table does not hold."""
    if then not in MOVES.get(now, frozenset()):
        raise IllegalMove(now=now.value, then=then.value)


def check_certificate(now: CertificateState, then: CertificateState) -> None:
    """Refuse a move that the table does not hold."""
    if then not in CERTIFICATE_MOVES.get(now, frozenset()):
        raise IllegalMove(now=now.value, then=then.value)
