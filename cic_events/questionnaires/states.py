"""The words of questionnaires, waves and attempts, and the moves between them."""

from collections.abc import Mapping
from enum import StrEnum

from cic_events.kernel.errors import N_, DomainError


class QuestionnaireKind(StrEnum):
    ACQUIS = "acquis"
    IMMEDIATE = "immediate"
    DELAYED = "delayed"
    NEEDS = "needs"
    TRAINER_REPORT = "trainer_report"
    SELF_ASSESSMENT = "self_assessment"


class QuestionnaireState(StrEnum):
    """A published version never changes; what was answered stays what was asked."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class QuestionKind(StrEnum):
    SINGLE = "single"
    MULTIPLE = "multiple"
    SCALE = "scale"
    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"


class Phase(StrEnum):
    """When a wave stands in the life of its subject."""

    PRE = "pre"
    POST = "post"
    HOT = "hot"
    COLD = "cold"
    ONCE = "once"


class WaveMode(StrEnum):
    NOMINAL = "nominal"
    PSEUDONYMOUS = "pseudonymous"
    ANONYMOUS = "anonymous"


class WaveState(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    RELEASED = "released"


class AttemptState(StrEnum):
    INVITED = "invited"
    STARTED = "started"
    SUBMITTED = "submitted"
    SCORED = "scored"
    VOID = "void"


_W, _A = WaveState, AttemptState
WAVE_MOVES: Mapping[WaveState, frozenset[WaveState]] = {
    _W.PLANNED: frozenset({_W.OPEN}),
    _W.OPEN: frozenset({_W.CLOSED}),
    _W.CLOSED: frozenset({_W.RELEASED}),
}
ATTEMPT_MOVES: Mapping[AttemptState, frozenset[AttemptState]] = {
    _A.INVITED: frozenset({_A.STARTED, _A.SUBMITTED, _A.VOID}),
    _A.STARTED: frozenset({_A.SUBMITTED, _A.VOID}),
    _A.SUBMITTED: frozenset({_A.SCORED, _A.VOID}),
    _A.SCORED: frozenset({_A.VOID}),
}


class WaveIllegalMove(DomainError):
    sentence = N_("This questionnaire is “%(now)s” and cannot become “%(then)s”.")


class AttemptIllegalMove(DomainError):
    sentence = N_("These answers are “%(now)s” and cannot become “%(then)s”.")


def check_wave(now: WaveState, then: WaveState) -> None:
    """Refuse a move that the table does not hold."""
    if then not in WAVE_MOVES.get(now, frozenset()):
        raise WaveIllegalMove(now=now.value, then=then.value)


def check_attempt(now: AttemptState, then: AttemptState) -> None:
    """Refuse a move that the table does not hold."""
    if then not in ATTEMPT_MOVES.get(now, frozenset()):
        raise AttemptIllegalMove(now=now.value, then=then.value)
