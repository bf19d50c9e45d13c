"""How questionnaires take the merge of two records of one person."""

from sqlalchemy import select

from cic_events.kernel.db import session
from cic_events.kernel.errors import N_
from cic_events.people import merging
from cic_events.questionnaires.models import Attempt
from cic_events.questionnaires.states import AttemptState

_ADVANCE = tuple(AttemptState)


def settle(old: int, kept: int) -> None:
    """Where both were asked the same, the one that is further stays and the other becomes void."""
    living = select(Attempt).where(Attempt.person_id.in_((old, kept)), Attempt.state != AttemptState.VOID)
    by_wave: dict[int, list[Attempt]] = {}
    for attempt in session().scalars(living.order_by(Attempt.id)):
        by_wave.setdefault(attempt.wave_id, []).append(attempt)
    for several in by_wave.values():
        several.sort(key=lambda attempt: _ADVANCE.index(attempt.state))
        for less in several[:-1]:
            less.state = AttemptState.VOID
    session().flush()


merging.register(
    Attempt.person_id,
    settle=settle,
    refusal=merging.BothHaveOne(what=N_("answers to a questionnaire")),
)
