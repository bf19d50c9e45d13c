"""Before and after on the same items, the verdict proposed, and who may be shown what. Plain values in and out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from cic_events.cycle.acquis.states import AcquisState, Verdict
from cic_events.kernel.errors import N_, DomainError, FieldRefused

CONTESTABLE = timedelta(days=15)
MIN_N = 5  # fewer people than this, and no mean is shown
POST_TEST_KEPT_OPEN = timedelta(days=7)
LAST_HOUR = timedelta(hours=1)
RATINGS = range(5)
WENT_WRONG = frozenset({Verdict.PARTLY_ACQUIRED, Verdict.NOT_ACQUIRED})


class NoTest(DomainError):
    sentence = N_("This session has no test before and after.")


class PreTestTooEarly(DomainError):
    sentence = N_("The test before opens once registration is open, and not after the session.")


class PostTestTooEarly(DomainError):
    sentence = N_("The test after opens at the end of the last half-day.")


class NobodyPresent(DomainError):
    sentence = N_("Nobody is marked present yet: fill in the attendance sheet first.")


class StillAnswering(DomainError):
    sentence = N_("The test after is not closed yet: close it, then validate.")


class NothingToValidate(DomainError):
    sentence = N_("There is no result to validate.")


class UnknownRating(DomainError):
    sentence = N_("A rating is a number from 0 to 4.")


class TooLateToContest(DomainError):
    sentence = N_("A result can be contested for 15 days after it was validated.")


class SayWhy(FieldRefused):
    sentence = N_("Write what you contest, and why.")


class GiveReason(FieldRefused):
    sentence = N_("Write the reason: the person reads it.")


class AlreadyValidated(DomainError):
    sentence = N_("The results are validated: nothing can be added to the tests any more.")


class NoGap(DomainError):
    sentence = N_("Nobody is left with a gap on this objective.")


class NotValidatedYet(DomainError):
    sentence = N_("The trainer validates the results first.")


class Sight(IntEnum):
    """How much of a session's results somebody sees; each holds the ones below."""

    NOTHING = 0
    AGGREGATES = 1  # counts and means, from five people on
    VERDICTS = 2  # whose verdict is what
    TESTS = 3  # the points of each person


@dataclass(frozen=True)
class Item:
    """A question as it was asked once: the same code and version are the same question."""

    code: str
    version: int
    objective_id: int | None
    possible: int

    @property
    def key(self) -> tuple[str, int]:
        return self.code, self.version


@dataclass(frozen=True)
class Result:
    """Points on the items asked both times; None for a test that was not taken."""

    pre: int | None
    post: int | None
    possible: int


Points = Mapping[tuple[str, int], int]


def paired(pre: Sequence[Item], post: Sequence[Item]) -> list[Item]:
    """The items of the second test that the first one asked too, in the same version."""
    before = {item.key for item in pre}
    return [item for item in post if item.key in before and item.possible > 0]


def result(items: Sequence[Item], objective_id: int, *, pre: Points | None, post: Points | None) -> Result:
    """One person's points on one objective."""
    of_objective = [item for item in items if item.objective_id == objective_id]
    before, after = (
        None if points is None else sum(points.get(item.key, 0) for item in of_objective) for points in (pre, post)
    )
    return Result(before, after, sum(item.possible for item in of_objective))


def propose(found: Result, *, pass_mark: int) -> Verdict:
    """Acquired from the pass mark on; below it, partly when it is more than before; untested: not assessed."""
    if found.post is None or found.possible == 0:
        return Verdict.NOT_ASSESSED
    if found.post * 100 >= pass_mark * found.possible:
        return Verdict.ACQUIRED
    if found.pre is not None and found.post > found.pre:
        return Verdict.PARTLY_ACQUIRED
    return Verdict.NOT_ACQUIRED


def percent(points: int | None, possible: int | None) -> float | None:
    return None if points is None or not possible else 100 * points / possible


@dataclass(frozen=True)
class Means:
    """Mean percent before and after, of the people who took both tests."""

    n: int
    progressed: int
    before: float | None
    after: float | None

    @property
    def shown(self) -> bool:
        return self.n >= MIN_N


def means(pairs: Sequence[tuple[float, float]]) -> Means:
    """The means are there only when enough people took both tests."""
    n, progressed = len(pairs), sum(after > before for before, after in pairs)
    if n < MIN_N:
        return Means(n, progressed, None, None)
    return Means(n, progressed, sum(before for before, _ in pairs) / n, sum(after for _, after in pairs) / n)


def check_contest(state: AcquisState, *, validated_at: datetime | None, now: datetime, text: str) -> None:
    """Refuse a contest that comes too late or says nothing."""
    if validated_at is None or state is not AcquisState.VALIDATED or now > validated_at + CONTESTABLE:
        raise TooLateToContest
    if len(text.strip()) < 3:
        raise SayWhy("text")


def check_rating(rating: int | None) -> None:
    if rating is not None and rating not in RATINGS:
        raise UnknownRating
