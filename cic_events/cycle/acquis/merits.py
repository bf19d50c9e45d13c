"""Who has earned a certificate: plain values in, yes or no out."""

from collections.abc import Iterable

from cic_events.cycle.acquis.states import AcquisState, Verdict
from cic_events.kernel.errors import N_, DomainError

# what the product itself writes as the reason; what people write is shown as written
ATTENDANCE_CORRECTED = N_("The attendance was corrected.")
RESULTS_SETTLED = N_("The results were settled anew.")
OWN_REASONS = frozenset({ATTENDANCE_CORRECTED, RESULTS_SETTLED})

SETTLED = frozenset({AcquisState.VALIDATED, AcquisState.FINAL})


class NothingToSay(DomainError):
    sentence = N_("This certificate says what is true today: there is nothing to issue again.")


class NotEarned(DomainError):
    sentence = N_("By today's records this certificate is no longer earned. Revoke it instead, with the reason.")


class NoLongerValid(DomainError):
    sentence = N_("This certificate is no longer valid, so nothing can be done with it.")


class ReasonLacks(DomainError):
    sentence = N_("Write the reason: whoever checks the certificate reads it.")


def was_present(*, minutes: int, of: int, threshold: int) -> bool:
    """Whether the minutes reach the session's threshold, a percentage; a session without minutes proves nothing."""
    return of > 0 and minutes * 100 >= threshold * of


def is_settled(verdicts: Iterable[tuple[AcquisState, Verdict | None]]) -> bool:
    """Whether nothing that was judged waits for a word any more."""
    return all(state in SETTLED for state, _ in verdicts)


def has_acquired(verdicts: Iterable[tuple[AcquisState, Verdict | None]]) -> bool:
    """Whether all that was judged is settled, with one objective acquired at least."""
    known = list(verdicts)
    return is_settled(known) and any(verdict is Verdict.ACQUIRED for _, verdict in known)
