"""The history of registrations: one row for each move, never changed; and who was passed over by it."""

from collections.abc import Sequence
from datetime import datetime

from cic_events.events.allocation import Passed
from cic_events.events.models import Registration, RegistrationStep
from cic_events.events.quota_models import RegistrationPassed
from cic_events.events.states import RegistrationState
from cic_events.kernel.db import session
from cic_events.people.permissions import Actor


def note(
    registration: Registration,
    before: RegistrationState | None,
    *,
    at: datetime,
    by: Actor | None,
    reason: str = "",
    told: str = "",
    passed: Sequence[Passed[int]] = (),
) -> None:
    """Write down the move that was just made, with those who waited longer."""
    step = RegistrationStep(
        registration_id=registration.id,
        before=before.value if before else None,
        after=registration.state,
        at=at,
        by_id=by.person_id if by else None,
        reason=reason,
        told=told,
        quota_id=registration.quota_id,
    )
    session().add(step)
    if passed:
        session().flush()
        session().add_all(
            RegistrationPassed(registration_id=one.who, step_id=step.id, needs=one.needs, free=one.free)
            for one in passed
        )
